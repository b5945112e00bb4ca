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
   */
  record Step(Op op, int typedFrom, int typedTo, int meantFrom, int meantTo) {

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

  void add(Step step, int price) {
    steps.add(step);
    cost += price;
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
    for (Step step : steps) {
      if (step.op == Op.SUFFIX) {
        return step.typedFrom - 1;
      }
    }
    return suffixFrom;
  }

  List<Step> steps() {
    return steps;
  }

  int cost() {
    return cost;
  }
}
