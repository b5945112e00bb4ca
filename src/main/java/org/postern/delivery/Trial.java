package org.postern.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.delivery.DeliveryException.Reason;

/**
 * What came of trying to reach a gateway's place: each step that was taken, with what was seen
 * there. Immutable; all texts are safe to show.
 *
 * @param place where it is
 * @param lines the steps in their order; only the last can have failed
 * @param shown who the server showed itself to be, if that is what failed
 */
public record Trial(String place, List<Line> lines, Optional<Identity> shown) {

  /** One step. */
  public record Line(Step step, boolean went, String says) {}

  public Trial {
    lines = List.copyOf(lines);
  }

  /** Signs in for real and leaves nothing there. Blocks for a minute at most. */
  public static Trial of(Gateway gateway) {
    Sending sending = new Sending(0);
    List<Line> lines = new ArrayList<>();
    try (Watch watch = Watch.over(sending, Patience.FOR_A_TRIAL)) {
      watch.start();
      gateway.way().tryOut(sending);
      sending.steps().forEach((step, seen) -> lines.add(new Line(step, true, seen)));
      return new Trial(gateway.place(), lines, Optional.empty());
    } catch (DeliveryException e) {
      Step failed =
          e.reason() == Reason.SETTINGS && sending.steps().isEmpty() ? Step.FILE : sending.step();
      for (Map.Entry<Step, String> one : sending.steps().entrySet()) {
        if (one.getKey() != failed) {
          lines.add(new Line(one.getKey(), true, one.getValue()));
        }
      }
      lines.add(new Line(failed, false, e.sentence()));
      return new Trial(gateway.place(), lines, e.shown());
    }
  }

  /** Whether no step failed. */
  public boolean works() {
    return lines.stream().allMatch(Line::went);
  }

  /** The whole as lines of text, to be sent to an administrator; without secrets. */
  public String text() {
    return lines.stream()
        .map(
            l ->
                "%-6s %-15s  %s"
                    .formatted(l.went() ? "went" : "failed", l.step().label(), l.says())
                    .stripTrailing())
        .collect(Collectors.joining("\n", place + "\n", "\n"));
  }
}
