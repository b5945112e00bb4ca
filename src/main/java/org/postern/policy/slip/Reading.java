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
  record Step(Op op, int typedFrom, int typedTo, int meantFrom, int meantTo) {}

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

  List<Step> steps() {
    return steps;
  }

  int cost() {
    return cost;
  }
}
