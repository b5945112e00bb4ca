package org.postern.gatekeeper;

import java.io.ByteArrayOutputStream;

/** How requests and replies are framed: socketmap or policy delegation. Thread-safe. */
interface Protocol {
  /** Longer requests are none: as long as the longest reply. */
  int LONGEST_REQUEST = 100_000;

  /**
   * Takes one request from the front of what has arrived and writes the reply.
   *
   * @return how many bytes the request took; 0 if it is not there as a whole
   * @throws Garbled if this can never become a request
   */
  int take(byte[] arrived, int from, int to, ByteArrayOutputStream reply) throws Garbled;

  /** The other side speaks another language. */
  final class Garbled extends Exception {
    private static final long serialVersionUID = 1L;

    Garbled(String why) {
      super(why, null, false, false);
    }
  }
}
