package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.officer.Right;
import org.postern.store.Settings.Gateway;
import org.postern.store.Settings.Mailbox;
import org.postern.store.Settings.Security;

/** Settings, publications and the journal. */
@OnEveryEngine
class RecordsTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final Engine engine;
  @TempDir Path dir;
  private Store store;

  RecordsTest(Engine engine) {
    this.engine = engine;
  }

  @BeforeEach
  void open() throws Exception {
    store = engine.open(dir, Clock.fixed(NOON, ZoneOffset.UTC));
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  @Test
  void settings_come_back_and_the_password_stands_nowhere_in_clear() throws Exception {
    engine.requireLasting();
    Mailbox mailbox =
        new Mailbox("mx.example", 993, Security.TLS, "box", "GEHEIM-4711-GEHEIM", "Held", "");
    Settings saved =
        store
            .setup()
            .change(
                "major",
                s -> s.withMailbox(mailbox).withGateways(List.of(new Gateway("relay", "/srv/in"))));
    assertThat(saved.toString()).doesNotContain("GEHEIM");
    store.close();
    try (var files = Files.list(dir)) {
      for (Path file : files.toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain("GEHEIM")
            .doesNotContain("G\0E\0H\0E\0I\0M");
      }
    }
    if (engine == Engine.POSTGRESQL) {
      assertThat(Engine.texts(dir, "select content from setting"))
          .isNotEmpty()
          .noneMatch(text -> text.contains("GEHEIM") || text.contains("mx.example"));
    }
    open();
    assertThat(store.setup().settings()).isEqualTo(saved);
    assertThat(store.journal().newest(1).getFirst().subject()).isEqualTo("gateways, mailbox");
    assertThat(store.journal().newest(1).getFirst().details()).isEqualTo("{}");
  }

  @Test
  void settings_are_changed_on_top_of_each_other() throws Exception {
    store.setup().change("major", s -> s.withTheme("dark"));
    store.setup().change("major", s -> s.withPolicyId("mod"));
    assertThat(store.setup().settings())
        .isEqualTo(Settings.NONE.withTheme("dark").withPolicyId("mod"));
  }

  @Test
  void bundle_is_recorded_once_and_gathers_signers() throws Exception {
    Publications publications = store.publications();
    var made = publications.made(41, "mod", "sha256:aa", "/b/p.postern", List.of("a"), "major");
    assertThat(publications.made(41, "mod", "sha256:aa", "/b/p.postern", List.of("a"), "x"))
        .isEqualTo(made);
    var both =
        publications.made(41, "mod", "sha256:aa", "/b/p.postern", List.of("a", "b"), "colonel");
    assertThat(both.signers()).containsExactly("a", "b");
    assertThat(both.madeBy()).isEqualTo("major");
    assertThat(publications.newest(10)).containsExactly(both);
    var parcel = new Deliveries.Parcel("sha256:aa", "p.postern", "/b/p.postern", "", 1, "");
    store.deliveries().queue(parcel, "relay", "/srv/in", "major");
    store
        .deliveries()
        .delivered(store.deliveries().take("sha256:aa", "relay", false).orElseThrow());
    assertThat(publications.handovers("sha256:aa"))
        .containsExactly(new Publications.Handover("sha256:aa", "relay", "/srv/in", NOON, "major"));
    assertThat(store.journal().newest(10))
        .extracting(Journal.Act::act)
        .containsExactly("delivery.delivered", "delivery.queued", "bundle.signed", "bundle.made");
  }

  @Test
  void journal_records_hang_together() throws Exception {
    store.journal().append(Right.LOOK, "major", "mail.read", "a1b2", Map.of("why", "review"));
    store.journal().append(Right.LOOK, "major", "mail.read", "nul \0 here", Map.of("b", 2, "a", 1));
    var acts = store.journal().newest(10);
    assertThat(acts).extracting(Journal.Act::seq).containsExactly(2L, 1L);
    assertThat(acts.get(0).details()).isEqualTo("{\"a\":1,\"b\":2}");
    assertThat(acts.get(0).subject()).isEqualTo("nul \uFFFD here");
    assertThat(acts.get(0).prevHash()).isEqualTo(acts.get(1).hash());
    assertThat(acts.get(1).prevHash()).isEqualTo(Journal.START);
    for (var act : acts) {
      assertThat(act.hash())
          .isEqualTo(
              Journal.hash(
                  act.prevHash(),
                  new Journal.Body(
                      act.seq(),
                      act.at(),
                      act.officer(),
                      act.act(),
                      act.subject(),
                      act.details(),
                      null,
                      0)));
    }
  }

  @Test
  void secret_is_the_same_again_and_another_for_another_purpose() throws Exception {
    engine.requireLasting();
    byte[] keys = store.secret("keys");
    assertThat(keys).hasSize(32).isNotEqualTo(store.secret("mail"));
    store.close();
    open();
    assertThat(store.secret("keys")).isEqualTo(keys);
  }
}
