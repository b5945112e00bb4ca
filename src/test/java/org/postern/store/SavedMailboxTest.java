package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.store.Settings.Mailbox;
import org.postern.store.Settings.Oauth;

/** Mailboxes in the settings: those of earlier versions, and what is secret in new ones. */
class SavedMailboxTest {
  private static final Mailbox OAUTH =
      new Mailbox(
          "Exchange",
          "outlook.example",
          993,
          Settings.Security.TLS,
          "held@mod.example",
          "",
          List.of("INBOX", "Held"),
          "",
          new Oauth(
              Oauth.Grant.REFRESH_TOKEN,
              "https://login.example/token",
              "postern",
              "hush-client",
              "hush-refresh",
              "scope",
              ""),
          9);

  @Test
  void oneMailboxWithOneFolder_asEarlierVersionsWroteIt_isRead() {
    Settings read =
        Json.read(
            """
            {"mailbox":{"host":"imap.example","port":993,"security":"TLS","user":"quarantine",
            "password":"hunter2","folder":"Held","trustedPem":""},"release":null,"gateways":[],
            "policyId":"postern","theme":"","window":null}""",
            Settings.class);
    assertThat(read.mailboxes())
        .containsExactly(
            new Mailbox(
                "imap.example", 993, Settings.Security.TLS, "quarantine", "hunter2", "Held", ""));
    assertThat(Json.read("{\"mailbox\":null,\"gateways\":[]}", Settings.class).mailboxes())
        .isEmpty();
  }

  @Test
  void severalMailboxes_comeBackAsTheyWere() {
    Settings settings = Settings.NONE.withMailboxes(List.of(OAUTH, OAUTH));
    assertThat(Json.read(Json.text(settings), Settings.class)).isEqualTo(settings);
    assertThat(settings.toString()).doesNotContain("hush");
  }

  @Test
  void secretsOfOauth_areSealedToTheOfficers(@TempDir Path dir) throws Exception {
    try (Store store = Store.open(dir, Enrolled.NOON)) {
      store.setup().change("x", s -> s.withMailboxes(List.of(OAUTH)));
      store.session().enrol(Enrolled.CARTER);
      store.session().signOut();
      Settings sealed = store.setup().settings();
      assertThat(sealed.isSealed()).isTrue();
      Oauth oauth = Objects.requireNonNull(sealed.mailboxes().getFirst().oauth());
      assertThat(List.of(oauth.clientSecret(), oauth.refreshToken()))
          .allMatch(s -> s.startsWith("sealed:"));
      store.session().signIn(Enrolled.CARTER);
      assertThat(store.setup().settings().mailboxes()).containsExactly(OAUTH);
    }
  }

  @Test
  void refreshTokenThatTookThePlaceOfAnother_isKept_andIsNobodysDecision(@TempDir Path dir)
      throws Exception {
    try (Store store = Store.open(dir, Enrolled.NOON)) {
      store.setup().change("x", s -> s.withMailboxes(List.of(OAUTH)));
      int before = store.journal().newest(1000).size();
      store
          .setup()
          .change("", s -> s.withRefreshToken("outlook.example", "held@mod.example", "hush-next"));
      Oauth oauth = Objects.requireNonNull(store.setup().settings().mailboxes().getFirst().oauth());
      assertThat(oauth.refreshToken()).isEqualTo("hush-next");
      assertThat(store.journal().newest(1000)).hasSize(before);
    }
  }
}
