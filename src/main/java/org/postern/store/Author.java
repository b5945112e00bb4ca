package org.postern.store;

/** Who changes something and why, in the officer's words. */
public record Author(String officer, String why) {
  public Author {
    if (officer.isBlank()) {
      throw new IllegalArgumentException("somebody must answer for the change");
    }
  }
}
