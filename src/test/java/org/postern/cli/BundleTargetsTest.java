package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.store.Author;
import org.postern.store.Store;
import tools.jackson.databind.JsonNode;

/** {@code postern bundle render} and {@code compare}. */
class BundleTargetsTest {
  @TempDir Path dir;

  @BeforeEach
  void bundle() throws Exception {
    try (Store store = Store.open(dir.resolve("data"), Clock.systemUTC())) {
      store
          .lists()
          .add(
              List.of(
                  entry(Listing.BLOCKED, "ml"),
                  entry(Listing.TRUSTED, "gov.ml"),
                  entry(Listing.BLOCKED, "x@a.example")),
              new Author("test", "test"));
    }
    run(new KeyCommand(), "new", "Alice");
    run(new KeyCommand(), "trust", "--threshold", "1", dir.resolve("data/trust").toString());
    assertThat(run(new BundleCommand(), "create", "--gateway", "relay.example", "-o", file()).err())
        .isEmpty();
  }

  @Test
  void render_onlyWhatTheGatewayWouldTake() throws Exception {
    Ran unsigned = render("exim", "relay.example", "out");
    assertThat(unsigned.code()).isEqualTo(1);
    assertThat(unsigned.err()).contains("threshold").contains("Nothing was written");
    sign();
    assertThat(render("exim", "another.example", "out").err()).contains("audience");
    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files.map(f -> f.getFileName().toString())).containsExactlyInAnyOrder("data", "p");
    }
    Ran written = render("exim", "relay.example", "out");
    assertThat(written.err()).isEmpty();
    assertThat(written.code()).isZero();
    assertThat(written.out())
        .contains("exim  serial ", "  postern.cdbmake")
        .doesNotContain("@HOST@");
    assertThat(dir.resolve("out/exim-transport.conf"))
        .content()
        .contains("hosts = 127.0.0.1\n", "port = 24\n");
    assertThat(render("exim", "relay.example", "out").err()).contains("is there already");
  }

  @Test
  void render_saysWhatIsLeftOut() throws Exception {
    sign();
    Ran written = render("rpz", "relay.example", "zone");
    assertThat(written.err()).contains("1 rules left out: it looks at domains only");
    assertThat(dir.resolve("zone/left-out.tsv"))
        .content()
        .startsWith("blocked\taddress\tx@a.example\t-\t");
  }

  @Test
  void compare_textAndJson() throws Exception {
    Ran all = run(new BundleCommand(), "compare", file());
    assertThat(all.code()).isEqualTo(1);
    assertThat(all.out())
        .contains("Exim: ", " asked, 0 different")
        .contains("    x@a.example  signed: blocked  there: delivered");
    Ran json =
        run(
            new BundleCommand(),
            "compare",
            file(),
            "--target",
            "plain",
            "--address",
            "Col@mail.GOV.ml",
            "--json");
    assertThat(json.code()).isZero();
    JsonNode object = Tell.mapper().readTree(json.out());
    assertThat(object.get("target").asString()).isEqualTo("plain");
    assertThat(object.get("counts").get("kept-back").asInt()).isPositive();
    assertThat(object.get("differences"))
        .anySatisfy(
            d -> {
              assertThat(d.get("recipient").asString()).isEqualTo("col@mail.gov.ml");
              assertThat(d.get("signed").asString()).isEqualTo("deliver");
              assertThat(d.get("there").asString()).isEqualTo("held");
            });
  }

  @Test
  void badUsage_is2() {
    assertThat(run(new BundleCommand(), "compare", file(), "--address", "a@@b").code())
        .isEqualTo(2);
    assertThat(run(new BundleCommand(), "compare", file(), "--most", "0").code()).isEqualTo(2);
    assertThat(run(new BundleCommand(), "compare", file(), "--quarantine", "x").code())
        .isEqualTo(2);
    assertThat(run(new BundleCommand(), "compare", file(), "--target", "x").code()).isEqualTo(2);
    assertThat(run(new BundleCommand(), "render", file(), "--target", "exim").code()).isEqualTo(2);
    assertThat(run(new BundleCommand(), "compare", dir.resolve("none").toString()).code())
        .isEqualTo(1);
  }

  private Ran render(String target, String gateway, String folder) {
    return run(
        new BundleCommand(),
        "render",
        file(),
        "--target",
        target,
        "--gateway",
        gateway,
        "-o",
        dir.resolve(folder).toString());
  }

  private void sign() {
    assertThat(run(new BundleCommand(), "sign", file(), "--key", "Alice").code()).isZero();
  }

  private String file() {
    return dir.resolve("p").toString();
  }

  private static Entry entry(Listing listing, String pattern) {
    return Entry.of(listing, EntryPattern.parse(pattern).ok().orElseThrow());
  }

  private Ran run(Object command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (!arguments[0].equals("compare")) {
      all.addAll(List.of("--data", dir.resolve("data").toString()));
    }
    return Ran.of(command, all);
  }
}
