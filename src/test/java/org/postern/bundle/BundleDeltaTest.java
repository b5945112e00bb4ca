package org.postern.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.postern.bundle.Fixtures.ascii;
import static org.postern.bundle.Fixtures.block;
import static org.postern.bundle.Fixtures.trust;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.bundle.BundleException.Reason;
import org.postern.officer.OfficerKey;
import org.postern.policy.Entry;
import org.postern.policy.Unlisted;

/** A delta gives the next bundle's exact bytes, in Java and in the shell, or nothing. */
class BundleDeltaTest {
  private static final Path SCRIPT = Path.of("installer/gateway/postern-rebuild").toAbsolutePath();
  private static final OfficerKey ALICE = Fixtures.officer("Alice");

  @TempDir Path dir;
  private static byte[] old;
  private static byte[] next;
  private static String delta;

  @BeforeAll
  static void bundles() throws Exception {
    old = bundle(1, 300, trust("army.mil"), block("ml"));
    next = bundle(2, 300, trust("army.mil"), block("gov.ml"), block("a-1.example"));
    delta = new String(BundleDelta.between(old, next), StandardCharsets.US_ASCII);
  }

  @Test
  void rebuild_javaAndEveryShellGiveTheExactBytes() throws Exception {
    byte[] trusting =
        Bundle.trusting(
                new TrustFile(1, 1, List.of(Fixtures.key(ALICE))),
                new TrustFile(2, 1, List.of(Fixtures.key(ALICE))),
                Fixtures.terms())
            .bytes();
    List<byte[][]> pairs =
        List.of(
            new byte[][] {old, next},
            new byte[][] {next, old},
            new byte[][] {old, old},
            new byte[][] {old, bundle(3, 0, trust("navy.mil"))},
            new byte[][] {old, trusting},
            new byte[][] {trusting, old});
    for (byte[][] pair : pairs) {
      byte[] made = BundleDelta.between(pair[0], pair[1]);
      assertThat(BundleDelta.rebuild(pair[0], made)).isEqualTo(pair[1]);
      for (String shell : List.of("dash", "bash", "busybox sh")) {
        assertThat(script(shell, pair[0], made)).startsWith("0 ");
        assertThat(Files.readAllBytes(dir.resolve("new"))).isEqualTo(pair[1]);
      }
    }
  }

  @Test
  void rebuild_whateverWasChanged_exactBytes() throws Exception {
    Random random = new Random(3);
    Bundle before = Bundle.parse(old);
    String domains =
        new String(
            BundleVerifier.domains(before.manifest(), before.payload()), StandardCharsets.US_ASCII);
    for (int round = 0; round < 60; round++) {
      List<String> lines = new ArrayList<>(domains.lines().toList());
      for (int i = random.nextInt(12); i > 0; i--) {
        int at = random.nextInt(lines.size());
        switch (random.nextInt(4)) {
          case 0 -> lines.remove(at);
          case 1 -> lines.add(at, "+" + random.nextInt() + "\t=!");
          case 2 -> lines.add(at, lines.get(random.nextInt(lines.size())));
          default -> lines.add(lines.remove(at));
        }
      }
      byte[] text = ascii(String.join("\n", lines) + (round % 9 == 0 ? "" : "\n"));
      byte[] changed = Repacked.with(before, Map.of(Rules.FILE, text)).bytes();
      byte[] made = BundleDelta.between(old, changed);
      assertThat(BundleDelta.rebuild(old, made)).as("round " + round).isEqualTo(changed);
    }
  }

  @Test
  void between_manyNames_isSmall() throws Exception {
    Entry[] more =
        Stream.iterate(0, i -> i < 100, i -> i + 1)
            .map(i -> block("new-" + i + ".example"))
            .toArray(Entry[]::new);
    byte[] many = bundle(1, 20_000);
    byte[] changed = bundle(2, 20_000, more);
    assertThat(BundleDelta.between(many, changed).length).isLessThan(changed.length / 15);
  }

