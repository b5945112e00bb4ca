package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.bundle.Bundle;
import org.postern.bundle.Fingerprint;
import org.postern.bundle.GatewayFile;
import org.postern.bundle.TestGateway;
import org.postern.officer.OfficerKeys;
import org.postern.officer.Sealed;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.store.Author;
import org.postern.store.Store;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gateways on the command line: taken in, believed, out of service. */
class GatewayCommandTest {
  private final TestGateway gateway = new TestGateway("relay-1.example", Clock.systemUTC());
  @TempDir Path dir;
  private Path file;

  /** Exit code, standard output, standard error. */
  @BeforeEach
  void console() throws Exception {
    file = dir.resolve("relay-1.example.gateway");
    Files.writeString(file, gateway.file("postern"));
    try (Store store = Store.open(dir.resolve("data"), Clock.systemUTC())) {
      new OfficerKeys(store.directory(), Clock.systemUTC())
          .create("Alice", store.keyPassphrase(), Sealed.DIRECTORY);
      store
          .lists()
          .add(
              List.of(Entry.of(Listing.TRUSTED, EntryPattern.parse("army.mil").ok().orElseThrow())),
              new Author("Alice", ""));
    }
  }

  private String fingerprint() throws Exception {
    return Fingerprint.aloud(GatewayFile.read(file).fingerprint());
  }

  private Ran add(String... more) {
    String[] all =
        Stream.concat(
                Stream.of(
                    "add",
                    file.toString(),
                    "--folder",
                    dir.toString(),
                    "-o",
                    dir.resolve("out").toString()),
                Arrays.stream(more))
            .toArray(String[]::new);
    return gateway(all);
  }

  @Test
  void add_withoutTheFingerprint_saysWhatItIsAndTakesNothing() throws Exception {
    Ran looked = add();
    assertThat(looked.code()).isEqualTo(1);
    assertThat(looked.out()).contains(fingerprint()).contains("a new gateway");
    assertThat(looked.err()).contains("Compare the fingerprint");
    assertThat(add("--fingerprint", "0000 1111").err()).contains("not the fingerprint");
    assertThat(gateway("list").out()).startsWith("No gateway yet");
    assertThat(dir.resolve("out")).doesNotExist();
  }

  @Test
  void theWholeWay_inBundleReceiptOutAndBack() throws Exception {
    assertThat(add("--fingerprint", fingerprint().replace(" ", "").toUpperCase(Locale.ROOT)).code())
        .isZero();
    assertThat(Files.readString(dir.resolve("out")))
        .startsWith("postern-admission: 1\ngateway: relay-1.example\npolicy-id: postern\n")
        .contains("trust| key: ", " Alice\n")
        .endsWith("bundle: none\nend: postern-admission\n");

    Path policy = dir.resolve("p");
    assertThat(bundle("create", "-o", policy.toString()).err()).isEmpty();
    assertThat(bundle("sign", policy.toString(), "--key", "Alice").code()).isZero();
    assertThat(gateway("file", "relay-1.example", "-o", dir.resolve("out").toString()).err())
        .contains("there already");
    assertThat(
            gateway("file", "relay-1.example", "--force", "-o", dir.resolve("out").toString())
                .out())
        .contains("bundle 1");
    Bundle made = Bundle.read(policy);
    assertThat(Files.size(dir.resolve("out"))).isGreaterThan(made.bytes().length);

    Path receipt = dir.resolve("1.receipt");
    Files.writeString(receipt, gateway.losing(1).applies(1, made.digest()));
    Ran brought = gateway("receipt", receipt.toString());
    assertThat(brought).isEqualTo(new Ran(0, "new      relay-1.example 2  applied\n", ""));
    assertThat(gateway("receipt", receipt.toString()).out()).startsWith("known    ");
    Files.writeString(receipt, Files.readString(receipt).replace("serial: 1", "serial: 2"));
    Ran forged = gateway("receipt", receipt.toString());
    assertThat(forged.code()).isEqualTo(1);
    assertThat(forged.out()).startsWith("refused  relay-1.example  Its signature");

    Ran list = gateway("list");
    assertThat(list.code()).isZero();
    assertThat(list.out())
        .startsWith("The gateway enforces serial 1.\n")
        .contains("relay-1.example  active", "Receipt 1 never came.");
    JsonNode json = new JsonMapper().readTree(gateway("list", "--json").out());
    assertThat(json.path("whole").asBoolean()).isTrue();
    assertThat(json.path("serial").asLong()).isEqualTo(1);
    JsonNode line = json.path("gateways").path(0);
    assertThat(line.path("state").asString()).isEqualTo("active");
    assertThat(line.path("runs").asLong()).isEqualTo(1);
    assertThat(line.path("missing").path(0).path("from").asLong()).isEqualTo(1);
    assertThat(line.path("fingerprint").asString()).isEqualTo(fingerprint());

    assertThat(gateway("retire", "relay-1.example", "--why", "moved").code()).isZero();
    assertThat(gateway("list").out()).contains("out of service").contains("moved");
    assertThat(bundle("create", "-o", dir.resolve("q").toString()).code()).isEqualTo(2);
    assertThat(gateway("return", "relay-1.example").code()).isZero();
    assertThat(gateway("list").code()).isZero();
  }

  @Test
  void newKey_signedByTheOldOne_orNot() throws Exception {
    add("--fingerprint", fingerprint());
    Files.writeString(file, gateway.renewed("postern"));
    Ran renewed = add("--fingerprint", fingerprint(), "--force");
    assertThat(renewed.code()).isZero();
    assertThat(renewed.out()).contains("the old one signed");
    Files.writeString(file, gateway.madeAnew().file("postern"));
    assertThat(add("--fingerprint", fingerprint(), "--force").err()).contains("made anew");
    assertThat(add("--fingerprint", fingerprint(), "--force", "--made-anew").code()).isZero();
  }

  @Test
  void silence_isSaidAndSet() {
    assertThat(gateway("silence").out()).isEqualTo("48 hours\n");
    assertThat(gateway("silence", "26").out()).isEqualTo("26 hours\n");
    assertThat(gateway("silence", "0").code()).isEqualTo(2);
  }

  @Test
  void whatIsNoFile_isOneSentence() throws Exception {
    Files.writeString(file, "\u202e nothing of the kind \u0007");
    Ran ran = add();
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).matches("[ -~]+\n").contains("not a gateway's file");
    assertThat(gateway("file", "nobody.example").err()).contains("not taken in");
    assertThat(gateway("retire", "nobody.example").err()).contains("in service");
    assertThat(gateway("receipt", dir.resolve("none").toString()).err()).contains("no file");
    assertThat(gateway().code()).isEqualTo(2);
  }

  private Ran gateway(String... arguments) {
    return run(new GatewayCommand(), arguments);
  }

  private Ran bundle(String... arguments) {
    return run(new BundleCommand(), arguments);
  }

  private Ran run(Object command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (!all.isEmpty()) {
      all.addAll(List.of("--data", dir.resolve("data").toString()));
    }
    return Ran.of(command, all);
  }
}
