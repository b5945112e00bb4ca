package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.MovedClock;
import org.postern.bundle.GatewayFile;
import org.postern.bundle.TestGateway;
import org.postern.store.Fleet.State;
import org.postern.store.GatewayKeys.Candidate;
import org.postern.store.Receipts.Taken;

/** Taking gateways in, believing them or not, and what the board makes of it. */
@OnEveryEngine
class GatewaysTest {
  private static final String BUNDLE = "sha256:" + "2".repeat(64);
  private static final String ID = Settings.NONE.policyId();

  private final Engine engine;
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-22T09:00:00Z"));
  private final TestGateway gateway = new TestGateway("relay-1.example", clock);
  @TempDir Path dir;
  private Store store;

  GatewaysTest(Engine engine) {
    this.engine = engine;
  }

  @BeforeEach
  void open() throws Exception {
    store = engine.open(dir.resolve("data"), clock);
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private void enrol(String file) throws Exception {
    enrol(file, false);
  }

  private void enrol(String file, boolean other) throws Exception {
    store.gatewayKeys().enrol(GatewayFile.parse(file), "/srv/relay-1", other, "major");
  }

  private Candidate look(String file) throws Exception {
    return store.gatewayKeys().look(GatewayFile.parse(file));
  }

  private List<Taken> bring(String... receipts) throws Exception {
    Path file = dir.resolve("receipts");
    Files.writeString(file, String.join("", receipts));
    return store.receipts().take(file, "major");
  }

  private String refusal(Taken taken) {
    return taken instanceof Taken.Refused(String _, String sentence) ? sentence : "";
  }

  private Fleet.Line line() throws Exception {
    return store.gateways().fleet(clock.instant()).lines().getFirst();
  }

  @Test
  void enrolled_isInTheSettings_andItsReceiptsCount() throws Exception {
    assertThat(look(gateway.file(ID))).isInstanceOf(Candidate.Fresh.class);
    enrol(gateway.file(ID));
    enrol(gateway.file(ID)); // once more changes nothing
    assertThat(look(gateway.file(ID))).isInstanceOf(Candidate.Same.class);
    assertThat(store.gatewayKeys().all()).hasSize(1);
    assertThat(store.setup().settings().gateways())
        .containsExactly(new Settings.Gateway("relay-1.example", "/srv/relay-1"));
    store.publications().made(42, ID, BUNDLE, "/none", List.of("a"), "major");
    handOver();
    assertThat(line().state()).isInstanceOf(State.Delivered.class);
    String receipt = gateway.applies(42, BUNDLE);
    assertThat(bring(receipt)).hasOnlyElementsOfType(Taken.New.class);
    assertThat(bring(receipt)).hasOnlyElementsOfType(Taken.Known.class);
    assertThat(line().state()).isEqualTo(new State.Enforcing());
    assertThat(line().receipts().getFirst().text()).isEqualTo(receipt);
    assertThat(store.gateways().fleet(clock.instant()).headline())
        .isEqualTo("The gateway enforces serial 42.");
    assertThat(store.journal().newest(10))
        .extracting(Journal.Act::act)
        .contains("gateway.enrolled", "receipt.applied");
  }

  @Test
  void reordered_eachCounts_andTheHighestDecides() throws Exception {
    enrol(gateway.file(ID));
    String one = gateway.refuses(0, "none", "expired", "it expired");
    String two = gateway.applies(42, BUNDLE);
    assertThat(bring(two)).hasOnlyElementsOfType(Taken.New.class);
    assertThat(line().missing()).containsExactly(new Fleet.Gap(1, 1));
    assertThat(bring(one)).hasOnlyElementsOfType(Taken.New.class);
    assertThat(line().missing()).isEmpty();
    assertThat(line().receipts()).extracting(h -> h.receipt().sequence()).containsExactly(2L, 1L);
    assertThat(line().runs()).hasValue(42);
  }

  @Test
  void forged_altered_orFromAStranger_isRefusedWithTheReason() throws Exception {
    enrol(gateway.file(ID));
    String genuine = gateway.applies(42, BUNDLE);
    String altered = genuine.replace("serial: 42", "serial: 43");
    String forged = new TestGateway("relay-1.example", clock).applies(42, BUNDLE);
    String stranger = new TestGateway("relay-9.example", clock).applies(42, BUNDLE);
    List<Taken> taken = bring(altered, forged, stranger, genuine, genuine.substring(0, 200));
    assertThat(refusal(taken.get(0))).contains("signature is not that");
    assertThat(refusal(taken.get(1))).contains("signature is not that");
    assertThat(refusal(taken.get(2))).contains("not enrolled");
    assertThat(taken.get(3)).isInstanceOf(Taken.New.class);
    assertThat(refusal(taken.get(4))).contains("cut short");
    assertThat(line().receipts()).hasSize(1);
    assertThat(store.journal().newest(1).getFirst().act()).isEqualTo("receipt.not-believed");
  }

  @Test
  void sameNumberTwice_withOtherContent_isAnAlarm() throws Exception {
    enrol(gateway.file(ID));
    TestGateway copy = gateway.copy();
    bring(gateway.applies(42, BUNDLE));
    assertThat(refusal(bring(copy.refuses(0, "none", "expired", "it expired")).getFirst()))
        .contains("Another receipt 1 is here already");
    assertThat(line().receipts().getFirst().receipt().serial()).isEqualTo(42);
  }

  @Test
  void renewal_thenLateOnesOfTheOldKeyCount_andStolenOnesDoNot() throws Exception {
    enrol(gateway.file(ID));
    String late = gateway.applies(41, BUNDLE);
    TestGateway thief = gateway.copy();
    String renewal = gateway.renewed(ID);
    String next = gateway.applies(42, BUNDLE);
    assertThat(refusal(bring(next).getFirst())).contains("signature is not that");
    enrol(renewal);
    assertThat(bring(next, late)).hasOnlyElementsOfType(Taken.New.class);
    assertThat(refusal(bring(thief.losing(5).applies(99, BUNDLE)).getFirst()))
        .contains("signed with a key that was replaced after receipt 1");
    assertThat(line().runs()).hasValue(42);
    assertThat(line().missing()).isEmpty();
    assertThat(line().keys()).hasSize(2);
    assertThat(look(thief.file(ID))).isInstanceOf(Candidate.Unfit.class);
  }

  @Test
  void madeAnew_takesAnOfficersWord_andBeginsAt1Again() throws Exception {
    enrol(gateway.file(ID));
    bring(gateway.applies(41, BUNDLE), gateway.applies(42, BUNDLE));
    String file = gateway.madeAnew().file(ID);
    assertThatThrownBy(() -> enrol(file)).hasMessageContaining("made anew");
    enrol(file, true);
    assertThat(line().receipts()).isEmpty();
    assertThat(bring(gateway.applies(42, BUNDLE))).hasOnlyElementsOfType(Taken.New.class);
    assertThat(line().receipts()).hasSize(1);
    assertThat(line().missing()).isEmpty();
  }

  @Test
  void aCopiedKey_oldReceiptsAhead_anotherPolicy_cannotBeTakenIn() throws Exception {
    enrol(gateway.file(ID));
    String renewal = gateway.copy().renewed(ID);
    bring(gateway.applies(42, BUNDLE));
    assertThat(look(renewal)).isInstanceOf(Candidate.Unfit.class);
    assertThat(look(gateway.file("other")))
        .isInstanceOfSatisfying(
            Candidate.Unfit.class, u -> assertThat(u.sentence()).contains("“other”"));
    TestGateway twin = new TestGateway("relay-2.example", clock);
    enrol(twin.file(ID));
    assertThatThrownBy(
            () ->
                store
                    .gatewayKeys()
                    .enrol(
                        GatewayFile.parse(new TestGateway("relay-3.example", clock).file(ID)),
                        "",
                        false,
                        "major"))
        .hasMessageContaining("folder");
  }

  @Test
  void outOfService_leavesTheBoard_keepsItsReceipts_andComesBack() throws Exception {
    enrol(gateway.file(ID));
    bring(gateway.applies(42, BUNDLE));
    store.gateways().retire("relay-1.example", "moved", "major");
    assertThat(store.gateways().inService()).isEmpty();
    assertThat(store.gateways().fleet(clock.instant()).lines()).isEmpty();
    assertThat(store.gateways().retired())
        .extracting(Gateways.Retired::gateway, Gateways.Retired::why)
        .containsExactly(tuple("relay-1.example", "moved"));
    assertThatThrownBy(() -> store.gateways().retire("relay-1.example", "", "major"))
        .hasMessageContaining("in service");
    store.gateways().restore("relay-1.example", "major");
    assertThat(line().receipts()).hasSize(1);
    assertThatThrownBy(() -> store.gateways().restore("relay-1.example", "major"))
        .hasMessageContaining("not out of service");
  }

  private void handOver() throws Exception {
    Deliveries.Parcel parcel =
        new Deliveries.Parcel(BUNDLE, "policy-42.postern", "/none", BUNDLE, 1, "");
    store.deliveries().queue(parcel, "relay-1.example", "/srv", "major");
    store
        .deliveries()
        .delivered(store.deliveries().take(BUNDLE, "relay-1.example", true).orElseThrow());
  }

  @Test
  void silence_isASetting() throws Exception {
    enrol(gateway.file(ID));
    store.publications().made(42, ID, BUNDLE, "/none", List.of("a"), "major");
    handOver();
    bring(gateway.applies(42, BUNDLE));
    clock.pass(Duration.ofHours(3));
    assertThat(line().state()).isEqualTo(new State.Enforcing());
    store.gateways().silence(Duration.ofHours(2), "major");
    assertThat(line().state()).isInstanceOf(State.Silent.class);
    assertThatThrownBy(() -> store.gateways().silence(Duration.ofSeconds(1), "major"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void enrolledMode_takesAnAdministrator() throws Exception {
    try (Enrolled officers = Enrolled.two(engine, dir.resolve("enrolled"))) {
      Store theirs = officers.store();
      theirs.session().signIn(Enrolled.LOWE);
      GatewayFile file = GatewayFile.parse(gateway.file(ID));
      assertThatThrownBy(() -> theirs.gatewayKeys().enrol(file, "/srv", false, "x"))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.NOT_ALLOWED));
      assertThatThrownBy(() -> theirs.gatewayKeys().practise("p.example", gateway.publicKey()))
          .hasMessageContaining("exercise");
      theirs.session().signIn(Enrolled.CARTER);
      theirs.gatewayKeys().enrol(file, "/srv", false, "x");
      theirs.session().signIn(Enrolled.LOWE);
      assertThatThrownBy(() -> theirs.gateways().retire("relay-1.example", "", "x"))
          .isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> theirs.gateways().silence(Duration.ofHours(1), "x"))
          .isInstanceOf(StoreException.class);
    }
  }
}
