package org.postern.ui.quarantine;

import java.util.Map;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.postern.mail.MailReader;
import org.postern.mail.Picture;
import org.postern.officer.Right;
import org.postern.store.StoreException;
import org.postern.ui.Background;

/**
 * Draws the attached pictures of the opened message when an officer asks for it, each time anew:
 * they are covered again as soon as another message is chosen, and nothing of them is kept. FX
 * thread only.
 */
final class Revealing {
  private static final String JOB = "quarantine.pictures";

  private final Access access;
  private final Background background;
  private final ReadOnlyObjectProperty<Body> body;
  private final MailReader reader;
  private final ReadOnlyObjectWrapper<Revealed> state =
      new ReadOnlyObjectWrapper<>(new Revealed.Covered());

  Revealing(
      Access access, Background background, ReadOnlyObjectProperty<Body> body, MailReader reader) {
    this.access = access;
    this.background = background;
    this.body = body;
    this.reader = reader;
    body.addListener((_, _, _) -> cover());
  }

  ReadOnlyObjectProperty<Revealed> state() {
    return state.getReadOnlyProperty();
  }

  private void cover() {
    background.cancel(JOB);
    state.set(new Revealed.Covered());
  }

  /**
   * Draws the pictures of the message that is open. Who asked is taken down before a byte of them
   * is unpacked; if that fails, nothing is.
   */
  void reveal() {
    if (!(body.get() instanceof Body.Shown shown)
        || shown.message().pictures().isEmpty()
        || state.get() instanceof Revealed.Drawing
        || state.get() instanceof Revealed.Open) {
      return;
    }
    state.set(new Revealed.Drawing());
    String officer = access.officer().get();
    background.run(
        Background.Job.newest(JOB),
        () -> draw(shown, officer),
        found -> state.set(new Revealed.Open(found)),
        e -> state.set(new Revealed.Failed(Words.failure(e))));
  }

  private Map<String, Picture> draw(Body.Shown shown, String officer) throws StoreException {
    access
        .journal()
        .note(
            Right.READ_MAIL,
            officer,
            "message.pictures",
            shown.copy().id().hex() + " " + shown.copy().recipient(),
            Map.of(
                "sha256", shown.message().sha256(), "pictures", shown.message().pictures().size()));
    return reader.pictures(shown.trace().message(), shown.message());
  }
}
