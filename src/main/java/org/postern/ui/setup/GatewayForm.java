package org.postern.ui.setup;

/** One gateway in the form: its name and where bundles for it are put. */
final class GatewayForm {
  final Field name = new Field("", this::checkName);
  final Field folder = new Field("", this::checkFolder);

  private String checkName(String value) {
    return blank() ? "" : Checks.gateway(value);
  }

  private String checkFolder(String value) {
    return blank() ? "" : Checks.place(value);
  }

  /** An empty line is no gateway. */
  boolean blank() {
    return name.blank() && folder.blank();
  }

  @SuppressWarnings(
      "ShortCircuitBoolean") // every field says what is wrong with it, not only the first
  boolean check() {
    return name.left() & folder.left();
  }
}
