package org.postern.ui.quarantine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.VBox;
import org.postern.mail.Inert;
import org.postern.policy.DomainName;
import org.postern.policy.EmailAddress;
import org.postern.policy.Listing;
import org.postern.policy.Parsed;
import org.postern.policy.Policy;
import org.postern.quarantine.HeldMessage;
import org.postern.store.Decisions.Act;
import org.postern.ui.Overlay;
import org.postern.ui.Parts;

/** Asks about many messages at once, and for an entry of the lists. FX thread only. */
final class Sheets {
  private static final double WIDTH = 600;
  private static final int NAMED = 200;

  private Sheets() {}

  /** What a sheet is about, safe to show. */
  static String about(List<HeldItem> items) {
    return items.size() == 1
        ? Inert.brief(items.getFirst().subject(), 50)
        : Words.count(items.size(), "message");
  }

  /** Rejects many, or releases as typed those that the lists let pass. */
  static void many(
      Overlay overlay, QuarantineModel model, Act act, List<HeldItem> items, Policy policy) {
    List<HeldMessage> copies = new ArrayList<>();
    List<String> not = new ArrayList<>();
    for (HeldMessage copy : Bulk.open(items)) {
      Optional<String> against = act == Act.RELEASE ? Bulk.against(copy, policy) : Optional.empty();
      against.ifPresentOrElse(not::add, () -> copies.add(copy));
    }
    Reason reason = new Reason(act);
    ReasonBox box = new ReasonBox(reason);
    VBox content = new VBox(12, Parts.paragraph(what(act, copies.size(), not.size())));
    if (!not.isEmpty()) {
      TextArea list = readOnly(not);
      list.setId("bulk-not");
      content.getChildren().add(Parts.named("These do not pass, and stay held", list));
    }
    Label missing = Parts.label("", "small", "mute");
    missing
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () -> copies.isEmpty() ? "" : reason.missing(), reason.code(), reason.note()));
    content.getChildren().addAll(box.node(), missing);
    content.setPrefWidth(WIDTH);
    content.setMaxWidth(WIDTH);
    Look.dressed(content);
    Overlay.Opened[] opened = new Overlay.Opened[1];
    Runnable go =
        () -> {
          opened[0].close();
          model.decideAll(act, copies, reason.why());
        };
    String count = Words.number(copies.size()) + (copies.size() == 1 ? " copy" : " copies");
    Button decide =
        act == Act.REJECT
            ? Parts.danger("Reject " + count, "Enter", go)
            : Parts.danger("Release " + count, null, go);
    decide.setId("decide");
    if (act == Act.REJECT) {
      decide.setDefaultButton(true);
      box.onEnter(decide::fire);
    }
    decide
        .disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> copies.isEmpty() || !reason.missing().isEmpty(),
                reason.code(),
                reason.note()));
    opened[0] =
        overlay.sheet(
            (act == Act.REJECT ? "Reject " : "Release as typed ")
                + Words.count(items.size(), "message"),
            content,
            List.of(Parts.button("Cancel", "Esc", () -> opened[0].close()), decide));
    box.focus();
  }

  private static String what(Act act, int copies, int not) {
    if (act == Act.REJECT) {
      return "Nothing is sent, and the senders are not told. Each copy is decided and recorded for"
          + " itself and moves to the folder “Rejected” of the mailbox.";
    }
    if (copies == 0) {
      return "The lists hold all of them now, so none can be released together with others. Decide"
          + " about each for itself.";
    }
    return "Each goes to its recipient as typed, and is decided and recorded for itself."
        + (not == 0 ? "" : " Only what the lists let pass today goes.");
  }

  static TextArea readOnly(List<String> lines) {
    String more = lines.size() > NAMED ? "\n… and " + (lines.size() - NAMED) + " more" : "";
    TextArea area =
        new TextArea(String.join("\n", lines.subList(0, Math.min(NAMED, lines.size()))) + more);
    area.setEditable(false);
    area.setWrapText(true);
    area.setPrefRowCount(6);
    area.getStyleClass().addAll("field", "small");
    return area;
  }

  /** What was not done, in full. */
  static void failed(Overlay overlay, Bulk.Progress progress) {
    TextArea area = readOnly(progress.failed());
    area.setId("bulk-failed");
    VBox content =
        new VBox(
            10,
            Parts.paragraph(
                Words.number(progress.good())
                    + " of "
                    + Words.number(progress.all())
                    + " were done."),
            area);
    content.setPrefWidth(WIDTH);
    Overlay.Opened[] opened = new Overlay.Opened[1];
    Button close = Parts.primary("Close", null, () -> opened[0].close());
    close.setDefaultButton(true);
    opened[0] = overlay.sheet("What was not done", content, List.of(close));
  }

  /** Leads to the lists with the domain that was typed. */
  static void list(Overlay overlay, HeldItem item, BiConsumer<Listing, String> propose) {
    String address = item.recipients().getFirst().address();
    Parsed<EmailAddress> read = EmailAddress.parse(address);
    if (!(read instanceof Parsed.Ok<EmailAddress>(EmailAddress typed))) {
      overlay.toast("This is not an address that the lists can name.");
      return;
    }
    DomainName domain = typed.domain();
    Overlay.Opened[] opened = new Overlay.Opened[1];
    VBox content =
        new VBox(
            10,
            Parts.address(domain.display()),
            Parts.paragraph(
                "The entry is prepared under Domains, where you give its reason. Nothing changes"
                    + " before it is in force there."));
    content.setPrefWidth(460);
    Button cancel = Parts.button("Cancel", "Esc", () -> opened[0].close());
    Button trust =
        Parts.button(
            "Trust it…",
            null,
            () -> {
              opened[0].close();
              propose.accept(Listing.TRUSTED, domain.ascii());
            });
    trust.setId("list-trust");
    Button block =
        Parts.danger(
            "Block it…",
            null,
            () -> {
              opened[0].close();
              propose.accept(Listing.BLOCKED, domain.ascii());
            });
    block.setId("list-block");
    opened[0] =
        overlay.sheet("Put the typed domain on a list", content, List.of(cancel, trust, block));
  }
}
