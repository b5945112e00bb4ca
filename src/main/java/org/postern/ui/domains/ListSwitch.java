package org.postern.ui.domains;

import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import org.controlsfx.control.SegmentedButton;
import org.postern.policy.Listing;

/** Which of the two lists is shown, and how long each is. FX thread only. */
final class ListSwitch {
  private final DomainsModel model;
  private final ToggleButton trusted = EntryPanel.segment("Trusted", true);
  private final ToggleButton blocked = EntryPanel.segment("Blocked", false);

  ListSwitch(DomainsModel model) {
    this.model = model;
    model
        .listing()
        .addListener((_, _, now) -> (now == Listing.TRUSTED ? trusted : blocked).setSelected(true));
  }

  Node root() {
    trusted
        .textProperty()
        .bind(model.browse().trusted().map(n -> String.format("Trusted  %,d", n.longValue())));
    blocked
        .textProperty()
        .bind(model.browse().blocked().map(n -> String.format("Blocked  %,d", n.longValue())));
    trusted.setId("domains-trusted");
    blocked.setId("domains-blocked");
    SegmentedButton segments = new SegmentedButton(trusted, blocked);
    segments.setMinWidth(SegmentedButton.USE_PREF_SIZE);
    segments
        .getToggleGroup()
        .selectedToggleProperty()
        .addListener(
            (_, old, now) -> {
              if (now == null) {
                segments.getToggleGroup().selectToggle(old);
              } else {
                model.listing().set(trusted.isSelected() ? Listing.TRUSTED : Listing.BLOCKED);
              }
            });
    return segments;
  }
}
