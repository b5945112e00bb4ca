package org.postern.ui.quarantine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.MovedClock;
import org.postern.store.Journal;
import org.postern.ui.DirectBackground;
import org.postern.ui.Status;

/** The next message is at hand before it is asked for, and on record only when it is opened. */
@Timeout(60)
class AheadTest {
  @TempDir Path dir;
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-22T09:30:00Z"));
  private PracticeBox box;
  private QuarantineModel model;

  @BeforeEach
  void start() throws Exception {
    box = new PracticeBox(dir, clock);
    for (int i = 0; i < 4; i++) {
      String text = i == 3 ? "long ".repeat(300_000) : "body";
      box.hold(
          "reed@mod.example",
          "a@army.ml",
          clock.instant().minusSeconds(60 * i + 60),
          ("From: Reed <reed@mod.example>\r\nSubject: no "
                  + i
                  + "\r\nMessage-ID: <"
                  + i
                  + "@mod.example>\r\n\r\n"
                  + text
                  + " "
                  + i
                  + "\r\n")
              .getBytes(UTF_8));
    }
    model = new QuarantineModel(box.access(), new DirectBackground(), new Status());
    model.start();
  }

  @AfterEach
  void stop() throws Exception {
    model.close();
    box.close();
  }

  private List<String> opened() throws Exception {
    return box.store.journal().newest(20).stream()
        .map(Journal.Act::act)
        .filter("message.opened"::equals)
        .toList();
  }

  private String text() {
    return model.body().get() instanceof Body.Shown shown ? shown.message().text().strip() : "";
  }

  @Test
  void whoReads_hasTheNextAtHand_evenWithoutTheMailbox() throws Exception {
    model.open();
    assertThat(text()).isEqualTo("body 0");
    box.mail.getImap().stopService();
    model.move(1);
    assertThat(model.body().get()).isInstanceOf(Body.Hidden.class);
    assertThat(opened()).hasSize(1);
    model.open();
    assertThat(text()).isEqualTo("body 1");
    assertThat(opened()).hasSize(2);
    model.move(1);
    model.open();
    assertThat(model.body().get()).isInstanceOf(Body.Failed.class);
  }

  @Test
  void whoOnlyLooksAtTheList_hasNothingReadForThem() throws Exception {
    model.move(1);
    model.move(1);
    box.mail.getImap().stopService();
    model.open();
    assertThat(model.body().get()).isInstanceOf(Body.Failed.class);
  }

  @Test
  void largeMessage_isFetchedWhenItIsOpened() throws Exception {
    model.move(2);
    model.open();
    box.mail.getImap().stopService();
    model.move(1);
    model.open();
    assertThat(model.body().get()).isInstanceOf(Body.Failed.class);
  }

  @Test
  void anotherOfficer_findsNothingAtHand() throws Exception {
    model.open();
    model.officerChanged();
    box.mail.getImap().stopService();
    model.move(1);
    model.open();
    assertThat(model.body().get()).isInstanceOf(Body.Failed.class);
  }
}
