package org.postern.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.quarantine.CuttingProxy.Doing;
import org.postern.quarantine.CuttingProxy.Fault;
import org.postern.quarantine.CuttingProxy.Place;
import org.postern.quarantine.CuttingProxy.Side;
import org.postern.quarantine.CuttingProxy.Way;
import org.postern.quarantine.ScriptedSmtp.Cut;
import org.postern.store.Decisions.Decision;
import org.postern.store.StoreException;

/** Whether a claim stands exactly as long as somebody may be sending, and costs nothing else. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // set before each test
class ClaimsTest {
  private static final String SIGN = "0123456789ab";

  @TempDir Path dir;
  private final GreenBox mail = new GreenBox();
  private final ScriptedSmtp gateway = new ScriptedSmtp().start();
  private CuttingProxy wire;
  private TestConsole console;

  @BeforeEach
  void start() throws Exception {
    mail.arrives("Convoy");
    wire = new CuttingProxy(mail.port());
    console = new TestConsole(dir, ReleaseChild.mailbox(wire.port()), gateway.gateway());
  }

  @AfterEach
  void stop() throws Exception {
    console.close();
    wire.close();
    gateway.close();
    mail.close();
  }

  private Set<String> claims() throws Exception {
    return Keywords.claims(console.held().flags());
  }

  @Test
  void takenBackBeforeAnythingBegan_theMailboxIsNotAsked() throws Exception {
    Decision decision = console.intended(console.held());
    Map<Place, Long> before = wire.passed();
    var _ = console.desk.undo(decision, "wrong row");
    assertThat(wire.passed()).isEqualTo(before);
    assertThat(claims()).isEmpty();
  }

  /** The first could not take its claim back, because the connection was cut. */
  @Test
  void claimOfAnEarlierDecision_goesWithTheNextThatIsTakenBack() throws Exception {
    Decision first = console.intended(console.held());
    gateway.cut(Cut.BEFORE_GREETING);
    assertThatThrownBy(() -> console.desk.carryOut(first)).isInstanceOf(QuarantineException.class);
    wire.plan(List.of(new Fault(new Place(Side.TO_SERVER, Doing.CLAIM), 0, Way.CLOSED)));
    var _ = console.desk.undo(first, "wrong row");
    assertThat(wire.met()).hasSize(1);
    assertThat(claims()).hasSize(1);
    var _ = console.desk.undo(console.intended(console.held()), "wrong row again");
    assertThat(claims()).isEmpty();
  }

  @Test
  void takenBackWhileItWasFetched_noClaimStays() throws Exception {
    Decision decision = console.intended(console.held());
    HeldCopies undoing =
        new Before(console.box, () -> console.desk.undo(decision, "at the last moment"));
    DecisionDesk desk =
        new DecisionDesk(console.store.decisions(), undoing, Optional.of(gateway.gateway()));
    assertThatThrownBy(() -> desk.carryOut(decision)).isInstanceOf(StoreException.class);
    assertThat(gateway.taken()).isEmpty();
    assertThat(claims()).isEmpty();
  }

  /** Each was cut off before it could stand back. */
  @Test
  void ofTwoWhoseClaimsStand_theFirstThatTriesAgainStandsBack() throws Exception {
    String theirs = "ba9876543210";
    HeldId id = console.held().id();
    List<String> both = List.of(Keywords.sending(SIGN), Keywords.sending(theirs));
    assertThat(console.box.mark(id, _ -> new Keywords.Change(both, List.of()))).isTrue();
    assertThat(console.box.claim(id, SIGN)).isEqualTo(Claim.THEIRS);
    assertThat(claims()).containsExactly(theirs);
    assertThat(console.box.claim(id, theirs)).isEqualTo(Claim.OURS);
  }

  private interface Act {
    void run() throws StoreException;
  }

  /** The real box, before which something happens when a message is fetched. */
  private record Before(HeldCopies box, Act act) implements HeldCopies {
    @Override
    public byte[] fetch(HeldId id) throws QuarantineException {
      try {
        act.run();
      } catch (StoreException e) {
        throw new AssertionError(e);
      }
      return box.fetch(id);
    }

    @Override
    public boolean file(HeldId id, Filing filing) throws QuarantineException {
      return box.file(id, filing);
    }

    @Override
    public boolean mark(HeldId id, Function<Set<String>, Keywords.Change> change)
        throws QuarantineException {
      return box.mark(id, change);
    }

    @Override
    public Claim claim(HeldId id, String sign) throws QuarantineException {
      return box.claim(id, sign);
    }
  }

  /** What a claim of message 7 comes to where the server says this of it each time it is asked. */
  private static Claim claimed(String... answers) throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (ScriptedImap imap = new ScriptedImap();
        Watchdog watchdog = new Watchdog()) {
      imap.when(
          "UID FETCH 7 (UID FLAGS",
          (out, tag, c) ->
              ScriptedServer.say(
                  out,
                  answers[Math.min(asked.getAndIncrement(), answers.length - 1)]
                      + tag
                      + " OK done\r\n"));
      imap.start();
      try (ImapLink link = ImapLink.open(imap.box(), watchdog)) {
        return new Filer(link, imap.box()).claim(List.of(7L), SIGN);
      }
    }
  }

  private static String told(long uid, String flags) {
    return "* " + uid + " FETCH (UID " + uid + " FLAGS (" + flags + "))\r\n";
  }

  /** Another console sent it and moved it away after we had fetched it. */
  @Test
  void copyThatWentAway_isNotClaimed_whenEverItWent() throws Exception {
    String ours = Keywords.sending(SIGN);
    assertThat(claimed(told(7, ""), told(7, ours))).isEqualTo(Claim.OURS);
    assertThat(claimed("")).isEqualTo(Claim.GONE);
    assertThat(claimed(told(7, ""), "")).isEqualTo(Claim.GONE);
  }

  @Test
  void whatTheServerTellsOfOtherMessages_isNotTakenForThisOne() throws Exception {
    String theirs = Keywords.sending("ba9876543210");
    assertThat(claimed(told(7, "") + told(8, theirs))).isEqualTo(Claim.OURS);
    assertThat(claimed(told(8, HeldMessage.RELEASED) + told(7, ""))).isEqualTo(Claim.OURS);
    assertThat(claimed(told(8, ""))).isEqualTo(Claim.GONE);
    assertThat(claimed(told(7, theirs))).isEqualTo(Claim.THEIRS);
    assertThat(claimed(told(7, HeldMessage.RELEASED))).isEqualTo(Claim.DECIDED);
  }
}
