package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What else becomes of a bundle on the command line: CMS, second signatures, deltas. */
class BundleFormsTest {
  @TempDir Path dir;
  private String file;

  /** Exit code, standard output, standard error. */
  @BeforeEach
  void signed() {
    file = dir.resolve("p").toString();
    run("key", "new", "Alice");
    run("list", "add", "blocked", "ml");
    run("bundle", "create", "--gateway", "relay.example", "-o", file);
  }

  @Test
  void cms_isWrittenBesideTheBundleAndNeverOverAFile() throws Exception {
    assertThat(run("bundle", "cms", file).err()).contains("no certificate");
    assertThat(dir.resolve("p.p7m")).doesNotExist();
    run("bundle", "sign", file, "--key", "Alice");
    assertThat(run("bundle", "cms", file).out()).startsWith(file + ".p7m  ");
    Ran again = run("bundle", "cms", file);
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("--force");
    Files.writeString(dir.resolve("pem"), run("key", "certificate", "Alice").out());
    assertThat(Files.readString(dir.resolve("pem"))).startsWith("-----BEGIN CERTIFICATE-----\n");
    assertThat(run("bundle", "cms", file, "--certificate", file, "--force").err())
        .contains("holds no certificate");
    assertThat(
            run("bundle", "cms", file, "--force", "--certificate", dir.resolve("pem").toString())
                .code())
        .isZero();
  }

  @Test
  void secondKey_isNamedByTheTrustFileAndThenOwed() throws Exception {
    run("bundle", "sign", file, "--key", "Alice");
    Ran made = run("key", "second", "Alice");
    assertThat(made.out()).contains("second key of Alice", "-----BEGIN PUBLIC KEY-----");
    String id = made.out().substring(0, 16);
    assertThat(run("key", "second", "Alice").err()).contains("has a second one already");
    assertThat(run("key", "list").out()).endsWith("Alice, second key " + id + "\n");
    String trust = dir.resolve("trust").toString();
    run("key", "trust", "--threshold", "1", trust);
    assertThat(verify(trust).out()).startsWith("accepted");
    String second = dir.resolve("trust-2").toString();
    assertThat(run("key", "trust", "--threshold", "1", "--second", second).out())
        .endsWith(id + "  Alice, second key\n");
    assertThat(verify(second).out()).startsWith("refused  threshold  only 0 of 1");
    assertThat(run("bundle", "sign", file, "--key", "Alice").code()).isZero();
    assertThat(verify(second).out()).startsWith("accepted").contains("signed by Alice");
    assertThat(run("bundle", "show", file).out())
        .contains("second       " + id + "  ML-DSA-65  not verified");
    assertThat(run("bundle", "trust", trust, second, "--gateway", "g.example").err())
        .contains("must have a serial above 1");
  }

  @Test
  void delta_givesTheNextBundleBack_orIsNotWorthIt() throws Exception {
    Files.write(
        dir.resolve("names"),
        IntStream.range(0, 12_000).mapToObj(i -> "n" + i + ".example").toList());
    String names = dir.resolve("names").toString();
    String large = dir.resolve("large").toString();
    String larger = dir.resolve("larger").toString();
    assertThat(run("list", "import", "blocked", names).code()).isZero();
    run("bundle", "create", "--gateway", "relay.example", "-o", large);
    run("list", "add", "blocked", "ru");
    run("bundle", "create", "--gateway", "relay.example", "-o", larger);
    Ran made = run("bundle", "delta", large, larger);
    assertThat(made.out()).as(made.err()).startsWith(larger + ".delta  ");
    Ran rebuilt = run("bundle", "rebuild", large, larger + ".delta");
    assertThat(rebuilt.out()).startsWith(dir.resolve("policy-3.postern").toString());
    assertThat(dir.resolve("policy-3.postern")).hasSameBinaryContentAs(Path.of(larger));
    assertThat(run("bundle", "rebuild", file, larger + ".delta").err())
        .contains("another bundle than this old one");
    assertThat(run("bundle", "delta", file, larger).err()).contains("too much changed");
    assertThat(dir.resolve("p.delta")).doesNotExist();
  }

  private Ran verify(String trust) {
    return run("bundle", "verify", file, "--trust", trust, "--gateway", "relay.example");
  }

  private Ran run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (!List.of("delta", "rebuild").contains(arguments[1])) {
      all.addAll(List.of("--data", dir.resolve("data").toString()));
    }
    return Ran.of(PosternCommand.class, all);
  }
}
