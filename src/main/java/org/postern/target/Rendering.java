package org.postern.target;

import java.util.List;
import java.util.Map;

/**
 * What was written for a target. Immutable.
 *
 * @param serial of the bundle
 * @param files in the order in which they were written
 * @param written how many rules stand in them
 * @param leftOut how many do not, and why; which ones is in {@code left-out.tsv}
 */
public record Rendering(
    Target target,
    long serial,
    List<Written> files,
    int written,
    Map<LeftOut.Reason, Integer> leftOut) {

  /**
   * One file.
   *
   * @param size in bytes
   * @param digest {@code sha256:…}
   */
  public record Written(String name, long size, String digest) {}

  public Rendering {
    files = List.copyOf(files);
    leftOut = Map.copyOf(leftOut);
  }
}
