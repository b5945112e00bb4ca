package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.store.Author;
import org.postern.store.Settings;
import org.postern.store.Store;

/** A bundle on its way to gateways, on the command line. */
class BundleDeliverTest {
  @TempDir Path dir;

  /** Exit code, standard output, standard error. */
  @BeforeEach
  void listsAndGateways() throws Exception {
    Files.createDirectory(dir.resolve("one"));
    try (Store store = Store.open(dir.resolve("data"), Clock.systemUTC())) {
      store
          .lists()
          .add(
              List.of(Entry.of(Listing.TRUSTED, EntryPattern.parse("army.mil").ok().orElseThrow())),
              new Author("major", ""));
      store
          .setup()
          .change(
              "major",
              s ->
                  s.withGateways(
                      List.of(
                          new Settings.Gateway("relay-1.example", dir.resolve("one").toString()),
                          new Settings.Gateway("relay-2.example", dir.resolve("two").toString()))));
    }
    run(new KeyCommand(), "new", "Alice");
  }

  private Ran bundle(String... args) {
    return run(new BundleCommand(), args);
  }

  private Ran run(Object command, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--data", dir.resolve("data").toString()));
    return Ran.of(command, all);
  }

  @Test
  void deliver_whereItCan_saysWhyNotElsewhere_andGoesOnLater() throws Exception {
    assertThat(bundle("deliver").err()).contains("no bundle was made here yet");
    bundle("create");
    assertThat(bundle("deliver").err()).contains("nobody has signed");
    bundle("sign", dir.resolve("data/bundles/policy-1.postern").toString(), "--key", "Alice");
    Ran ran = bundle("deliver");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out())
        .contains("delivered  relay-1.example")
        .contains("failed     relay-2.example")
        .contains("Connect the share")
        .contains("Tried again at");
    assertThat(dir.resolve("one/policy-1.postern")).exists();
    assertThat(bundle("deliveries").code()).isEqualTo(1);
    Files.createDirectory(dir.resolve("two"));
    assertThat(bundle("deliver", "--gateway", "relay-2.example", "--wait", "30").code()).isZero();
    assertThat(dir.resolve("two/policy-1.postern")).exists();
    assertThat(bundle("deliveries", "--json").out())
        .contains("\"state\":\"delivered\"")
        .doesNotContain("failed");
  }

  @Test
  void deliver_toWhomItIsNotFor_andToNobody_isRefused() throws Exception {
    bundle("create", "--gateway", "elsewhere.example");
    bundle("sign", dir.resolve("data/bundles/policy-1.postern").toString(), "--key", "Alice");
    assertThat(bundle("deliver").err()).contains("audience").contains("elsewhere.example");
    assertThat(bundle("deliver", "--gateway", "nobody.example").code()).isEqualTo(2);
    assertThat(bundle("deliveries")).isEqualTo(new Ran(0, "", ""));
  }

  @Test
  void cancel_takesWhatWaitsFromItsWay() throws Exception {
    bundle("create");
    bundle("sign", dir.resolve("data/bundles/policy-1.postern").toString(), "--key", "Alice");
    bundle("deliver");
    Ran ran = bundle("deliveries", "--cancel");
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("cancelled  relay-2.example").contains("delivered  relay-1");
  }
}
