package org.postern.mail;

import java.nio.charset.StandardCharsets;

/**
 * Looks for macros in old Office documents: the name of the stream that holds them (MS-OVBA clause
 * 2.2.1) stands in the container's directory. Pure functions.
 */
final class OfficeMacros {
  private static final byte[] VBA = "_VBA_PROJECT".getBytes(StandardCharsets.UTF_16LE);

  private OfficeMacros() {}

  static void check(byte[] file, String name, Findings findings) {
    for (int at = 0; at + VBA.length <= file.length; at++) {
      if (file[at] == VBA[0] && matches(file, at)) {
        findings.add(
            Finding.Kind.MACROS,
            "The document “" + Inert.brief(name, 160) + "” holds macros, which are programs.");
        return;
      }
    }
  }

  private static boolean matches(byte[] file, int at) {
    for (int i = 0; i < VBA.length; i++) {
      if (file[at + i] != VBA[i]) {
        return false;
      }
    }
    return true;
  }
}
