package org.postern.ui.domains;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.policy.Listing;
import org.postern.ui.Parts;

/** Ends that come soon or have come, so that nothing lapses unseen. FX thread only. */
final class EndingBanner {
  private final DomainsModel model;
  private final HBox root;
  private final Label text = Parts.paragraph("");

  /**
   * @param first puts the entries that end first at the top
   */
  EndingBanner(DomainsModel model, Runnable first) {
    this.model = model;
    root = banner("fth-clock", text);
    root.getChildren().add(Parts.link("Show them first", first));
    model.browse().ending().addListener((javafx.beans.Observable _) -> count());
    model.listing().addListener((javafx.beans.Observable _) -> count());
    count();
  }

  Node root() {
    return root;
  }

  static HBox banner(String icon, Label text) {
    HBox banner = new HBox(new FontIcon(icon), text);
    banner.getStyleClass().add("banner");
    HBox.setHgrow(text, Priority.ALWAYS);
    text.setMaxWidth(Double.MAX_VALUE);
    return banner;
  }

  private void count() {
    BrowseModel.Ending now = model.browse().ending().get();
    text.setText(ending(now.soon(), now.over()));
    root.setVisible(now.soon() + now.over() > 0);
    root.setManaged(now.soon() + now.over() > 0);
  }

  private String ending(long soon, long over) {
    boolean trusting = model.listing().get() == Listing.TRUSTED;
    String past =
        over == 0
            ? ""
            : Wording.entries(over)
                + (trusting ? " ended: mail is judged as if " : " passed the last day and still ")
                + (trusting
                    ? (over == 1 ? "it were" : "they were") + " not there. "
                    : (over == 1 ? "blocks. " : "block. "));
    String coming =
        soon == 0
            ? ""
            : Wording.entries(soon) + (soon == 1 ? " ends" : " end") + " within 30 days.";
    return (past + coming).strip();
  }
}
