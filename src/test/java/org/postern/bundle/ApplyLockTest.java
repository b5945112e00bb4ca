package org.postern.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.bundle.Fixtures.policy;
import static org.postern.bundle.Fixtures.terms;
import static org.postern.bundle.Fixtures.trust;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One run of {@code postern-apply} at a time, with flock(1) and without. */
class ApplyLockTest extends ScriptedGateway {
  private static final String WITHOUT = "apply-without-flock";

  @BeforeEach
  void withoutFlock() throws Exception {
    String script =
        Files.readString(SCRIPT).replace("command -v flock", "command -v no-flock-on-this-machine");
    assertThat(script).contains("no-flock");
    Files.writeString(dir.resolve(WITHOUT), script);
  }

  @Test
  void secondRun_waitsForNobody() throws Exception {
    conf("RELOAD='sh \"" + SCRIPT + "\" conf two; postfix -c x reload'\n");
    assertThat(run("conf", "one")).startsWith("0 ");
    assertThat(active()).startsWith("serial-1-");
    conf("RELOAD='sh \"" + SCRIPT + "\" conf two > inner 2>&1; echo $? >> inner; true'\n");
    Bundle three = Bundle.of(policy(3, trust("army.mil")), terms(0)).signedBy(ALICE).signedBy(BOB);
    three.write(dir.resolve("three"));
    run("conf", "three");
    assertThat(Files.readString(dir.resolve("inner")))
        .isEqualTo("postern-apply: another run is at work\n75\n");
  }

  @Test
  void theLockOfADeadRunIsTakenOver() throws Exception {
    Files.writeString(dir.resolve("state/lock"), "999999999\n");
    assertThat(exec("sh", WITHOUT, "conf", "one")).startsWith("0 ");
    // As an older version wrote it.
    Files.writeString(dir.resolve("state/lock"), ProcessHandle.current().pid() + "\n");
    assertThat(exec("sh", WITHOUT, "conf", "two"))
        .startsWith("75 ")
        .contains("another run is at work");
    assertThat(active()).startsWith("serial-1-");
  }

  @Test
  void recycledProcessNumber_isNotTheHolder() throws Exception {
    // A live process, but another one than the holder: it began at another time.
    Files.writeString(
        dir.resolve("state/lock"), ProcessHandle.current().pid() + ".1.0123456789abcdef\n");
    assertThat(exec("sh", WITHOUT, "conf", "one")).startsWith("0 ");
    String me = Files.readString(dir.resolve("state/lock"));
    assertThat(me).startsWith("done.");
  }

  @Test
  void deadTaker_ofADeadHolder_isTakenOverInItsTurn() throws Exception {
    Files.writeString(dir.resolve("state/lock"), "999999999.1.aa\n");
    Files.writeString(dir.resolve("state/lock.after.999999999.1.aa"), "999999998.1.bb\n");
    Files.writeString(dir.resolve("state/lock.after.999999998.1.bb"), "");
    assertThat(exec("sh", WITHOUT, "conf", "one")).startsWith("0 ");
    try (var left = Files.list(dir.resolve("state"))) {
      assertThat(left.map(f -> f.getFileName().toString()))
          .noneMatch(n -> n.startsWith("lock.after") || n.startsWith("lock.new"));
    }
    assertThat(exec("sh", WITHOUT, "conf", "two")).startsWith("0 ");
  }

  /**
   * Many runs at once, in every shell; at each reload a run looks whether it is alone, and every
   * third is killed there with the lock in its hand.
   */
  @Test
  void manyRuns_neverTwoAtOnce() throws Exception {
    program(
        "reloading",
        """
        if mkdir alone 2> /dev/null; then echo entered >> entered; else echo "two at once" >> overlaps; fi
        awk 'BEGIN { for (i = 0; i < 200000; i++) n += i }'
        rmdir alone
        [ $(($(wc -l < entered) % 3)) -ne 0 ] || kill -9 "$1"
        exit 1
        """);
    conf("RECEIPT_INTERVAL=3600\nASK_POSTFIX=no\nRELOAD='reloading $PPID'\n");
    Files.writeString(dir.resolve("entered"), "");
    List<Process> workers = new ArrayList<>();
    List<String> shells = ReferenceSetTest.shells();
    for (int i = 0; i < 8; i++) {
      String loop =
          "for n in $(seq 500); do [ $(wc -l < entered) -lt 18 ] || break; "
              + shells.get(i % shells.size())
              + " "
              + WITHOUT
              + " conf one > /dev/null 2>&1; done";
      ProcessBuilder builder = new ProcessBuilder("sh", "-c", loop).directory(dir.toFile());
      builder.redirectErrorStream(true).redirectOutput(dir.resolve("out-" + i).toFile());
      builder.environment().merge("PATH", "", (path, _) -> dir.resolve("bin") + ":" + path);
      workers.add(builder.start());
    }
    for (Process worker : workers) {
      worker.waitFor();
    }
    assertThat(dir.resolve("overlaps")).doesNotExist();
    assertThat(Files.readAllLines(dir.resolve("entered"))).hasSizeGreaterThanOrEqualTo(18);
    // Whoever was killed left nothing that stops the next one.
    conf("");
    assertThat(exec("sh", WITHOUT, "conf", "one")).startsWith("0 ");
  }
}
