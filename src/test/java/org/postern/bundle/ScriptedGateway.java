package org.postern.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.bundle.Fixtures.block;
import static org.postern.bundle.Fixtures.policy;
import static org.postern.bundle.Fixtures.terms;
import static org.postern.bundle.Fixtures.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.postern.officer.OfficerKey;

/**
 * A gateway with {@code postern-apply} on it, two officers and two bundles. Postfix's commands are
 * small scripts here, so that this runs anywhere; the relay lab does it with the real ones.
 */
abstract class ScriptedGateway {
  static final Path SCRIPT = Path.of("installer/gateway/postern-apply").toAbsolutePath();
  static final OfficerKey ALICE = Fixtures.officer("alice");
  static final OfficerKey BOB = Fixtures.officer("bob");

  @TempDir Path dir;

  Bundle one;
  Bundle two;

  @BeforeEach
  void gateway() throws Exception {
    officers().write(dir.resolve("trust"));
    program(
        "postmap",
        """
        case "$*" in
        *" -q - "*) awk 'NR == FNR { v[$1] = $2; next } $1 in v { print $1 "\\t" v[$1] }' "$(case $5 in inline:*) echo /dev/null ;; *) echo "${5#*:}" ;; esac)" - ;;
        *) cp "${3#*:}" "${3#*:}.lmdb" ;;
        esac
        """);
    program(
        "postfix",
        "echo \"$*\" >> postfix.log\n[ \"$3\" != reload ] || cp state/current/transport asked\n");
    program("sleep", "");
    program(
        "postconf",
        "case \"$*\" in *mail_owner) id -un ;; *daemon_directory) echo '"
            + dir.resolve("bin")
            + "' ;; *transport_maps) cat transport_maps ;; *) echo x ;; esac\n");
    // The daemon asks the table that it read at its last reload, and at RCPT says what stands
    // there.
    program(
        "smtpd",
        """
        sed -n 's/^RCPT TO:<[^@]*@\\(.*\\)>.*/\\1/p' \\
          | awk -F '\\t' 'NR == FNR { to[$1] = $2; next } { print "550 5.1.1 <x@" $1 ">: " to[$1] "\\r" }' asked -
        """);
    Files.writeString(
        dir.resolve("transport_maps"), "lmdb:" + dir.resolve("state/current/transport") + "\n");
    Files.writeString(dir.resolve("asked"), "");
    conf("");
    one =
        Bundle.of(policy(1, trust("army.mil"), block("ml")), terms(0))
            .signedBy(ALICE)
            .signedBy(BOB);
    two =
        Bundle.of(
                policy(2, trust("army.mil"), block("ml"), block("new.example")),
                terms(0).following(one))
            .signedBy(ALICE)
            .signedBy(BOB);
    one.write(dir.resolve("one"));
    two.write(dir.resolve("two"));
    assertThat(run("--init", "conf")).startsWith("0 ").contains("BEGIN PUBLIC KEY");
  }

  TrustFile officers() throws BundleException {
    return new TrustFile(1, 2, List.of(Fixtures.key(ALICE), Fixtures.key(BOB)));
  }

  void conf(String more) throws IOException {
    Files.writeString(
        dir.resolve("conf"),
        "GATEWAY=relay.example\nSTATE="
            + dir.resolve("state")
            + "\nTRUST="
            + dir.resolve("trust")
            + "\nPOLICY_ID=7f3c\nQUARANTINE_NEXTHOP=inet:127.0.0.1:24\n"
            + more);
  }

  void program(String name, String body) throws IOException {
    Fixtures.write(
        dir.resolve("bin").resolve(name), ("#!/bin/sh\n" + body).getBytes(StandardCharsets.UTF_8));
    Files.setPosixFilePermissions(
        dir.resolve("bin").resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  String active() throws IOException {
    return Files.readSymbolicLink(dir.resolve("state/current")).toString();
  }

  /** Exit code, a space, output. */
  String run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", SCRIPT.toString()));
    command.addAll(List.of(arguments));
    return exec(command.toArray(String[]::new));
  }

  String exec(String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true);
    builder.environment().merge("PATH", "", (path, _) -> dir.resolve("bin") + ":" + path);
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + " " + out;
  }

  /** Every receipt kept, each genuine, in the order of its number. */
  List<Receipt> receipts() throws Exception {
    PublicKey gateway = TrustFile.publicKey(dir.resolve("state/gateway.pub"));
    List<Receipt> receipts = new ArrayList<>();
    for (int i = 1; Files.exists(dir.resolve("state/receipts/" + i + ".receipt")); i++) {
      String text = Files.readString(dir.resolve("state/receipts/" + i + ".receipt"));
      Receipt.Reading reading =
          Receipt.read(text, name -> name.equals("relay.example") ? List.of(gateway) : List.of());
      assertThat(reading).isInstanceOf(Receipt.Genuine.class);
      receipts.add(((Receipt.Genuine) reading).receipt());
      assertThat(receipts.getLast().sequence()).isEqualTo(i);
    }
    return receipts;
  }
}
