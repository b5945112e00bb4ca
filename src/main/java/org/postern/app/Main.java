package org.postern.app;

import org.postern.cli.PosternCommand;

/** Starts the console, or one command when arguments are given. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(PosternCommand.run(args));
  }
}
