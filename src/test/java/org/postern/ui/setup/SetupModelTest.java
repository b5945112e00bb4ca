package org.postern.ui.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.quarantine.Step;
import org.postern.store.Settings;
import org.postern.tls.ServerCertificate;
import org.postern.ui.DirectBackground;

class SetupModelTest {
  @TempDir Path directory;
  private final List<String> begun = new ArrayList<>();
  private final List<SetupAnswers> answers = new ArrayList<>();
  private final List<String> passphrases = new ArrayList<>();
  private boolean diskFull;
  private final SetupModel model =
      new SetupModel(
          new SetupModel.Begin() {
            @Override
            public void practice() throws IOException {
              if (diskFull) {
                throw new IOException("There is no room on the disk. Make some, then try again.");
              }
              begun.add("practice");
            }

            @Override
            public void own(SetupAnswers given) {
              begun.add("own");
              answers.add(given);
              passphrases.add(new String(given.passphrase()));
            }
          },
          new SetupDemo.Pretended(),
          new DirectBackground(),
          () -> begun.add("console"));

  @Test
  void practise_beginsAndShowsTheConsole() {
    model.practise();
    assertThat(begun).containsExactly("practice", "console");
  }

  @Test
  void practise_failing_saysWhyAndStays() {
    diskFull = true;
    model.practise();
    assertThat(begun).isEmpty();
    assertThat(model.problem().get()).contains("no room on the disk");
    assertThat(model.busy().get()).isEmpty();
  }

  @Test
  void finish_onlyTheName_isEnough() {
    model.fillIn();
    model.officer.value().set("  Maj. A. Carter ");
    model.finish();
    assertThat(begun).containsExactly("own", "console");
    SetupAnswers given = answers.getFirst();
    assertThat(given.officer()).isEqualTo("Maj. A. Carter");
    assertThat(given.passphrase()).isEmpty();
    assertThat(given.mailboxes()).isEmpty();
    assertThat(given.release()).isNull();
    assertThat(given.gateways()).isEmpty();
  }

  @Test
  void finish_withoutName_orWithTwoPassphrases_savesNothing() {
    model.fillIn();
    model.passphrase.value().set("correct horse battery");
    model.repeat.value().set("correct horse batery");
    model.finish();
    assertThat(begun).isEmpty();
    assertThat(model.officer.problem().get()).contains("name is needed");
    assertThat(model.repeat.problem().get()).contains("not the same");
    model.officer.value().set("Maj. A. Carter");
    assertThat(model.officer.problem().get()).isEmpty(); // taken back as soon as it is right
    model.repeat.value().set("correct horse battery");
    model.finish();
    assertThat(passphrases).containsExactly("correct horse battery");
    assertThat(answers.getFirst().passphrase()).containsOnly('\0');
  }

  @Test
  void finish_halfAServer_asksForTheRest_andReadsWhatIsThere() throws Exception {
    model.officer.value().set("Maj. A. Carter");
    DoorForm box = model.form.mailbox;
    box.host.value().set("imap.mod.example");
    box.port.value().set("99999");
    model.finish();
    assertThat(box.user.problem().get()).isNotEmpty();
    assertThat(box.port.problem().get()).contains("65535");
    box.user.value().set("quarantine");
    box.port.value().set("993");
    box.password.value().set("secret");
    Path folder = Files.createDirectory(directory.resolve("relay-1"));
    GatewayForm gateway = model.form.gateways.getFirst();
    gateway.name.value().set("Relay-1.mod.example");
    gateway.folder.value().set(directory.resolve("nowhere").toString());
    model.finish();
    assertThat(gateway.name.problem().get()).contains("lower case");
    gateway.name.value().set("relay-1.mod.example");
    model.finish();
    assertThat(gateway.folder.problem().get()).contains("no such folder");
    assertThat(begun).isEmpty();
    gateway.folder.value().set(folder.toString());
    model.finish();
    assertThat(answers.getFirst().mailboxes().getFirst().password()).isEqualTo("secret");
    assertThat(answers.getFirst().gateways())
        .containsExactly(new Settings.Gateway("relay-1.mod.example", folder.toString()));
  }

