package org.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.SoftHsm;

/** An officer whose key lives on a token, on the command line. */
@SuppressWarnings("NullAway.Init") // set before each test
class TokenTest {
  private static final String CARTER = "Maj. A. Carter";

  @TempDir Path dir;
  private SoftHsm token;

  @BeforeEach
  void token() throws Exception {
    token = new SoftHsm(dir);
  }

  private String postern(String pin, String... args) throws Exception {
    List<String> words = new ArrayList<>(List.of(args));
    words.addAll(List.of("--data", dir.resolve("data").toString()));
    return token.java(pin, "org.postern.app.Main", words);
  }

  @Test
  void keyOnAToken_isMadeEnrolledAndSigns_andAWrongPinIsToldAndRecorded() throws Exception {
    String lib = SoftHsm.LIBRARY.toString();
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
    String lib = SoftHsm.LIBRARY.toString();
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
            token.run(
                "",
                List.of(
                    "openssl",
                    "cms",
                    "-verify",
                    "-binary",
                    "-inform",
                    "DER",
                    "-in",
                    file + ".p7m",
                    "-CAfile",
                    pem.toString())))
        .contains("kind: policy\n")
        .contains("erification successful");
  }
}
