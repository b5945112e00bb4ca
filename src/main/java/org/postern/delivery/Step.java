package org.postern.delivery;

/** The steps on the way to a gateway's place, each of which can fail by itself. */
public enum Step {
  /** Reading the file here. */
  FILE("file here"),
  /** The name becomes an address, and somebody answers there. */
  CONNECT("connect"),
  /** Whether it is the right server: host key or certificate. */
  IDENTITY("server identity"),
  /** Password, key or token. */
  SIGN_IN("sign-in"),
  /** Writing under another name, or sending. */
  WRITE("write"),
  /** Whether it is all there, and its own name. */
  PLACE("put in place");

  private final String label;

  Step(String label) {
    this.label = label;
  }

  /** For lists on the screen. */
  public String label() {
    return label;
  }
}
