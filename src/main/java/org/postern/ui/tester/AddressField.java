package org.postern.ui.tester;

import java.util.function.BooleanSupplier;
import javafx.scene.control.TextField;

/**
 * The large field. A paste that is more than one address goes elsewhere, because a field would run
 * its lines together.
 */
final class AddressField extends TextField {
  private static final int LONGEST = 2_000;
  private final BooleanSupplier pasted;

  AddressField(BooleanSupplier pasted) {
    this.pasted = pasted;
    setId("tester-input");
    getStyleClass().add("typed-field");
    setPromptText("name@example.mil");
    setAccessibleText("Address or domain to test");
  }

  @Override
  public void paste() {
    if (!pasted.getAsBoolean()) {
      super.paste();
    }
  }

  @Override
  public void replaceText(int start, int end, String text) {
    int room = LONGEST - (getLength() - (end - start));
    super.replaceText(start, end, text.substring(0, Math.clamp(room, 0, text.length())));
  }
}
