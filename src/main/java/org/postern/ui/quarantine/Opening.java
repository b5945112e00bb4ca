package org.postern.ui.quarantine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.postern.mail.Inert;
import org.postern.mail.MailReader;
import org.postern.mail.ReadMessage;
import org.postern.officer.Right;
import org.postern.quarantine.HeldMessage;
import org.postern.store.StoreException;
import org.postern.ui.Background;

/** The text of the chosen message, hidden until it is opened. FX thread only. */
final class Opening {
  private static final String JOB = "quarantine.open";
  private static final int KEPT = 4;

  private final Access access;
  private final Background background;
  private final Contact contact;
  private final Browse browse;
  private final MailReader reader = new MailReader();
  private final Ahead ahead;
  private final ReadOnlyObjectWrapper<Body> body = new ReadOnlyObjectWrapper<>(new Body.Hidden());

  /** The last few opened messages, so that coming back to one shows it again. */
  private final Map<String, Body.Shown> opened = new LinkedHashMap<>();

  private final Revealing pictures;

  Opening(Access access, Background background, Contact contact, Browse browse) {
    this.pictures = new Revealing(access, background, body.getReadOnlyProperty(), reader);
    this.access = access;
    this.background = background;
    this.contact = contact;
    this.browse = browse;
    this.ahead =
        new Ahead(access, background, contact, browse, reader, i -> opened.containsKey(i.key()));
    browse
        .selected()
        .addListener(
            (_, was, now) -> {
              if (!was.map(HeldItem::key).equals(now.map(HeldItem::key))) {
                body.set(now.<Body>map(i -> opened.get(i.key())).orElseGet(Body.Hidden::new));
              }
            });
  }

  ReadOnlyObjectProperty<Body> body() {
    return body.getReadOnlyProperty();
  }

  /** The attached pictures of the message that is open. */
  Revealing pictures() {
    return pictures;
  }

  /** Closes what was opened, and what is being opened. */
  void forget() {
    background.cancel(JOB);
    opened.clear();
    ahead.forget();
  }

  /**
   * Fetches, reads and shows the chosen message. Who opened it is taken down before it is shown; if
   * that fails, it is not.
   */
  void open() {
    HeldItem item = browse.selected().get().orElse(null);
    Access.Connection box = contact.connection().orElse(null);
    if (item == null || box == null || body.get() instanceof Body.Shown) {
      return;
    }
    body.set(new Body.Reading());
    String officer = access.officer().get();
    HeldMessage copy = item.first();
    Optional<Ahead.Read> ready = ahead.take(copy);
    Background.Job job = Background.Job.newest(JOB);
    background.run(
        ready.isPresent() ? job : job.on(Deciding.LANE), // the mailbox is asked only if need be
        () ->
            recorded(
                copy,
                ready.isPresent() ? ahead.checked(ready.get()) : ahead.read(box, copy),
                officer),
        shown -> {
          opened.put(item.key(), shown);
          if (opened.size() > KEPT) {
            opened.remove(opened.keySet().iterator().next());
          }
          show(item, shown);
          ahead.begin();
        },
        e -> show(item, new Body.Failed(Words.failure(e))));
  }

  private void show(HeldItem item, Body what) {
    if (browse.selected().get().map(HeldItem::key).equals(Optional.of(item.key()))) {
      body.set(what);
    }
  }

  private Body.Shown recorded(HeldMessage copy, Ahead.Read read, String officer)
      throws StoreException {
    ReadMessage message = read.message();
    access
        .journal()
        .note(
            Right.READ_MAIL,
            officer,
            "message.opened",
            copy.id().hex() + " " + copy.recipient(),
            Map.of(
                "sha256",
                message.sha256(),
                "size",
                message.size(),
                "history",
                Inert.brief(copy.sender(), 320)));
    return new Body.Shown(copy, message, read.trace(), access.clock().instant());
  }
}
