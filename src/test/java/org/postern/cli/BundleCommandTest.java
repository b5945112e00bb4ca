package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.bundle.Bundle;
import org.postern.bundle.Manifest;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.store.Author;
import org.postern.store.Store;

/** The way of a bundle on the command line: keys, trust file, create, sign, verify, show. */
class BundleCommandTest {
  @TempDir Path dir;

  /** Exit code, standard output, standard error. */
  @Test
  void nextTrustFile_isSignedByOfficersOfBoth() throws Exception {
    key("new", "Alice");
    key("new", "Bob");
    String[] folders = {dir.resolve("trust").toString(), dir.resolve("trust-2").toString()};
    key("trust", "--threshold", "1", folders[0], "Alice");
    key("trust", "--threshold", "1", "--serial", "2", folders[1], "Bob");
    String file = dir.resolve("p").toString();
    assertThat(bundle("trust", folders[1], folders[0], "--gateway", "relay.example").err())
        .contains("must have a serial above 2");
    assertThat(
            bundle("trust", folders[0], folders[1], "--gateway", "relay.example", "-o", file).out())
        .contains("trust file 2  sha256:");
    assertThat(bundle("sign", file, "--key", "Alice").code()).isZero();
    assertThat(verify().out())
        .isEqualTo(
            "refused  threshold  only 0 of 1 required officers of the new trust file signed\n");
    assertThat(bundle("sign", file, "--key", "Bob").code()).isZero();
    assertThat(verify().out())
        .isEqualTo(
            "accepted  trust file 2  signed by Alice of the one in force, and Bob of the new one\n");
    assertThat(bundle("show", file).out()).contains("trust file   2, 1 officer must sign");
  }

  @Test
  void heartbeat_namesTheNewestThatEnoughOfficersSigned() throws Exception {
    list(Listing.TRUSTED, "army.mil");
    key("new", "Alice");
    String secret = dir.resolve("heartbeat.key").toString();
    assertThat(run(new KeyCommand(), "heartbeat", secret).out()).endsWith("heartbeat.key.pub\n");
    String trust = dir.resolve("trust").toString();
    key("trust", "--threshold", "1", trust);
    String[] beat = {
      "heartbeat", "--key", secret, "--trust", trust, "-o", dir.resolve("out").toString()
    };
    assertThat(bundle(beat).err()).contains("there is nothing to say yet");
    String first = dir.resolve("p").toString();
    bundle("create", "--gateway", "relay.example", "-o", first);
    bundle("sign", first, "--key", "Alice");
    list(Listing.BLOCKED, "ml");
    bundle("create", "--gateway", "relay.example", "-o", dir.resolve("unsigned").toString());
    assertThat(bundle(beat).err()).contains("does not name this heartbeat key");
    key("trust", "--threshold", "1", "--heartbeat", "console-1=" + secret + ".pub", trust);
    assertThat(Files.readString(dir.resolve("trust/trust")))
        .containsPattern("heartbeat: [0-9a-f]{16} console-1\nend");
    assertThat(bundle(beat).out()).contains("  serial 1, next by ");
    recordedAsTheScreenDoes(first, "Alice");
    assertThat(bundle(beat).out()).contains("  serial 1, next by ");
    assertThat(
            run(
                    new BundleCommand(),
                    "heartbeat",
                    "--key",
                    secret,
                    "--trust",
                    trust,
                    "--bundle",
                    first,
                    "-o",
                    dir.resolve("again").toString())
                .out())
        .contains("  serial 1, next by ");
    assertThat(
            bundle(
                    "heartbeat",
                    "--key",
                    secret,
                    "--trust",
                    trust,
                    "-o",
                    "x",
                    "--bundle",
                    dir.resolve("unsigned").toString())
                .code())
        .isEqualTo(1);
    try (var made = Files.list(dir.resolve("out"))) {
      assertThat(made.map(f -> f.getFileName().toString()).toList())
          .isNotEmpty()
          .allMatch(name -> name.matches("heartbeat-[0-9TZ]+\\.postern"));
    }
  }