  @Test
  void rebuild_hostileDelta_bothRefuseAndWriteNothing() throws Exception {
    String digest = delta.lines().toList().get(2);
    String edit = delta.lines().filter(l -> l.startsWith("edit: ")).findFirst().orElseThrow();
    Map<String, String> bad = new LinkedHashMap<>();
    bad.put("empty", "");
    bad.put("no text", "\0\1");
    bad.put("another version", delta.replace("postern-delta: 1", "postern-delta: 2"));
    bad.put("another old", delta.replaceFirst("old: [0-9a-f]{4}", "old: 0000"));
    bad.put("another old size", delta.replaceFirst("(old: .* )", "$11"));
    bad.put("another new", delta.replaceFirst("new: [0-9a-f]{4}", "new: 0000"));
    bad.put("no new", delta.replace(digest + "\n", ""));
    bad.put("size of all disks", delta.replaceFirst("(new: .* )[0-9]+", "$1999999999999"));
    bad.put("smaller than announced", delta.replaceFirst("(new: .* )", "$11"));
    bad.put("cut short", delta.substring(0, delta.length() / 2));
    bad.put("no end", delta.replace("end: postern-delta\n", ""));
    bad.put("after the end", delta + "=1\n");
    bad.put("no line feed", delta.substring(0, delta.length() - 1));
    bad.put("carriage returns", delta.replace("\n", "\r\n"));
    bad.put("unknown step", delta.replace(edit, edit + "\n*1"));
    bad.put("keeps more than there is", delta.replace(edit, edit + "\n=999999"));
    bad.put("keeps all disks", delta.replace(edit, edit + "\n=999999999999"));
    bad.put("number with sign", delta.replace(edit, edit + "\n=-1"));
    bad.put("number zero", delta.replace(edit, edit + "\n=0"));
    bad.put("number leading zero", delta.replace(edit, edit + "\n=01"));
    bad.put("number too long", delta.replace(edit, edit + "\n=1000000000000"));
    bad.put("expression", delta.replace(edit, edit + "\n=1+1"));
    bad.put("step before an edit", delta.replace(digest, digest + "\n=1"));
    bad.put("line before an edit", delta.replace(digest, digest + "\n+x"));
    bad.put("edit beyond the file", delta.replace(edit, "edit: 999999999 1"));
    bad.put(
        "edit larger than the file",
        delta.replaceFirst("edit: ([0-9]+) [0-9]+", "edit: $1 99999999"));
    bad.put("edit of nothing", delta.replace(edit, edit + "\nedit: 1 0"));
    bad.put("edit with a name", delta.replace(edit, "edit: /etc/passwd 1"));
    bad.put("edit of binary", delta.replace(edit, edit + "\nedit: 0 512\n=1"));
    bad.put("edits without end", delta.replace(edit, (edit + "\n").repeat(70) + edit));
    bad.put("same line over and over", delta.replace(edit, (edit + "\n=300\n").repeat(60) + edit));
    bad.put("line too long", delta.replace(edit, edit + "\n+" + "x".repeat(2_000)));
    bad.put("changed line", delta.replaceFirst("\n\\+blocked", "\n+trusted"));
    bad.put("changed bytes", delta.replaceFirst("\n!bWFua", "\n!bWFuY"));
    bad.put("bytes that are none", delta.replaceFirst("\n!....", "\n!?%&("));
    bad.put("bytes with a hole", delta.replaceFirst("\n!(.{62})..\n", "\n!$1==\n"));
    bad.put("long bytes", delta.replaceFirst("\n!(.{64})\n!", "\n!$1"));
    bad.put("no bytes", delta.replaceFirst("\n!", "\n!\n!"));
    bad.put("shell", delta.replace(edit, edit + "\n+$(touch x)`touch x`;touch x"));
    for (Map.Entry<String, String> one : bad.entrySet()) {
      assertThat(one.getValue().equals(delta)).as("nothing was changed: " + one.getKey()).isFalse();
      byte[] bytes = ascii(one.getValue());
      assertThatExceptionOfType(BundleException.class)
          .as(one.getKey())
          .isThrownBy(() -> BundleDelta.rebuild(old, bytes))
          .matches(e -> e.reason() == Reason.NOT_A_DELTA);
      assertThat(script("sh", old, bytes)).as(one.getKey()).startsWith("10 ");
      assertThat(dir.resolve("new")).doesNotExist();
    }
    assertThat(script("busybox sh", old, ascii(bad.get("keeps more than there is"))))
        .startsWith("10 ");
    try (Stream<Path> left = Files.list(dir)) {
      assertThat(left.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("old", "delta", "out");
    }
  }

  @Test
  void rebuild_fromAnotherOldOne_saysToGetItWhole() {
    assertThatExceptionOfType(BundleException.class)
        .isThrownBy(() -> BundleDelta.rebuild(next, ascii(delta)))
        .withMessageContaining("another bundle than this old one");
    assertThatExceptionOfType(BundleException.class)
        .isThrownBy(() -> BundleDelta.between(ascii("noise"), next))
        .matches(e -> e.reason() == Reason.NOT_A_BUNDLE);
  }

  private static byte[] bundle(long serial, int names, Entry... more) throws BundleException {
    List<Entry> entries = new ArrayList<>(List.of(more));
    for (int i = 0; i < names; i++) {
      entries.add(block("bad-" + i + ".example"));
    }
    return Bundle.of(Fixtures.policy(serial, Unlisted.DELIVER, entries), Fixtures.terms(0))
        .signedBy(ALICE)
        .bytes();
  }

  /** Exit code and output. */
  private String script(String shell, byte[] from, byte[] bytes) throws Exception {
    Files.write(dir.resolve("old"), from);
    Files.write(dir.resolve("delta"), bytes);
    Files.deleteIfExists(dir.resolve("new"));
    List<String> command = new ArrayList<>(List.of(shell.split(" ")));
    command.addAll(List.of(SCRIPT.toString(), "old", "delta", "new"));
    Process process =
        new ProcessBuilder(command)
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("out").toFile())
            .start();
    return process.waitFor() + " " + Files.readString(dir.resolve("out"));
  }
}
