package org.postern.ui.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.bundle.Bundle;
import org.postern.bundle.Verification;
import org.postern.officer.OfficerKey;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Unlisted;
import org.postern.policy.slip.Sensitivity;
import org.postern.store.Author;
import org.postern.store.Fleet;
import org.postern.store.Fleet.State;
import org.postern.store.Op;
import org.postern.store.Rules;
import org.postern.ui.DirectBackground;
import org.postern.ui.ViewState;

@SuppressWarnings("NullAway.Init") // set before each test
class PublishModelTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

  @TempDir Path directory;
  private Desk desk;
  private PublishModel model;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    desk = new Desk(directory, NOW);
    model = new PublishModel(desk.press, new DirectBackground(), told::add);
  }

  @AfterEach
  void close() throws Exception {
    desk.close();
  }

  private void twoOfficersAndAGateway() throws Exception {
    desk.officer("Maj. A. Carter");
    desk.officerWithPassphrase("Lt. B. Lowe");
    desk.gateway("relay-1.mod.example");
    desk.trust("army.mil");
  }

  private Fleet.Line line() {
    return board().fleet().lines().getFirst();
  }

  private Board board() {
    return model.board().get();
  }

  @Test
  void look_emptyLists_saysSo() {
    model.look();
    assertThat(model.state().get()).isInstanceOf(ViewState.Empty.class);
    assertThat(model.waiting().get()).isZero();
  }

  @Test
  void look_noGateway_saysWhereToNameOne() throws Exception {
    desk.trust("army.mil");
    model.look();
    assertThat(model.next().get().step()).isEqualTo(Next.Step.ELSEWHERE);
    assertThat(model.next().get().text()).contains("postern-enrol").contains("Settings");
  }

  @Test
  void look_firstBundle_countsEverythingAsChanged() throws Exception {
    twoOfficersAndAGateway();
    model.look();
    assertThat(model.next().get().step()).isEqualTo(Next.Step.SIGN);
    assertThat(board().sheet().orElseThrow().manifest().serial()).isEqualTo(1);
    assertThat(board().changes()).hasSize(1);
    assertThat(model.waiting().get()).isEqualTo(1);
    assertThat(board().signers())
        .extracting(Board.Signer::officer)
        .containsExactly("Maj. A. Carter", "Lt. B. Lowe");
  }

  @Test
  void loop_twoSign_handOver_receipt_allIsPublished() throws Exception {
    twoOfficersAndAGateway();
    Path folder = directory.resolve("gateways/relay-1.mod.example");
    model.look();
    model.handOver();
    assertThat(folder).isEmptyDirectory(); // nobody signed: the button is not there, nor is the act
    model.sign(board().signers().getFirst(), new char[0]);
    assertThat(model.problem().get()).isEmpty();
    assertThat(board().signed()).containsExactly("Maj. A. Carter");
    assertThat(model.next().get().title()).isEqualTo("A second pair of eyes signs");
    model.handOver();
    assertThat(folder).isEmptyDirectory();
    model.sign(board().signers().getFirst(), Desk.PASSPHRASE.toCharArray());
    assertThat(model.next().get().step()).isEqualTo(Next.Step.HAND_OVER);
    model.handOver();
    assertThat(model.next().get().step()).isEqualTo(Next.Step.WAIT);
    assertThat(told).last().asString().contains("relay-1.mod.example");

    Bundle bundle = Bundle.read(folder.resolve("policy-1.postern"));
    assertThat(desk.asGateway("relay-1.mod.example", bundle))
        .isInstanceOf(Verification.Accepted.class);

    desk.applied("relay-1.mod.example");
    model.look();
    assertThat(model.next().get().title()).isEqualTo("All is published");
    assertThat(line().state()).isEqualTo(new State.Enforcing());
    assertThat(line().runs()).hasValue(1);
  }

  @Test
  void sign_wrongPassphrase_saysSoAndAsksAgain() throws Exception {
    desk.officerWithPassphrase("Lt. B. Lowe");
    desk.gateway("relay-1.mod.example");
    desk.trust("army.mil");
    model.look();
    model.sign(board().signers().getFirst(), "guess".toCharArray());
    assertThat(model.keyProblem().get()).isTrue();
    assertThat(model.problem().get()).contains("passphrase");
    assertThat(board().signed()).isEmpty();
    assertThat(model.busy().get()).isEmpty();
  }

  @Test
  void sign_overtakenByAChange_signsNothing() throws Exception {
    twoOfficersAndAGateway();
    model.look();
    Board seen = board();
    desk.block("ml", "Mali");
    model.sign(seen.signers().getFirst(), new char[0]);
    assertThat(model.problem().get()).contains("changed while you were looking");
    assertThat(board().sheet().orElseThrow().manifest().serial()).isEqualTo(2);
    assertThat(board().signed()).isEmpty();
  }

  @Test
  void sign_sameOfficerWithASecondKey_isNoSecondSignature() throws Exception {
    desk.officer("Maj. A. Carter");
    OfficerKey second = desk.officer("Maj. A. Carter");
    desk.officerElsewhere("Lt. B. Lowe");
    desk.gateway("relay-1.mod.example");
    desk.trust("army.mil");
    model.look();
    String other =
        board().signers().stream()
            .map(Board.Signer::keyId)
            .filter(id -> !id.equals(second.id()))
            .findFirst()
            .orElseThrow();
    String digest = board().sheet().orElseThrow().digest();
    desk.press.sign(digest, other, new char[0]);
    assertThatThrownBy(() -> desk.press.sign(digest, second.id(), new char[0]))
        .isInstanceOf(PublishException.class)
        .hasMessageContaining("signed already");
    assertThatThrownBy(() -> desk.press.handOver(digest))
        .isInstanceOfSatisfying(
            PublishException.class,
            e -> assertThat(e.reason()).isEqualTo(PublishException.Reason.NOT_ENOUGH_SIGNATURES));
  }

  @Test
  void takeIn_signedElsewhere_countsAndAnotherBundleDoesNot() throws Exception {
    desk.officer("Maj. A. Carter");
    OfficerKey lowe = desk.officerElsewhere("Lt. B. Lowe");
    desk.gateway("relay-1.mod.example");
    desk.trust("army.mil");
    model.look();
    model.sign(board().signers().getFirst(), new char[0]);
    assertThat(model.next().get().text()).contains("Lt. B. Lowe");
    Path file = directory.resolve("for-lowe.postern");
    model.save(file);
    model.takeIn(file);
    assertThat(model.problem().get()).contains("no further signature");
    Bundle.read(file).signedBy(lowe).write(file);
    model.takeIn(file);
    assertThat(board().signed()).containsExactlyInAnyOrder("Maj. A. Carter", "Lt. B. Lowe");

    desk.block("ml", "Mali");
    model.look();
    model.takeIn(file);
    assertThat(model.problem().get()).contains("another bundle");
  }

  @Test
  void handOver_folderNotThere_namesTheGatewayAndReachesTheOther() throws Exception {
    twoOfficersAndAGateway();
    Path lost = desk.gateway("relay-2.mod.example");
    Files.delete(lost);
    desk.publish();
    model.look();
    model.handOver();
    assertThat(model.next().get().title()).isEqualTo("Not handed over to relay-2.mod.example");
    assertThat(model.next().get().text()).contains("Connect the share");
    assertThat(lost).doesNotExist();
    assertThat(directory.resolve("gateways/relay-1.mod.example/policy-1.postern")).exists();
    Files.createDirectory(lost);
    model.handOver();
    assertThat(lost.resolve("policy-1.postern")).exists();
  }

  @Test
  void look_refusedReceipt_saysWhyAndWhatToDo() throws Exception {
    twoOfficersAndAGateway();
    desk.publish();
    desk.clock.pass(Duration.ofMinutes(1));
    desk.refused("relay-1.mod.example", "not-yet", "it is not valid before noon");
    model.look();
    assertThat(line().state()).isInstanceOf(State.Refused.class);
    assertThat(model.next().get().text()).contains("not-yet").contains("clock");
    desk.clock.pass(Duration.ofMinutes(1));
    model.handOver();
    assertThat(line().state()).isInstanceOf(State.Delivered.class);
  }

  @Test
  void look_gapInTheNumbers_namesTheMissingReceipt() throws Exception {
    twoOfficersAndAGateway();
    desk.publish();
    desk.applied("relay-1.mod.example");
    desk.machine("relay-1.mod.example").losing(2);
    desk.applied("relay-1.mod.example");
    model.look();
    assertThat(line().missing()).containsExactly(new Fleet.Gap(2, 3));
  }

  @Test
  void changes_tellWhatMailMeetsBeforeAndAfter() throws Exception {
    twoOfficersAndAGateway();
    desk.trust("homeoffice.gov.uk");
    desk.publish();
    desk.block("ml", "Mali, after case 7");
    desk.store
        .lists()
        .remove(
            Listing.TRUSTED,
            List.of(EntryPattern.parse("homeoffice.gov.uk").ok().orElseThrow()),
            new Author("Lt. B. Lowe", "moved"));
    model.look();
    Board.Changed block =
        board().changes().stream()
            .filter(c -> c.listing() == Listing.BLOCKED)
            .findFirst()
            .orElseThrow();
    assertThat(block.words()).isEqualTo("the whole top-level domain");
    assertThat(block.effect()).contains(new Board.Effect("unlisted", "blocked"));
    assertThat(block.why()).isEqualTo("Mali, after case 7");
    Board.Changed removed =
        board().changes().stream()
            .filter(c -> c.kind() == Board.Kind.REMOVED)
            .findFirst()
            .orElseThrow();
    assertThat(removed.officer()).isEqualTo("Lt. B. Lowe");
    assertThat(removed.effect()).contains(new Board.Effect("trusted", "unlisted"));
    assertThat(board().sheet().orElseThrow().manifest().previous()).startsWith("sha256:");
  }

  @Test
  void past_saysWhatTheChangeWouldHaveDone() throws Exception {
    twoOfficersAndAGateway();
    desk.trust("homeoffice.gov.uk");
    desk.publish();
    desk.past = List.of("gen@ministry.ml", "x@ministry.ml", "gen@army.mil", "a@b@c");
    model.look();
    assertThat(board().past()).isEmpty();
    desk.block("ml", "Mali");
    model.look();
    PastMail.Effect effect = board().past().orElseThrow();
    assertThat(effect.recipients()).isEqualTo(4);
    assertThat(effect.newlyHeld()).isEqualTo(2);
    assertThat(effect.newlyDelivered()).isZero();
    assertThat(effect.same()).isEqualTo(2);
    assertThat(effect.rows())
        .containsExactly(new PastMail.Row("ministry.ml", "unlisted", "blocked", 2));
  }

  @Test
  void rulesAlone_areAChangeThatWaits_toldInASentence() throws Exception {
    twoOfficersAndAGateway();
    desk.trust("homeoffice.gov.uk");
    desk.publish();
    desk.store
        .lists()
        .apply(
            List.of(new Op.SetRules(new Rules(Unlisted.HOLD, Sensitivity.STRICT, false))),
            new Author("Lt. B. Lowe", "case 7"));
    model.look();
    assertThat(board().changes()).isEmpty();
    assertThat(board().rules())
        .containsExactly(
            "Domains on no list that resemble nothing: held from now on, delivered before.",
            "Lookalikes: strict instead of balanced.");
    assertThat(model.waiting().get()).isEqualTo(2);
    assertThat(model.next().get().step()).isEqualTo(Next.Step.SIGN);
  }

  @Test
  void look_alteredFile_isNotTakenForTheBundle() throws Exception {
    twoOfficersAndAGateway();
    desk.publish();
    Path file = desk.store.directory().resolve("bundles/policy-1.postern");
    byte[] bytes = Files.readAllBytes(file);
    bytes[600] ^= 1;
    Files.write(file, bytes);
    model.look();
    assertThat(board().cannot()).contains("gone or was altered");
    assertThat(model.next().get().step()).isEqualTo(Next.Step.ELSEWHERE);
  }

  @Test
  void sheet_isExactlyWhatGetsSigned() throws Exception {
    twoOfficersAndAGateway();
    model.look();
    String shown = board().sheet().orElseThrow().text();
    model.sign(board().signers().getFirst(), new char[0]);
    Bundle signed = Bundle.read(desk.store.directory().resolve("bundles/policy-1.postern"));
    assertThat(signed.signedBytes())
        .isEqualTo(shown.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }
}
