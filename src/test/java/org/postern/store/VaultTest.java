package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.store.Enrolled.CARTER;
import static org.postern.store.Enrolled.LOWE;
import static org.postern.store.Enrolled.MALLORY;

import java.nio.file.Path;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.officer.Role;
import org.postern.store.Settings.Mailbox;
import org.postern.store.Settings.Security;

/** The mailbox's password, once officers are enrolled. */
class VaultTest {
  private static final Mailbox BOX =
      new Mailbox("imap.example", 993, Security.TLS, "quarantine", "hunter2", "INBOX", "");

  private static final Settings.Gateway RELAY =
      new Settings.Gateway(
          "relay-1.example",
          "sftp://relay-1.example/in",
          new GatewayAccess("u", "gate pw", "PRIVATE KEY", "", "SHA256:x", false));

  @TempDir Path dir;

  private static String password(Store store) throws StoreException {
    return store.setup().settings().mailboxes().getFirst().password();
  }

  @Test
  void password_isSealedByTheFirstOfficer_andOpenOnlyToWhoMayDecideOrAdminister() throws Exception {
    try (Store store = Store.open(dir, Enrolled.NOON)) {
      store.setup().change("x", s -> s.withMailbox(BOX));
      store.session().enrol(CARTER);
      assertThat(password(store)).isEqualTo("hunter2");
    }
    try (Enrolled officers = Enrolled.again(Engine.H2_FILE, dir)) {
      Store store = officers.store();
      assertThat(store.setup().settings().isSealed()).isTrue();
      assertThat(password(store)).startsWith("sealed:").doesNotContain("hunter2");
      store.session().signIn(CARTER);
      assertThat(store.setup().settings().isSealed()).isFalse();
      assertThat(password(store)).isEqualTo("hunter2");
      officers.add(LOWE, Role.EDITOR, Role.APPROVER);
      officers.add(MALLORY, Role.REVIEWER);
      store.session().signIn(LOWE);
      store.changes().approve(store.changes().waiting().getFirst().digest(), "");
      assertThat(password(store)).startsWith("sealed:");
      // Lowe cannot open it, so it is wrapped for Mallory when somebody comes who can.
      store.session().signIn(CARTER);
      store.session().signIn(MALLORY);
      assertThat(password(store)).isEqualTo("hunter2");
    }
  }

  @Test
  void whoPublishes_opensWhatBundlesAreHandedOverWith_andNoMore() throws Exception {
    try (Store store = Store.open(dir, Enrolled.NOON)) {
      store.setup().change("x", s -> s.withMailbox(BOX).withGateways(List.of(RELAY)));
      store.session().enrol(CARTER);
    }
    try (Enrolled officers = Enrolled.again(Engine.H2_FILE, dir)) {
      Store store = officers.store();
      store.session().signIn(CARTER);
      officers.add(LOWE, Role.EDITOR, Role.APPROVER);
      officers.add(MALLORY, Role.REVIEWER);
      store.session().signIn(LOWE);
      store.changes().approve(store.changes().waiting().getFirst().digest(), "");
      assertThat(password(store)).startsWith("sealed:");
      assertThat(store.setup().settings().gateways()).containsExactly(RELAY);
      // Who publishes can let others publish, and let nobody open the mailbox.
      store.setup().change("x", s -> s.withTheme("DARK"));
      store.session().signIn(MALLORY);
      assertThat(password(store)).startsWith("sealed:");
      store.session().signIn(CARTER);
      assertThat(password(store)).isEqualTo("hunter2");
      assertThat(store.setup().settings().gateways()).containsExactly(RELAY);
    }
  }

  @Test
  void whatSomebodyWithoutTheSecretChanges_leavesItAsItIs() throws Exception {
    try (Store store = Store.open(dir, Enrolled.NOON)) {
      store.session().enrol(CARTER);
      store.setup().change("x", s -> s.withMailbox(BOX).withGateways(List.of(RELAY)));
      store.session().signOut();
      assertThat(store.setup().settings().gateways().getFirst().access().isSealed()).isTrue();
      store.setup().change("x", s -> s.withTheme("DARK"));
      store.session().signIn(CARTER);
      assertThat(password(store)).isEqualTo("hunter2");
      assertThat(store.setup().settings().gateways()).containsExactly(RELAY);
      assertThat(store.setup().settings().theme()).isEqualTo("DARK");
      store.setup().change("x", s -> s.withPolicyId("other"));
    }
    DataFiles files = DataFiles.in(dir);
    H2 h2 = H2.open(files.database(), files.readKey());
    List<String> kept =
        Jdbi.create(h2.source())
            .withHandle(
                handle ->
                    handle.createQuery("select content from setting").mapTo(String.class).list());
    h2.close();
    // Under the seal of the directory's own key there is still no password to read.
    byte[] own = Secrets.derive(files.readKey(), "settings");
    assertThat(kept)
        .extracting(c -> Secrets.open(own, c))
        .noneMatch(c -> c.contains("hunter2") || c.contains("gate pw") || c.contains("PRIVATE"))
        .anyMatch(c -> c.contains("sealed:1:"));
  }
}
