package org.postern.ui.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.SimpleObjectProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.store.GatewayAccess;
import org.postern.store.Settings;
import org.postern.store.Store;
import org.postern.ui.DirectBackground;
import org.postern.ui.Theme;

@SuppressWarnings("NullAway.Init") // set before each test
class SettingsModelTest {
  @TempDir Path directory;
  private Store store;
  private SettingsModel model;
  private final List<String> told = new ArrayList<>();
  private final SimpleObjectProperty<Theme.Appearance> look =
      new SimpleObjectProperty<>(Theme.Appearance.SYSTEM);

  @BeforeEach
  void open() throws Exception {
    store = Store.open(directory.resolve("data"), Clock.systemUTC());
    model =
        new SettingsModel(
            store.setup(),
            new SetupDemo.Roster(),
            () -> "Maj. A. Carter",
            new SetupDemo.Pretended(),
            new DirectBackground(),
            look,
            told::add,
            () -> told.add("changed"));
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private Settings saved() throws Exception {
    return store.setup().settings();
  }

  @Test
  void save_keepsThePasswordThatIsNotTypedAgain() throws Exception {
    model.start();
    DoorForm box = model.form.mailbox;
    box.host.value().set("imap.mod.example");
    box.user.value().set("quarantine");
    box.password.value().set("secret");
    model.save();
    assertThat(told).containsExactly("Settings saved.", "changed");
    assertThat(box.password.value().get()).isEmpty(); // never shown again
    box.host.value().set("imap-2.mod.example");
    model.save();
    Settings.Mailbox mailbox = saved().mailboxes().getFirst();
    assertThat(mailbox.host()).isEqualTo("imap-2.mod.example");
    assertThat(mailbox.password()).isEqualTo("secret");
  }

  @Test
  void save_wrongPort_savesNothing() throws Exception {
    model.start();
    model.form.mailbox.host.value().set("imap.mod.example");
    model.form.mailbox.user.value().set("quarantine");
    model.form.mailbox.port.value().set("imap");
    model.save();
    assertThat(model.problem().get()).contains("Nothing was saved");
    assertThat(saved()).isEqualTo(Settings.NONE);
    model.load();
    assertThat(model.form.mailbox.later()).isTrue();
  }

  @Test
  void save_gatewayTwice_isRefused_once_isSaved() throws Exception {
    String folder = Files.createDirectory(directory.resolve("relay-1")).toString();
    model.start();
    model.form.addGateway();
    for (GatewayForm gateway : model.form.gateways) {
      gateway.name.value().set("relay-1.mod.example");
      gateway.folder.value().set(folder);
    }
    model.save();
    assertThat(model.form.gateways.getLast().name.problem().get()).contains("already");
    assertThat(saved().gateways()).isEmpty();
    model.form.removeGateway(model.form.gateways.getLast());
    model.save();
    assertThat(saved().gateways())
        .containsExactly(new Settings.Gateway("relay-1.mod.example", folder));
  }

  @Test
  void gatewayBySftp_keepsItsPassword_butNotForAnotherKindOfPlace() throws Exception {
    model.start();
    GatewayForm gateway = model.form.gateways.getFirst();
    gateway.name.value().set("relay-1.mod.example");
    gateway.folder.value().set("sftp://relay-1.mod.example/srv/in");
    model.save();
    assertThat(gateway.user.problem().get()).contains("signs in");
    gateway.user.value().set("postern");
    gateway.secret.value().set("hunter2");
    gateway.hostKey.value().set("SHA256:abc");
    model.save();
    assertThat(gateway.hostKey.problem().get()).contains("ssh-keygen");
    gateway.hostKey.value().set("SHA256:" + "a".repeat(43));
    model.save();
    GatewayAccess access =
        new GatewayAccess("postern", "hunter2", "", "", "SHA256:" + "a".repeat(43), false);
    assertThat(saved().gateways())
        .containsExactly(
            new Settings.Gateway(
                "relay-1.mod.example", "sftp://relay-1.mod.example/srv/in", access));
    assertThat(saved().toString()).doesNotContain("hunter2");
    gateway = model.form.gateways.getFirst();
    assertThat(gateway.secret.value().get()).isEmpty(); // never shown again
    gateway.folder.value().set("sftp://relay-1.mod.example/srv/incoming");
    model.save();
    assertThat(saved().gateways().getFirst().access()).isEqualTo(access);
    gateway = model.form.gateways.getFirst();
    gateway.folder.value().set("https://relay-1.mod.example/in");
    model.save();
    assertThat(saved().gateways().getFirst().access()).isEqualTo(GatewayAccess.NONE);
  }

  @Test
  void testDelivery_saysWhichStepFailed_andWhatIsTypedLaterIsUntried() throws Exception {
    model.start();
    GatewayForm gateway = model.form.gateways.getFirst();
    model.form.test(gateway);
    assertThat(gateway.folder.problem().get()).contains("where its bundles go");
    gateway.name.value().set("relay-1.mod.example");
    gateway.folder.value().set("https://127.0.0.1:9/in");
    model.form.test(gateway);
    assertThat(gateway.tested.get())
        .isInstanceOfSatisfying(
            GatewayForm.Tested.Done.class,
            done -> {
              assertThat(done.trial().works()).isFalse();
              assertThat(done.trial().text()).contains("cannot be reached");
            });
    gateway.folder.value().set(directory.toString());
    assertThat(gateway.tested.get()).isEqualTo(new GatewayForm.Tested.Untried());
    model.form.test(gateway);
    assertThat(gateway.tested.get())
        .isInstanceOfSatisfying(
            GatewayForm.Tested.Done.class, done -> assertThat(done.trial().works()).isTrue());
  }

  @Test
  void monthsOfTrust_areTwelve_untilSomebodySaysOtherwise() throws Exception {
    model.start();
    assertThat(model.trustMonths.text()).isEqualTo("12");
    model.trustMonths.value().set("a year");
    model.save();
    assertThat(model.trustMonths.problem().get()).contains("0 to 1200");
    assertThat(saved().browsing().trustMonths()).isEqualTo(12);
    model.trustMonths.value().set("6");
    model.save();
    assertThat(saved().browsing().trustMonths()).isEqualTo(6);
    model.trustMonths.value().set("1201");
    model.save();
    assertThat(saved().browsing().trustMonths()).isEqualTo(6);
  }

  @Test
  void appearance_isKept() throws Exception {
    model.start();
    look.set(Theme.Appearance.DARK);
    assertThat(saved().theme()).isEqualTo("DARK");
  }

  @Test
  void addOfficer_once_makesAKey_twiceSaysSo() {
    model.start();
    model.officer.value().set("Lt. B. Lowe");
    model.passphrase.value().set("short");
    model.addOfficer();
    assertThat(model.officers).isEmpty();
    assertThat(model.passphrase.problem().get()).contains("12 characters");
    model.passphrase.value().set("correct horse battery");
    model.addOfficer();
    assertThat(model.officers)
        .extracting(SettingsModel.Officer::name)
        .containsExactly("Lt. B. Lowe");
    model.officer.value().set("Lt. B. Lowe");
    model.addOfficer();
    assertThat(model.officer.problem().get()).contains("already");
  }
}
