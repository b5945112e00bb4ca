package org.postern.ui.quarantine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.postern.mail.Attachment;
import org.postern.mail.HeaderField;
import org.postern.mail.Inert;
import org.postern.mail.ReadMessage;
import org.postern.ui.Parts;

/** The five pages of an opened message. Everything in them is inert. FX thread only. */
final class Pages {
  private static final int TEXT = 200_000;
  private static final int SOURCE = 400_000;
  private final Saver saver;

  /** One for all messages: it follows what was looked up last. */
  private final StackPane history = new StackPane();

  private final Revealing pictures;

  /** Of the message that was drawn last. */
  private PicturePlaces places = new PicturePlaces(0, () -> {});

  Pages(Saver saver, QuarantineModel model) {
    this.saver = saver;
    this.pictures = model.pictures();
    pictures.state().addListener((_, _, now) -> places.show(now));
    history.setAlignment(Pos.CENTER_LEFT);
    model
        .hindsight()
        .seen()
        .subscribe(
            seen ->
                history
                    .getChildren()
                    .setAll(
                        seen.map(s -> HistoryCard.of(s, model.now(), model.zone()))
                            .orElseGet(HistoryCard::waiting)));
  }

  Node safe(Body.Shown shown) {
    ReadMessage message = shown.message();
    VBox page = new VBox(14);
    page.getStyleClass().add("safe-page");
    new FindingTags(message.findings()).node().ifPresent(page.getChildren()::add);
    page.getChildren().add(history);
    places = new PicturePlaces(message.pictures().size(), pictures::reveal);
    places.show(pictures.state().get());
    page.getChildren().addAll(places.bar(), new SafeView(saver::tell, places).node(message));
    if (!message.attachments().isEmpty()) {
      VBox files = new VBox(8);
      message
          .attachments()
          .forEach(a -> files.getChildren().add(new AttachmentRow(a, shown, saver).node()));
      page.getChildren().add(files);
    }
    return MessageTabs.scrolling(page);
  }

  Node plain(Body.Shown shown) {
    String text = shown.message().text();
    return text.isBlank()
        ? note("The message has no text that can be shown. Look at its parts and its source.")
        : area(text, TEXT, "The text is longer than is shown here; the rest is in the raw source.");
  }

  Node headers(Body.Shown shown) {
    String gateway = lines(shown.trace().fields());
    String message = lines(shown.message().headers());
    String text =
        (gateway.isEmpty()
                ? "No gateway wrote anything above this message.\n"
                : "Written by the gateway and the mailbox, not by the sender:\n\n" + gateway)
            + "\n\nReceived with the message; the sender may have written any of it:\n\n"
            + message;
    return MessageTabs.text(text, true);
  }

  private static String lines(List<HeaderField> fields) {
    return fields.stream()
        .map(f -> Inert.text(f.name()) + ": " + Inert.text(f.value()))
        .collect(Collectors.joining("\n"));
  }

  Node parts(Body.Shown shown) {
    ReadMessage message = shown.message();
    VBox page = new VBox(10);
    page.getStyleClass().add("safe-page");
    List<Attachment> all = new ArrayList<>(message.attachments());
    all.addAll(message.enclosed());
    if (all.isEmpty()) {
      page.getChildren().add(Parts.label("Nothing is attached.", "mute"));
    }
    all.forEach(a -> page.getChildren().add(new AttachmentRow(a, shown, saver).node()));
    String structure =
        message.parts().stream()
            .map(
                p ->
                    "  ".repeat((int) p.path().chars().filter(c -> c == '.').count())
                        + p.path()
                        + "  "
                        + Inert.brief(p.type(), 80)
                        + ", "
                        + Words.size(p.encodedSize())
                        + (p.enclosed() ? ", inside an attached message" : ""))
            .collect(Collectors.joining("\n"));
    page.getChildren().add(Parts.label("How the message is built", "medium"));
    page.getChildren().add(Parts.label(Inert.lines(structure), "mono", "small"));
    return MessageTabs.scrolling(page);
  }

  Node raw(Body.Shown shown) {
    byte[] bytes = shown.trace().message();
    Node area =
        area(
            decoded(bytes),
            SOURCE,
            "The source is longer than is shown here; save it to see the rest.");
    Label hash = Parts.label("SHA-256 " + shown.message().sha256(), "mono", "small", "mute");
    hash.setMinWidth(0);
    HBox.setHgrow(hash, Priority.ALWAYS);
    HBox line =
        new HBox(
            10,
            hash,
            Parts.spring(),
            Parts.compact("Copy hash", () -> copy(shown.message().sha256(), "hash")),
            Parts.compact(
                "Save…",
                () ->
                    saver.save(
                        shown.copy(),
                        "The file holds the message exactly as the gateway received it, with"
                            + " everything that may be dangerous in it. Do not open it with a mail"
                            + " program on this computer.",
                        "held-" + shown.copy().id().hex() + ".eml",
                        () -> bytes)));
    line.setAlignment(Pos.CENTER_LEFT);
    line.getStyleClass().add("page-line");
    VBox page = new VBox(line, area);
    VBox.setVgrow(area, Priority.ALWAYS);
    return page;
  }

  private static String decoded(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, ISO_8859_1);
    }
  }

  private static TextArea area(String text, int limit, String more) {
    boolean cut = text.length() > limit;
    String shown = cut ? text.substring(0, limit) : text;
    return MessageTabs.text(Inert.lines(shown) + (cut ? "\n\n[" + more + "]" : ""), true);
  }

  private static Node note(String text) {
    VBox page = new VBox(Parts.paragraph(text, "mute"));
    page.getStyleClass().add("safe-page");
    return page;
  }

  private void copy(String text, String what) {
    Parts.copy(text);
    saver.tell("Copied the " + what + ".");
  }
}
