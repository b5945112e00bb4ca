package org.postern.ui.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.bundle.Admission;
import org.postern.bundle.Bundle;
import org.postern.bundle.TestGateway;
import org.postern.bundle.Verification;
import org.postern.store.Fleet.State;
import org.postern.store.GatewayKeys.Candidate;
import org.postern.ui.DirectBackground;

/** Gateways come, are believed or not, and go; each without a visit to the others. */
@SuppressWarnings("NullAway.Init") // set before each test
class FleetModelTest {
  private static final String FIRST = "relay-1.mod.example";
  private static final String SECOND = "relay-2.mod.example";

  @TempDir Path directory;
  private Desk desk;
  private PublishModel publish;
  private FleetModel model;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    desk = new Desk(directory, Instant.parse("2026-11-22T09:00:00Z"));
    desk.threshold = 1;
    publish = new PublishModel(desk.press, new DirectBackground(), told::add);
    model = desk.fleet(new DirectBackground(), told::add, publish::look);
    desk.officer("Maj. A. Carter");
    desk.trust("army.mil");
  }

  @AfterEach
  void close() throws Exception {
    desk.close();
  }

  private Board board() {
    return publish.board().get();
  }

  private Path file(String name, String text) throws Exception {
    Path file = directory.resolve(name);
    Files.writeString(file, text);
    return file;
  }

  private FleetModel.Found look(String text) throws Exception {
    AtomicReference<FleetModel.Found> found = new AtomicReference<>();
    model.look(file("x.gateway", text), found::set);
    return found.get();
  }

  @Test
  void enrol_thenItStandsOnTheBoard() throws Exception {
    TestGateway machine = new TestGateway(FIRST, desk.clock);
    FleetModel.Found found = look(machine.file("postern"));
    assertThat(found.candidate()).isInstanceOf(Candidate.Fresh.class);
    List<String> then = new ArrayList<>();
    model.enrol(found, "", () -> then.add("done"));
    assertThat(model.problem().get()).contains("folder");
    assertThat(then).isEmpty();
    model.enrol(found, directory.toString(), () -> then.add("done"));
    assertThat(then).containsExactly("done");
    assertThat(told).last().isEqualTo(FIRST + " was taken in.");
    assertThat(board().fleet().lines()).hasSize(1);
  }

  @Test
  void look_whatIsNoGatewaysFile_saysSo() throws Exception {
    model.look(file("x.gateway", "nothing"), _ -> {});
    assertThat(model.problem().get()).contains("not a gateway's file");
    assertThat(model.busy().get()).isEmpty();
  }

  @Test
  void receipts_newKnownAndForged_areCounted() throws Exception {
    desk.gateway(FIRST);
    desk.publish();
    Board.Sheet sheet = desk.press.look().sheet().orElseThrow();
    String genuine = desk.machine(FIRST).applies(1, sheet.digest());
    Path good = file("1.receipt", genuine);
    Path bad = file("2.receipt", genuine.replace("sequence: 1", "sequence: 2"));
    AtomicReference<FleetModel.Brought> brought = new AtomicReference<>();
    model.receipts(List.of(good, good, bad), brought::set);
    assertThat(brought.get().fresh()).isEqualTo(1);
    assertThat(brought.get().known()).isEqualTo(1);
    assertThat(brought.get().refused()).hasSize(1);
    assertThat(board().fleet().whole()).isTrue();
    model.receipts(List.of(directory.resolve("none")), brought::set);
    assertThat(model.problem().get()).contains("no file");
  }

  @Test
  void newcomer_getsTheSameListsInABundleOfItsOwn_andTheOthersAreLeftAlone() throws Exception {
    Path first = desk.gateway(FIRST);
    desk.publish();
    desk.applied(FIRST);
    Path second = desk.gateway(SECOND);
    publish.look();
    assertThat(board().newcomers()).containsExactly(SECOND);
    assertThat(board().changed()).isFalse();
    assertThat(board().sheet().orElseThrow().manifest().audience()).containsExactly(SECOND);
    assertThat(publish.next().get().step()).isEqualTo(Next.Step.SIGN);
    publish.sign(board().signers().getFirst(), new char[0]);
    Files.delete(first.resolve("policy-1.postern"));
    publish.handOver();
    assertThat(first).isEmptyDirectory();
    Bundle its = Bundle.read(second.resolve("policy-1.postern"));
    assertThat(desk.asGateway(SECOND, its)).isInstanceOf(Verification.Accepted.class);
    assertThat(board().newcomers()).isEmpty();
    assertThat(publish.next().get().title()).isEqualTo("Wait for " + SECOND);
    desk.take(desk.machine(SECOND).applies(1, its.digest()));
    publish.look();
    assertThat(board().fleet().headline()).isEqualTo("All 2 gateways enforce serial 1.");

    AtomicReference<Admission> admission = new AtomicReference<>();
    model.admission(SECOND, admission::set);
    assertThat(admission.get().bundle().orElseThrow().digest()).isEqualTo(its.digest());

    String main = Bundle.read(desk.store.directory().resolve("bundles/policy-1.postern")).digest();
    assertThat(main).isNotEqualTo(its.digest());
    desk.block("ml", "Mali");
    publish.look();
    assertThat(board().sheet().orElseThrow().manifest().previous()).isEqualTo(main);
    assertThat(board().sheet().orElseThrow().manifest().audience()).containsExactly(FIRST, SECOND);
  }

  @Test
  void newcomer_thatRefuses_isHandedItsOwnBundleAgain() throws Exception {
    desk.gateway(FIRST);
    desk.publish();
    desk.applied(FIRST);
    Path second = desk.gateway(SECOND);
    desk.publish();
    desk.refused(SECOND, "not-yet", "it is not valid before noon");
    publish.look();
    assertThat(board().fleet().lines().getFirst().state()).isInstanceOf(State.Refused.class);
    Files.delete(second.resolve("policy-1.postern"));
    publish.handOver();
    assertThat(second.resolve("policy-1.postern")).exists();
  }

  @Test
  void outOfService_noBundleIsForIt_untilItComesBack() throws Exception {
    desk.gateway(FIRST);
    desk.gateway(SECOND);
    model.retire(SECOND, "moved");
    assertThat(board().fleet().lines()).hasSize(1);
    AtomicReference<FleetModel.Service> service = new AtomicReference<>();
    model.service(service::set);
    assertThat(service.get().retired()).hasSize(1);
    model.restore(SECOND, () -> {});
    assertThat(board().fleet().lines()).hasSize(2);
    model.silence(26, () -> {});
    model.service(service::set);
    assertThat(service.get().silence().toHours()).isEqualTo(26);
  }
}
