package org.postern.ui;

import org.jspecify.annotations.Nullable;

/**
 * What a part of a screen shows instead of, or as, its content. Models hold it; {@link StatePane}
 * draws it. Immutable.
 */
public sealed interface ViewState {

  /** What the officer can do about a state. */
  record Act(String name, Runnable run) {}

  /** The content itself. */
  record Ready() implements ViewState {}

  /** Work is under way; {@code what} is a sentence: "Reading the box…". */
  record Loading(String what) implements ViewState {}

  /** There is nothing here, and why, and what one might do. */
  record Empty(String icon, String title, String text, @Nullable Act act) implements ViewState {}

  /** Something did not work: what happened, and what to do. */
  record Failed(String title, String advice, @Nullable Act act) implements ViewState {}

  /** The other side cannot be reached; what is shown may be old. */
  record Offline(String title, String advice, @Nullable Act act) implements ViewState {}

  ViewState READY = new Ready();
}