  @Test
  void theWholeWay() throws Exception {
    list(Listing.TRUSTED, "army.mil");
    list(Listing.BLOCKED, "ml");
    Files.writeString(dir.resolve("pass"), "correct horse\n");
    String alice = key("new", "Alice", "--passphrase-file", "pass").out().substring(0, 16);
    Ran bob = key("new", "Bob");
    assertThat(bob.err()).contains("no passphrase");
    assertThat(key("list").out())
        .isEqualTo(
            alice + "  passphrase  Alice\n" + bob.out().substring(0, 16) + "  open        Bob\n");
    assertThat(key("trust", "--threshold", "2", dir.resolve("trust").toString()).code()).isZero();

    Ran created = bundle("create", "--gateway", "relay.example", "-o", dir.resolve("p").toString());
    assertThat(created.err()).isEmpty();
    assertThat(created.code()).isZero();
    assertThat(created.out()).contains("serial 2").contains("sha256:");
    assertThat(verify().out())
        .isEqualTo("refused  threshold  only 0 of 2 required officers signed\n");
    byte[] unsigned = Files.readAllBytes(dir.resolve("p"));

    assertThat(bundle("sign", dir.resolve("p").toString(), "--key", "Alice").code()).isEqualTo(2);
    assertThat(Files.readAllBytes(dir.resolve("p"))).isEqualTo(unsigned);
    assertThat(
            bundle(
                    "sign",
                    dir.resolve("p").toString(),
                    "--key",
                    alice,
                    "--passphrase-file",
                    dir.resolve("pass").toString())
                .out())
        .contains("signed by Alice");
    assertThat(verify().code()).isEqualTo(1);
    assertThat(bundle("sign", dir.resolve("p").toString(), "--key", "Bob").out())
        .contains("2 signatures");
    assertThat(verify()).isEqualTo(new Ran(0, "accepted  serial 2  signed by Alice, Bob\n", ""));
    assertThat(bundle("show", dir.resolve("p").toString()).out())
        .contains(
            "serial       2 of postern, follows none",
            "gateways     relay.example",
            "1 trusted, 1 blocked",
            alice + "  Alice  not verified");
    assertThat(bundle("show", "--rules", dir.resolve("p").toString()).out())
        .contains("blocked\tboth\tml\t-\n", "trusted\tboth\tarmy.mil\t-\n");
    assertThat(bundle("show", "--manifest", dir.resolve("p").toString()).out())
        .startsWith("postern-bundle: 1\nkind: policy\n")
        .endsWith("end: postern-bundle\n");
  }

