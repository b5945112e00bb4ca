package org.postern.policy.slip;

import java.util.ArrayList;
import java.util.List;

/**
 * One way to read a typed name as a trusted one: the steps that are no match, in order, and what
 * they cost (hundredths of a nat). Mutable while it is built, then only read.
 */
final class Reading {

  /**
   * One step; ranges index the typed key and the trusted key.
   *
   * @param op what happened
   * @param price hundredths of a nat
   */
  record Step(Op op, int typedFrom, int typedTo, int meantFrom, int meantTo, int price) {

    /** A step whose price is told when it is added. */
    Step(Op op, int typedFrom, int typedTo, int meantFrom, int meantTo) {
      this(op, typedFrom, typedTo, meantFrom, meantTo, 0);
    }

    /**
     * Whether the step is in the heads that end here; a letter put at the very end of the head is.
     */
    boolean inHead(int typedHeadTo, int meantHeadTo) {
      return op != Op.SUFFIX
          && (meantFrom < meantHeadTo || (meantTo == meantHeadTo && typedTo <= typedHeadTo));
    }
  }

  private final List<Step> steps = new ArrayList<>(4);
  private int cost;

  /** End of the typed head if the ending was taken as a whole, else -1. */
  private int headTo = -1;

  void add(Step step, int price) {
    steps.add(new Step(step.op, step.typedFrom, step.typedTo, step.meantFrom, step.meantTo, price));
    cost += price;
  }

  /** Adds an ending taken as a whole, behind a head that ends here in the typed key. */
  void addSuffix(Step step, int price, int typedHeadTo) {
    add(step, price);
    headTo = typedHeadTo;
  }

  void append(Reading other) {
    steps.addAll(other.steps);
    cost += other.cost;
  }

  /**
   * Where the head ends in the typed key: before the ending that was taken as a whole, or before
   * the public suffix.
   *
   * @param suffixFrom end of the head by the public suffix list
   */
  int typedHeadTo(int suffixFrom) {
    return headTo >= 0 ? headTo : suffixFrom;
  }

  List<Step> steps() {
    return steps;
  }

  int cost() {
    return cost;
  }
}
