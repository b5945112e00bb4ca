package org.postern.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * The receipts of {@code postern-apply}: numbered without holes wherever a run is killed, sent in
 * their order, and few however much is thrown at it.
 */
class ApplyReceiptTest extends ScriptedGateway {
  /** Whatever a run does to the disk, it does by one of these. */
  private static final List<String> TOOLS =
      List.of("mv", "rm", "mkdir", "sync", "openssl", "ln", "cp", "cat", "date", "sort", "awk");

  @Test
  void unsignedGarbage_oneReceiptThenCounted() throws Exception {
    Files.writeString(dir.resolve("garbage"), "garbage");
    for (int i = 0; i < 5; i++) {
      assertThat(run("conf", "garbage")).startsWith("10 postern-apply: refused (archive)");
    }
    assertThat(receipts()).hasSize(1);
    run("conf", "one");
    assertThat(receipts()).hasSize(2);
    assertThat(receipts().getLast().suppressed()).isEqualTo(4);
  }

  @Test
  void receiptCommand_getsTheFile() throws Exception {
    conf("RECEIPT_CMD='cat \"$1\" >> mailed'\n");
    run("conf", "one");
    run("conf", "two");
    assertThat(Files.readString(dir.resolve("mailed")))
        .isEqualTo(
            Files.readString(dir.resolve("state/receipts/1.receipt"))
                + Files.readString(dir.resolve("state/receipts/2.receipt")));
    assertThat(receipts()).extracting(Receipt::sequence).containsExactly(1L, 2L);
  }

  @Test
  void sameBundleAgainAndAgain_oneReceiptThenCounted() throws Exception {
    run("conf", "one");
    run("conf", "two");
    for (int i = 0; i < 3; i++) {
      assertThat(run("conf", "one")).startsWith("10 postern-apply: refused (rollback)");
      assertThat(run("conf", "two")).startsWith("0 postern-apply: current");
    }
    assertThat(receipts())
        .extracting(Receipt::word)
        .containsExactly("applied", "applied", "rollback", "current");
  }

  @Test
  void floodOfGarbageInAllForms_oneReceipt() throws Exception {
    for (int i = 0; i < 4; i++) {
      Files.writeString(dir.resolve("flood"), "postern-heartbeat: " + i + "\n");
      assertThat(run("conf", "flood")).startsWith("10 postern-apply: refused (form)");
      Files.write(dir.resolve("flood"), new byte[512 * i]);
      assertThat(run("conf", "flood")).startsWith("10 postern-apply: refused (");
      Fixtures.write(dir.resolve("flood"), Fixtures.bundle(one.signedBytes(), new byte[1024 + i]));
      assertThat(run("conf", "flood")).startsWith("10 postern-apply: refused (threshold)");
    }
    assertThat(receipts()).hasSize(1);
    assertThat(Files.readString(dir.resolve("state/receipts/suppressed"))).isEqualTo("11\n");
  }

  @Test
  void receiptThatCannotBeSent_isSentLaterInItsOrder() throws Exception {
    conf("RECEIPT_INTERVAL=0\nRECEIPT_CMD='test ! -e closed && cat \"$1\" >> mailed'\n");
    Files.writeString(dir.resolve("closed"), "");
    assertThat(run("conf", "one")).startsWith("0 ").contains("could not be sent");
    run("conf", "one");
    assertThat(dir.resolve("mailed")).doesNotExist();
    Files.delete(dir.resolve("closed"));
    assertThat(run("--check", "conf")).isEqualTo("0 postern-apply: no heartbeat has come yet\n");
    assertThat(sent()).containsExactly(1L, 2L);
    run("conf", "two");
    run("--check", "conf");
    assertThat(sent()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void olderVersionsState_isNotSentAgain() throws Exception {
    run("conf", "one");
    run("conf", "two");
    Files.delete(dir.resolve("state/receipts/sent"));
    conf("RECEIPT_CMD='cat \"$1\" >> mailed'\n");
    run("conf", "one");
    assertThat(sent()).containsExactly(3L);
  }

  @Test
  void numbersLostByTheDisk_areFoundAgain() throws Exception {
    run("conf", "one");
    run("conf", "two");
    for (String file : List.of("sequence", "recent", "suppressed", "sent", "alarm")) {
      Files.writeString(dir.resolve("state/receipts/" + file), "");
    }
    assertThat(run("conf", "one")).startsWith("10 ");
    assertThat(receipts()).hasSize(3);
  }

  /** Killed before each of its acts in turn, until one run gets through. */
  @Test
  void killedAnywhere_noHoleAndNoNumberTwice() throws Exception {
    conf("RECEIPT_INTERVAL=0\nRECEIPT_CMD='cat \"$1\" >> mailed'\n");
    for (String tool : TOOLS) {
      program(
          tool,
          "n=$(($(wc -l < acts) + 1)); echo "
              + tool
              + " >> acts\n[ $n -ne \"$(/bin/cat kill-at)\" ] || kill -9 \"$(/bin/cat main)\"\nexec '"
              + List.of(Path.of("/bin", tool), Path.of("/usr/bin", tool)).stream()
                  .filter(Files::isExecutable)
                  .findFirst()
                  .orElseThrow()
              + "' \"$@\"\n");
    }
    Files.writeString(dir.resolve("garbage"), "garbage");
    int killed = 0;
    for (boolean through = false; !through; ) {
      killed++;
      Files.writeString(dir.resolve("acts"), "");
      Files.writeString(dir.resolve("kill-at"), killed + "\n");
      through =
          exec("sh", "-c", "echo $$ > main; exec sh '" + SCRIPT + "' conf garbage")
              .startsWith("10 ");
    }
    assertThat(killed).isGreaterThan(25);
    Files.writeString(dir.resolve("kill-at"), "0\n");
    assertThat(run("conf", "garbage")).startsWith("10 ");
    List<Long> made = receipts().stream().map(Receipt::sequence).toList();
    assertThat(made).hasSizeGreaterThan(3);
    try (var files = Files.list(dir.resolve("state/receipts"))) {
      assertThat(files.filter(f -> f.toString().endsWith(".receipt"))).hasSize(made.size());
    }
    // Sent twice if it was killed between sending and noting it; never not at all.
    assertThat(sent().stream().distinct().toList())
        .isEqualTo(LongStream.rangeClosed(1, made.size()).boxed().toList());
  }

  private List<Long> sent() throws Exception {
    List<Long> numbers = new ArrayList<>();
    for (String line :
        Files.readString(dir.resolve("mailed"), StandardCharsets.US_ASCII).split("\n")) {
      if (line.startsWith("sequence: ")) {
        numbers.add(Long.valueOf(line.substring(10)));
      }
    }
    return numbers;
  }
}