  @Test
  void finish_certificateThatIsNone_saysSoAtTheField() throws Exception {
    model.officer.value().set("Maj. A. Carter");
    DoorForm gate = model.form.release;
    gate.host.value().set("relay-1.mod.example");
    Path file = Files.writeString(directory.resolve("console.p12"), "not a certificate");
    gate.certificateFile.value().set(file.toString());
    model.finish();
    assertThat(begun).isEmpty();
    assertThat(gate.certificateFile.problem().get()).contains("not a PKCS#12 file");
  }

  @Test
  void security_changesTheUsualPort_butNotOneThatWasTyped() {
    DoorForm box = model.form.mailbox;
    box.security.set(Settings.Security.STARTTLS);
    assertThat(box.port.text()).isEqualTo("143");
    box.port.value().set("10143");
    box.security.set(Settings.Security.TLS);
    assertThat(box.port.text()).isEqualTo("10143");
  }

  @Test
  void test_tellsWhichStepFailed_andForgetsItWhenSomethingIsTyped() {
    DoorForm box = model.form.mailbox;
    model.form.test(box);
    assertThat(box.host.problem().get()).isNotEmpty(); // nothing to try yet
    box.host.value().set("imap.mod.example");
    box.user.value().set("quarantine");
    model.form.test(box);
    assertThat(model.form.trial(box).get())
        .isInstanceOfSatisfying(
            SetupForm.Trial.Done.class,
            done ->
                assertThat(done.result().failed().orElseThrow().step()).isEqualTo(Step.SIGN_IN));
    box.password.value().set("secret");
    assertThat(model.form.trial(box).get()).isInstanceOf(SetupForm.Trial.Untried.class);
    model.form.test(box);
    assertThat(model.form.trial(box).get())
        .isInstanceOfSatisfying(
            SetupForm.Trial.Done.class, done -> assertThat(done.result().works()).isTrue());
  }

  @Test
  void certificate_isTrustedOnlyByChoice_andThenExactlyThatOne() throws Exception {
    model.officer.value().set("Maj. A. Carter");
    DoorForm gate = model.form.release;
    gate.host.value().set("relay-1.mod.example");
    model.form.test(gate);
    ServerCertificate shown =
        ((SetupForm.Trial.Done) gate.trial.get()).result().certificate().orElseThrow();
    assertThat(Objects.requireNonNull(gate.reader().release()).trustedPem())
        .isEmpty(); // a test changes nothing
    model.form.pin(gate, shown);
    assertThat(Objects.requireNonNull(gate.reader().release()).trustedPem()).isEqualTo(shown.pem());
    // It was tried again with that, and the next certificate is an alarm.
    assertThat(
            ((SetupForm.Trial.Done) gate.trial.get())
                .result()
                .certificate()
                .orElseThrow()
                .changed())
        .isTrue();
  }

  @Test
  void severalMailboxes_andFolders_areSaved_oneByOneWithItsOwnWayIn() throws Exception {
    model.officer.value().set("Maj. A. Carter");
    DoorForm box = model.form.mailbox;
    box.host.value().set("imap.mod.example");
    box.user.value().set("quarantine");
    box.password.value().set("secret");
    box.folder.value().set("INBOX, Held/Lookalike,");
    model.form.addMailbox();
    DoorForm other = model.form.more.getFirst();
    other.host.value().set("outlook.office365.com");
    other.user.value().set("held@mod.example");
    other.oauth.way.set(OauthForm.Way.CLIENT);
    other.oauth.clientId.value().set("postern");
    other.oauth.endpoint.value().set("http://login.example/token");
    model.finish();
    assertThat(other.oauth.endpoint.problem().get()).contains("https://");
    other.oauth.endpoint.value().set("https://login.example/token");
    other.oauth.clientSecret.value().set("hush");
    other.idle.value().set("29");
    model.finish();
    assertThat(other.idle.problem().get()).contains("1 to 28");
    other.idle.value().set("9");
    model.finish();
    List<Settings.Mailbox> saved = answers.getFirst().mailboxes();
    assertThat(saved).hasSize(2);
    assertThat(saved.getFirst().folders()).containsExactly("INBOX", "Held/Lookalike");
    assertThat(saved.getLast().idleMinutes()).isEqualTo(9);
    Settings.Oauth oauth = Objects.requireNonNull(saved.getLast().oauth());
    assertThat(oauth.clientSecret()).isEqualTo("hush");
    assertThat(oauth.toString()).doesNotContain("hush");
  }
}
