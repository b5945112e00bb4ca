package org.postern.ui.quarantine;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.postern.mail.Inert;
import org.postern.quarantine.HeldMessage;
import org.postern.ui.Parts;
import org.postern.ui.Tag;
import org.postern.ui.Tone;

/** The right side: one message, its recipients, what it says, what can be done. FX thread only. */
final class DetailPane extends VBox {
  private static final double WIDE = 820;

  private final QuarantineModel model;
  private final RecipientRows.Acts rowActs;
  private final Label subject = Parts.paragraph("", "detail-subject");
  private final FlowPane facts = new FlowPane(14, 3);
  private final VBox recipients = new VBox();
  private final ScrollPane recipientScroll =
      new CappedScroll(recipients, () -> Math.max(130, getHeight() * 0.36));
  private final MessageTabs tabs;
  private final ActionBar actions;
  private final HBox panes = new HBox();
  private final VBox nothing;
  private final VBox message;
  private Optional<HeldItem> shown = Optional.empty();

  DetailPane(QuarantineModel model, RecipientRows.Acts rowActs, ActionBar actions, Saver saver) {
    this.model = model;
    this.rowActs = rowActs;
    this.actions = actions;
    tabs = new MessageTabs(model, saver);
    getStyleClass().add("detail");
    subject.setId("subject");
    subject.setMaxHeight(50);
    recipients.setId("recipients");
    recipients.getStyleClass().add("recipients");
    HBox card = new HBox(recipientScroll);
    HBox.setHgrow(recipientScroll, Priority.ALWAYS);
    card.getStyleClass().add("recipient-card");
    VBox head = new VBox(3, subject, facts);
    VBox top = new VBox(14, trouble(), head, card);
    top.getStyleClass().add("detail-top");
    VBox.setVgrow(tabs, Priority.ALWAYS);
    VBox.setVgrow(panes, Priority.ALWAYS);
    message = new VBox();
    Runnable lay = () -> lay(top, model.views().threePanes().get() && getWidth() >= WIDE);
    model.views().threePanes().addListener((_, _, _) -> lay.run());
    widthProperty().addListener((_, _, _) -> lay.run());
    lay.run();
    nothing = nothing();
    VBox.setVgrow(message, Priority.ALWAYS);
    VBox.setVgrow(nothing, Priority.ALWAYS);
    model.selected().addListener((_, _, now) -> show(now));
    model.hindsight().seen().addListener((_, _, _) -> show(model.selected().get()));
    show(model.selected().get());
  }

  /** Below each other, or side by side where there is room. */
  private void lay(VBox top, boolean beside) {
    if (!message.getChildren().isEmpty() && message.getChildren().contains(tabs) != beside) {
      return;
    }
    message.getChildren().clear();
    panes.getChildren().clear();
    if (beside) {
      top.minWidthProperty().bind(widthProperty().multiply(0.45));
      top.maxWidthProperty().bind(top.minWidthProperty());
      HBox.setHgrow(tabs, Priority.ALWAYS);
      tabs.setMinWidth(0);
      panes.getChildren().setAll(top, tabs);
      message.getChildren().setAll(panes, actions);
    } else {
      top.minWidthProperty().unbind();
      top.maxWidthProperty().unbind();
      top.setMinWidth(USE_COMPUTED_SIZE);
      top.setMaxWidth(Double.MAX_VALUE);
      message.getChildren().setAll(top, tabs, actions);
    }
  }

  MessageTabs tabs() {
    return tabs;
  }

  private Node trouble() {
    Label text = Parts.paragraph("");
    text.textProperty().bind(model.trouble());
    HBox banner = new HBox(new FontIcon("fth-cloud-off"), text);
    banner.getStyleClass().add("banner");
    banner.visibleProperty().bind(model.trouble().isNotEmpty());
    banner.managedProperty().bind(banner.visibleProperty());
    return banner;
  }

  private static VBox nothing() {
    FontIcon icon = new FontIcon("fth-mail");
    icon.getStyleClass().add("state-icon");
    VBox box = new VBox(icon, Parts.label("No message is chosen", "state-title"));
    box.getStyleClass().add("state");
    box.setAlignment(Pos.CENTER);
    return box;
  }

  private void show(Optional<HeldItem> item) {
    boolean same = item.map(HeldItem::key).equals(shown.map(HeldItem::key));
    shown = item;
    VBox now = item.isPresent() ? message : nothing;
    if (!getChildren().equals(List.of(now))) {
      getChildren().setAll(now); // even for the same node, everything in it would be styled anew
    }
    item.ifPresent(
        i -> {
          subject.setText(i.subject());
          facts.getChildren().setAll(Facts.of(i, model));
          recipients.getChildren().setAll(new RecipientRows(i, model, rowActs).rows());
          actions.show(i);
          if (!same) {
            recipientScroll.setVvalue(0);
          }
        });
  }

  /**
   * The line under the subject. Each fact is a node of its own, so that none can reorder another.
   */
  private static final class Facts {
    private Facts() {}

    static List<Node> of(HeldItem item, QuarantineModel model) {
      HeldMessage first = item.first();
      List<Node> facts = new java.util.ArrayList<>();
      facts.add(fact("Sent by", item.sender()));
      if (!said(first)) {
        facts.add(fact("Says it is from", Inert.brief(first.from(), 200)));
        facts.add(Tag.fact(Tone.BAD, "sender differs"));
      } else if (!first.from().equals(first.sender())) {
        facts.add(fact("From", Inert.brief(first.from(), 200)));
      }
      facts.add(fact("Dated", first.date().isBlank() ? "no date" : Inert.brief(first.date(), 60)));
      facts.add(fact("Held", Words.full(item.since(), model.zone())));
      if (first.gateway().isEmpty()) {
        facts.add(Tag.fact(Tone.HOLD, "no gateway vouches for this copy"));
      } else {
        facts.add(fact("By", Inert.brief(first.gateway(), 80) + " under serial " + first.serial()));
      }
      if (!first.place().isEmpty()) {
        facts.add(fact("In", first.place()));
      }
      facts.add(fact("Size", Words.size(first.size())));
      Marks marks = item.marks();
      marks
          .assigned()
          .ifPresent(
              name ->
                  facts.add(
                      fact(
                          "For",
                          Inert.brief(name, 60)
                              + (marks.note().isEmpty()
                                  ? ""
                                  : ": " + Inert.brief(marks.note(), 120)))));
      marks.tags().forEach(tag -> facts.add(Tag.fact(Tone.NEUTRAL, tag)));
      for (long number : marks.incidents()) {
        String title = model.team().incident(number).map(i -> ": " + i.title()).orElse("");
        facts.add(Tag.fact(Tone.ACCENT, "Incident " + number + Inert.brief(title, 60)));
      }
      return facts;
    }

    /** Whether the From header names the address that the envelope names. */
    private static boolean said(HeldMessage m) {
      return m.sender().isEmpty()
          || m.from().toLowerCase(Locale.ROOT).contains(m.sender().toLowerCase(Locale.ROOT));
    }

    private static Node fact(String name, String value) {
      Label what = Parts.label(name, "mute", "small");
      what.setMinWidth(USE_PREF_SIZE);
      Label is = Parts.label(value, "small");
      is.setMinWidth(0);
      HBox fact = new HBox(5, what, is);
      fact.setAlignment(Pos.BASELINE_LEFT);
      fact.setMaxWidth(460);
      return fact;
    }
  }
}
