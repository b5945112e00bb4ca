package org.postern.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.postern.gatekeeper.Endpoint;
import org.postern.gatekeeper.Gatekeeper;
import org.postern.gatekeeper.Times;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern gatekeeper}: the engine at a mail gateway. */
@Command(
    name = "gatekeeper",
    mixinStandardHelpOptions = true,
    description = {
      "Answers Postfix's transport lookups (socketmap) by the slip engine, on the policy of a signed bundle.",
      "Verifies the bundle, changes to the next one as soon as the file is replaced, and keeps the old one if the new is refused.",
      "Without a policy that may be enforced, every answer is \"try later\": mail stays queued. Runs until it is stopped; logs JSON to standard output."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:stopped", "1:an endpoint cannot be opened", "2:bad usage"},
    subcommands = GatekeeperAsk.class,
    footer = {
      "",
      "Examples:",
      "  postern gatekeeper --bundle /var/lib/postern/current/bundle --trust /etc/postern/trust \\",
      "    --gateway relay-1.example.mil --quarantine inet:127.0.0.1:24 --state /var/lib/postern-gatekeeper \\",
      "    --listen unix:/run/postern/socketmap",
      "  postern gatekeeper ask gen@army.ml --socket unix:/run/postern/socketmap"
    })
final class GatekeeperCommand implements Callable<Integer> {
  private static final int LONGEST_GRACE = 3_660;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--bundle", paramLabel = "FILE", description = "The bundle that is enforced.")
  private @Nullable Path bundle;

  @Option(
      names = "--trust",
      paramLabel = "FOLDER",
      description = {
        "The gateway's trust folder. Repeat it for the one in which postern-apply keeps a later trust",
        "file that came by a bundle: the newest counts."
      })
  private List<Path> trust = new ArrayList<>();

  @Option(
      names = "--gateway",
      paramLabel = "NAME",
      description = "This gateway's name, as the bundles have it.")
  private @Nullable String gateway;

  @Option(
      names = "--policy-id",
      paramLabel = "ID",
      defaultValue = "postern",
      description = "The line of policies that it follows. Default: ${DEFAULT-VALUE}.")
  private String policyId = "";

  @Option(
      names = "--quarantine",
      paramLabel = "NEXTHOP",
      description = "LMTP server of the quarantine box, as in transport(5): inet:127.0.0.1:24.")
  private @Nullable String quarantine;

  @Option(
      names = "--heartbeat",
      paramLabel = "FILE",
      description = {
        "The newest heartbeat, as postern-apply keeps it. When it says that the policy is not the newest, or none",
        "comes in its time, the log and the counters say so; what is in force stays so."
      })
  private @Nullable Path heartbeat;

  @Option(
      names = "--state",
      paramLabel = "FOLDER",
      description =
          "Where the bundle in force is kept, so that a restart neither forgets its serial nor needs the file.")
  private @Nullable Path state;

  @Option(
      names = "--listen",
      paramLabel = "ENDPOINT",
      description =
          "Where socketmap lookups come in: unix:/PATH or inet:127.0.0.1:PORT; repeat for more. Default: inet:127.0.0.1:10023.")
  private List<String> listen = new ArrayList<>();

  @Option(
      names = "--listen-policy",
      paramLabel = "ENDPOINT",
      description =
          "Where policy delegation requests come in (check_policy_service); they are answered with REJECT or DUNNO.")
  private List<String> listenPolicy = new ArrayList<>();

  @Option(
      names = "--metrics",
      paramLabel = "FILE",
      description =
          "Write counters here every ten seconds, for the textfile collector of Prometheus' node_exporter.")
  private @Nullable Path metrics;

  @Option(
      names = "--grace",
      paramLabel = "DAYS",
      defaultValue = "7",
      description =
          "For how many days a policy is enforced after its end. Default: ${DEFAULT-VALUE}.")
  private int grace;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "256",
      description = "At most so many connections at an endpoint. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--log-lookups",
      description = "Log each lookup: the domain, never the part before the @.")
  private boolean logLookups;

  @Override
  public Integer call() throws InterruptedException {
    Gatekeeper.Options options = options();
    try {
      Gatekeeper gatekeeper = Gatekeeper.start(options, Clock.systemUTC(), System.out);
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(gatekeeper::close));
      new CountDownLatch(1).await();
      return 0;
    } catch (IOException e) {
      return new Tell(spec).failed(e);
    }
  }

  private Gatekeeper.Options options() {
    // Not declared as required: the subcommand does without.
    if (bundle == null || trust.isEmpty() || gateway == null || quarantine == null) {
      throw wrong("It needs --bundle, --trust, --gateway and --quarantine.");
    }
    if (grace < 0 || grace > LONGEST_GRACE || connections < 1) {
      throw wrong("--grace is 0 to 3660 days, --connections at least 1.");
    }
    // With none, held mail would go to the blocked domain itself (transport(5)).
    if (!quarantine.matches("[!-~]{1,300}")) {
      throw wrong("--quarantine is a nexthop of transport(5), without spaces.");
    }
    return new Gatekeeper.Options(
        bundle,
        trust,
        gateway,
        policyId,
        quarantine,
        Optional.ofNullable(heartbeat),
        Optional.ofNullable(state),
        endpoints(listen.isEmpty() ? List.of("inet:127.0.0.1:10023") : listen),
        endpoints(listenPolicy),
        Optional.ofNullable(metrics),
        Duration.ofDays(grace),
        connections,
        Times.USUAL,
        logLookups);
  }

  private List<Endpoint> endpoints(List<String> texts) {
    return texts.stream().map(t -> endpoint(t, Objects.requireNonNull(spec))).toList();
  }

  static Endpoint endpoint(String text, CommandSpec spec) {
    return Endpoint.parse(text)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "An endpoint is unix:/PATH or inet:127.0.0.1:PORT, on this machine only."));
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), sentence);
  }
}
