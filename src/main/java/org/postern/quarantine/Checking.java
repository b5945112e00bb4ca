package org.postern.quarantine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.quarantine.ConnectionCheck.Line;
import org.postern.quarantine.ConnectionCheck.Outcome;
import org.postern.tls.ServerCertificate;

/** Takes down how far a connection came, with the time that each step took. */
final class Checking implements Steps {
  private final String server;
  private final List<Step> plan;
  private final Map<Step, Duration> took = new EnumMap<>(Step.class);
  private final Map<Step, String> seen = new EnumMap<>(Step.class);
  private final Set<Step> warned = EnumSet.noneOf(Step.class);
  private @Nullable Step current;
  private long since;

  Checking(String server, List<Step> plan) {
    this.server = server;
    this.plan = List.copyOf(plan);
  }

  /** The steps to a server that is protected like this, in their order. */
  static List<Step> plan(Security security, boolean token, boolean mailbox) {
    List<Step> steps = new ArrayList<>(List.of(Step.NAME, Step.CONNECT));
    switch (security) {
      case TLS -> steps.addAll(List.of(Step.TLS, Step.CERTIFICATE, Step.GREETING));
      case STARTTLS -> steps.addAll(List.of(Step.GREETING, Step.TLS, Step.CERTIFICATE));
      case LOOPBACK_PLAIN -> steps.add(Step.GREETING);
    }
    if (mailbox) {
      steps.add(Step.CAPABILITY);
    }
    if (token) {
      steps.add(Step.TOKEN);
    }
    steps.add(Step.SIGN_IN);
    if (mailbox) {
      steps.addAll(List.of(Step.FOLDER, Step.RIGHTS, Step.LIVE));
    }
    return steps;
  }

  @Override
  public void at(Step step) {
    long now = System.nanoTime();
    if (current != null) {
      took.merge(current, Duration.ofNanos(now - since), Duration::plus);
    }
    current = step;
    since = now;
  }

  @Override
  public void found(Step step, String what) {
    seen.merge(step, what, (a, b) -> a + " " + b);
  }

  /** It works, but somebody should know this. */
  void warn(Step step, String what) {
    warned.add(step);
    found(step, what);
  }

  ConnectionCheck done() {
    return result(null, Optional.empty());
  }

  ConnectionCheck failed(QuarantineException e) {
    Step at = current == null ? Step.NAME : current;
    seen.put(at, e.sentence());
    return result(at, e.certificate());
  }

  private ConnectionCheck result(@Nullable Step failed, Optional<ServerCertificate> certificate) {
    if (current != null) {
      at(current);
    }
    List<Line> lines = new ArrayList<>();
    boolean reached = true;
    for (Step step : plan) {
      Outcome outcome;
      if (step == failed) {
        outcome = Outcome.FAILED;
        reached = false;
      } else if (!reached) {
        outcome = Outcome.UNTRIED;
      } else {
        outcome = warned.contains(step) ? Outcome.WARNED : Outcome.WENT;
      }
      lines.add(
          new Line(
              step,
              outcome,
              outcome == Outcome.UNTRIED ? Duration.ZERO : took.getOrDefault(step, Duration.ZERO),
              outcome == Outcome.UNTRIED ? "" : seen.getOrDefault(step, "")));
    }
    return new ConnectionCheck(server, lines, certificate);
  }
}