  @Test
  void create_sameTime_sameBytesAndNoOverwriting() throws Exception {
    list(Listing.TRUSTED, "army.mil");
    String[] once = {"create", "--gateway", "relay.example", "--created", "2026-11-22T09:40:00Z"};
    Path file = dir.resolve("data/bundles/policy-1.postern");
    assertThat(bundle(once).code()).isZero();
    byte[] bytes = Files.readAllBytes(file);
    Ran again = bundle(once);
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("--force");
    Files.delete(file);
    assertThat(bundle(once).code()).isZero();
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  @Test
  void create_secondBundle_namesTheFirst() throws Exception {
    list(Listing.TRUSTED, "army.mil");
    String digest =
        bundle("create", "--gateway", "relay.example")
            .out()
            .replaceAll("(?s).*(sha256:[0-9a-f]+).*", "$1");
    list(Listing.BLOCKED, "ml");
    bundle("create", "--gateway", "relay.example");
    assertThat(bundle("show", dir.resolve("data/bundles/policy-2.postern").toString()).out())
        .contains("follows " + digest);
  }

  @Test
  void create_emptyDirectory_saysWhatToDo() {
    assertThat(bundle("create", "--gateway", "relay.example").code()).isEqualTo(1);
    assertThat(bundle("create", "--gateway", "relay.example").err()).startsWith("postern: ");
    assertThat(bundle("create").code()).isEqualTo(2);
    assertThat(bundle("create").err()).contains("--gateway");
    assertThat(dir.resolve("data/bundles")).doesNotExist();
  }

  @Test
  void badUsage_is2() {
    for (String[] arguments :
        List.of(
            new String[] {},
            new String[] {"verify"},
            new String[] {"create", "--valid", "0"},
            new String[] {"create", "--created", "yesterday"},
            new String[] {"sign", "x"},
            new String[] {"verify", "x", "--gateway", "g", "--trust", "t", "--active", "41"})) {
      Ran ran = run(new BundleCommand(), arguments);
      // a missing trust folder or file is refused, not misused
      assertThat(ran.code()).as(String.join(" ", arguments)).isBetween(1, 2);
      assertThat(ran.err()).as(String.join(" ", arguments)).isNotBlank();
    }
    assertThat(run(new KeyCommand()).code()).isEqualTo(2);
    assertThat(key("new").code()).isEqualTo(2);
    assertThat(key("trust", "x").code()).isEqualTo(2);
    assertThat(key("new", "A", "--passphrase-file", dir.resolve("none").toString()).code())
        .isEqualTo(2);
  }

  @Test
  void notABundle_is1() throws Exception {
    Files.writeString(dir.resolve("noise"), "noise \u202e\u001b[31m");
    key("new", "Bob");
    assertThat(bundle("show", dir.resolve("noise").toString()).code()).isEqualTo(1);
    assertThat(bundle("sign", dir.resolve("noise").toString(), "--key", "Bob").code()).isEqualTo(1);
    assertThat(bundle("show", dir.resolve("none").toString()).err()).contains("There is no file");
    assertThat(Files.readString(dir.resolve("noise"))).startsWith("noise");
  }

  @Test
  void keyList_damagedFile_saysSoAndListsTheOthers() throws Exception {
    key("new", "Bob");
    Files.write(dir.resolve("data/keys/zzz.p12"), "noise".getBytes(StandardCharsets.UTF_8));
    Ran listed = key("list");
    assertThat(listed.code()).isEqualTo(1);
    assertThat(listed.out()).contains("Bob");
    assertThat(listed.err()).contains("zzz.p12");
  }

  @Test
  void keyNew_badName_is1AndNothingIsMade() {
    assertThat(key("new", "a\u202eb").code()).isEqualTo(1);
    assertThat(key("new", "a\u202eb").err()).doesNotContain("\u202e");
    assertThat(dir.resolve("data/keys")).doesNotExist();
  }

  @Test
  void help_isWorthReading() {
    for (String command : List.of("create", "sign", "verify", "show")) {
      assertThat(bundleHelp(command)).contains("Exit codes:").contains("--data");
    }
  }

  private String bundleHelp(String command) {
    return run(new BundleCommand(), command, "--help").out();
  }

  private Ran verify() {
    return bundle(
        "verify",
        dir.resolve("p").toString(),
        "--trust",
        dir.resolve("trust").toString(),
        "--gateway",
        "relay.example");
  }

  private void recordedAsTheScreenDoes(String file, String officer) throws Exception {
    try (Store store = Store.open(dir.resolve("data"), Clock.systemUTC())) {
      Bundle bundle = Bundle.read(Path.of(file));
      Manifest manifest = bundle.manifest();
      store
          .publications()
          .made(
              manifest.serial(),
              manifest.policyId(),
              bundle.digest(),
              file,
              List.of(officer),
              officer);
    }
  }

  private void list(Listing listing, String pattern) throws Exception {
    try (Store store = Store.open(dir.resolve("data"), Clock.systemUTC())) {
      store
          .lists()
          .add(
              List.of(Entry.of(listing, EntryPattern.parse(pattern).ok().orElseThrow())),
              new Author("test", "test"));
    }
  }

  private Ran key(String... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = arguments[i].equals("pass") ? dir.resolve("pass").toString() : arguments[i];
    }
    return run(new KeyCommand(), withData(arguments));
  }

  private Ran bundle(String... arguments) {
    return run(new BundleCommand(), withData(arguments));
  }

  private String[] withData(String... arguments) {
    String[] more = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    more[arguments.length] = "--data";
    more[arguments.length + 1] = dir.resolve("data").toString();
    return more;
  }

  private static Ran run(Object command, String... arguments) {
    return Ran.of(command, List.of(arguments));
  }
}
