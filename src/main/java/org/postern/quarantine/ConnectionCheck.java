package org.postern.quarantine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.tls.ServerCertificate;

/**
 * What came of trying a server: each step with what was seen there and how long it took. Immutable;
 * all texts are safe to show.
 *
 * @param server whom it is about
 * @param lines the steps in the order in which they are taken, those not reached at the end
 * @param certificate the server's, if that is what failed
 */
public record ConnectionCheck(
    String server, List<Line> lines, Optional<ServerCertificate> certificate) {

  /** How a step ended. */
  public enum Outcome {
    WENT,
    /** It works, but not as well as it could; the words say what to do. */
    WARNED,
    FAILED,
    /** Not reached. */
    UNTRIED;

    /** For scripts. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * One step.
   *
   * @param took how long; zero if it was not reached
   * @param says what was seen, and what to do if it did not go well; may be empty
   */
  public record Line(Step step, Outcome outcome, Duration took, String says) {}

  /** Copies the list. */
  public ConnectionCheck {
    lines = List.copyOf(lines);
  }

  /**
   * Signs in for real, opens folders, and changes nothing. Blocks for a minute or two at most.
   *
   * @param folders all that are to be read
   */
  public static ConnectionCheck of(Mailbox box, List<String> folders) {
    return new MailboxCheck(box, List.copyOf(folders)).check();
  }

  /** Settings with which nothing can be tried. */
  public static ConnectionCheck impossible(String server, String sentence) {
    return new ConnectionCheck(
        server,
        List.of(new Line(Step.NAME, Outcome.FAILED, Duration.ZERO, sentence)),
        Optional.empty());
  }

  /** Signs in to the release gateway and sends nothing. Blocks for a minute at most. */
  public static ConnectionCheck of(ReleaseGateway gateway) {
    Checking checking =
        new Checking(
            "release gateway " + gateway.host() + ":" + gateway.port(),
            Checking.plan(gateway.security(), false, false));
    try {
      new Releaser(gateway).test(checking);
      checking.found(Step.SIGN_IN, "The gateway would take released mail.");
      return checking.done();
    } catch (QuarantineException e) {
      return checking.failed(e);
    }
  }

  /** Whether no step failed. */
  public boolean works() {
    return failed().isEmpty();
  }

  /** The step that failed. */
  public Optional<Line> failed() {
    return lines.stream().filter(l -> l.outcome() == Outcome.FAILED).findFirst();
  }

  /** The whole as lines of text, to be sent to an administrator; without secrets. */
  public String text() {
    return lines.stream()
        .map(
            l ->
                "%-8s %-13s %8s  %s"
                    .formatted(
                        l.outcome().word(),
                        l.step().label(),
                        l.outcome() == Outcome.UNTRIED ? "" : millis(l.took()),
                        l.says())
                    .stripTrailing())
        .collect(Collectors.joining("\n", server + "\n", "\n"));
  }

  /** "12 ms". */
  public static String millis(Duration took) {
    return took.toMillis() < 1 ? "< 1 ms" : took.toMillis() + " ms";
  }
}
