package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An officer whose key lives on a token, played by SoftHSM 2 (Debian: softhsm2; .ci/run installs
 * it). In processes of their own, because the token's library finds its store by the environment.
 */
class TokenTest {
  private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
  private static final String CARTER = "Maj. A. Carter";

  @TempDir Path dir;

  @BeforeEach
  void token() throws Exception {
    assumeTrue(Files.exists(LIBRARY), "softhsm2 is not installed");
    Files.createDirectory(dir.resolve("tokens"));
    Files.writeString(
        dir.resolve("conf"), "directories.tokendir = " + dir.resolve("tokens") + "\n");
    run(
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        "t",
        "--so-pin",
        "0000",
        "--pin",
        "1234");
  }

  private String run(String... command) throws Exception {
    return run("1234", List.of(command));
  }

  private String run(String pin, List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SOFTHSM2_CONF", dir.resolve("conf").toString());
    builder.environment().put("POSTERN_PASSPHRASE", pin);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  private String postern(String pin, String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add("org.postern.app.Main");
    command.addAll(Arrays.asList(args));
    command.addAll(List.of("--data", dir.resolve("data").toString()));
    return run(pin, command);
  }

  @Test
  void keyOnAToken_isMadeEnrolledAndSigns_andAWrongPinIsToldAndRecorded() throws Exception {
    String lib = LIBRARY.toString();
    String id = postern("1234", "key", "new", CARTER, "--token", lib).strip();
    assertThat(id).matches("[0-9a-f]{16}  Maj\\. A\\. Carter");
    assertThat(postern("1234", "officer", "enrol", CARTER, "--token", lib)).contains("Enrolled");
    assertThat(
            postern(
                "1234", "list", "add", "trusted", "army.mil", "--as", CARTER, "--as-token", lib))
        .startsWith("proposed 1");
    assertThat(
            postern(
                "9999", "list", "add", "trusted", "navy.mil", "--as", CARTER, "--as-token", lib))
        .contains("does not accept this PIN");
    assertThat(postern("", "audit", "verify"))
        .contains("1 by the console")
        .contains("The record is sound.");
  }

  @Test
  void bundleSignedOnAToken_isCheckedByOpensslAsCms() throws Exception {
    String lib = LIBRARY.toString();
    String file = dir.resolve("p").toString();
    postern("1234", "key", "new", CARTER, "--token", lib);
    postern("", "list", "add", "trusted", "army.mil");
    postern("", "bundle", "create", "--gateway", "relay.example", "-o", file);
    assertThat(postern("1234", "bundle", "sign", file, "--key", CARTER, "--token", lib))
        .contains("signed by " + CARTER);
    Path pem = dir.resolve("carter.pem");
    Files.writeString(pem, postern("1234", "key", "certificate", CARTER, "--token", lib));
    assertThat(postern("", "bundle", "cms", file, "--certificate", pem.toString()))
        .startsWith(file + ".p7m  ");
    assertThat(
            run(
                "openssl",
                "cms",
                "-verify",
                "-binary",
                "-inform",
                "DER",
                "-in",
                file + ".p7m",
                "-CAfile",
                pem.toString()))
        .contains("kind: policy\n")
        .contains("erification successful");
  }
}
