package org.postern.app;

/** Starts the console, or one command of it when arguments are given. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {}
}
