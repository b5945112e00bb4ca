package org.postern.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.Receipt;
import org.postern.store.Fleet.Line;
import org.postern.store.Fleet.Published;
import org.postern.store.Fleet.State;
import org.postern.store.Fleet.Steps;
import org.postern.store.Fleet.Voice;
import org.postern.store.Fleet.Way;
import org.postern.store.Receipts.Heard;

/**
 * Makes a {@link Fleet} of what is known. The highest number a gateway gave counts as its last
 * word, whatever came last.
 */
final class FleetReading {
  /** What two clocks may differ by without a word about it. */
  private static final Duration CLOCKS = Duration.ofMinutes(5);

  private final long serial;
  private final List<Published> newest;
  private final List<Published> published;
  private final Duration silence;
  private final Instant now;

  private FleetReading(List<Published> published, Duration silence, Instant now) {
    this.published = published;
    this.serial = published.stream().mapToLong(Published::serial).max().orElse(0);
    this.newest = published.stream().filter(p -> p.serial() == serial).toList();
    this.silence = silence;
    this.now = now;
  }

  static Fleet of(
      List<Voice> voices,
      List<Published> published,
      Map<String, Way> ways,
      Duration silence,
      Instant now) {
    FleetReading reading = new FleetReading(published, silence, now);
    List<Line> lines =
        voices.stream()
            .map(v -> reading.line(v, Optional.ofNullable(ways.get(v.gateway()))))
            .sorted(
                Comparator.comparingInt((Line l) -> FleetWords.sort(l.state()).rank())
                    .thenComparing(Line::gateway))
            .toList();
    return new Fleet(reading.serial, FleetWords.headline(reading.serial, lines), lines, silence);
  }

  private Line line(Voice voice, Optional<Way> way) {
    Optional<Heard> last = voice.heard().stream().findFirst();
    Steps steps = steps(voice);
    State state = state(last, steps, way);
    FleetWords.Sort sort = FleetWords.sort(state);
    OptionalLong runs =
        last.map(Heard::receipt)
            .filter(r -> r.activeSerial() > 0)
            .map(r -> OptionalLong.of(r.activeSerial()))
            .orElse(OptionalLong.empty());
    return new Line(
        voice.gateway(),
        voice.place(),
        state,
        sort.concern(),
        sort.word(),
        FleetWords.sentence(state, serial, runs),
        FleetWords.next(state, voice.keys().isEmpty()),
        remarks(voice, last, state),
        runs,
        last.map(FleetReading::saidAt),
        steps,
        voice.missing(),
        voice.heard(),
        voice.keys());
  }

  /**
   * A receipt that came late is old, and one of a clock that is ahead is not from the future: the
   * earlier of the two times never makes a gateway look livelier than it is.
   */
  private static Instant saidAt(Heard heard) {
    Instant own = heard.receipt().time();
    return own.isBefore(heard.received()) ? own : heard.received();
  }

  private State state(Optional<Heard> last, Steps steps, Optional<Way> way) {
    Receipt word = last.map(Heard::receipt).orElse(null);
    Optional<Instant> said = last.map(FleetReading::saidAt);
    boolean enforcing = word != null && isNewest(word.activeManifest());
    if (word != null && word.result() == Receipt.Result.ROLLBACK_FAILED) {
      return new State.Broken(word.sentence());
    }
    if (word != null && word.result() == Receipt.Result.ALARM) {
      return new State.Alarmed(word.word(), word.sentence());
    }
    if (!enforcing && word != null && answersWhatWasDelivered(last, steps)) {
      State no = no(word);
      if (no != null) {
        return no;
      }
    }
    if (word != null && !enforcing && word.activeSerial() >= serial && word.activeSerial() > 0) {
      return new State.Foreign(word.activeSerial());
    }
    if (!enforcing && way.isPresent() && way.get().failed().isPresent()) {
      return new State.NotDelivered(way.get().since(), way.get().failed().get());
    }
    Optional<Instant> ended = word == null ? Optional.empty() : ended(word.activeManifest());
    if (ended.isPresent() && word != null) {
      return new State.Stale(word.activeSerial(), ended.get());
    }
    Optional<Instant> since =
        Stream.concat(said.stream(), steps.delivered().stream()).max(Comparator.naturalOrder());
    if (since.isPresent() && since.get().plus(silence).isBefore(now)) {
      return new State.Silent(said.orElse(since.get()));
    }
    if (enforcing) {
      return new State.Enforcing();
    }
    if (way.isPresent()) {
      return new State.Sending(way.get().since());
    }
    if (steps.verified().isPresent()
        && steps.delivered().filter(steps.verified().get()::isBefore).isEmpty()) {
      return new State.Verified(steps.verified().get());
    }
    if (steps.delivered().isPresent()) {
      return new State.Delivered(steps.delivered().get());
    }
    return serial == 0 && word == null ? new State.Unheard() : new State.Published();
  }

  /** What it said before the bundle was handed over again is no answer to that. */
  private static boolean answersWhatWasDelivered(Optional<Heard> last, Steps steps) {
    return last.isPresent()
        && (steps.delivered().isEmpty()
            || !last.get().received().isBefore(steps.delivered().get()));
  }

  private static @Nullable State no(Receipt word) {
    return switch (word.result()) {
      case REFUSED -> new State.Refused(word.word(), word.sentence());
      case ROLLED_BACK -> new State.RolledBack(word.sentence());
      case ROLLBACK_FAILED, APPLIED, CURRENT, ALARM -> null;
    };
  }

  private boolean isNewest(String digest) {
    return newest.stream().anyMatch(p -> p.digest().equals(digest));
  }

  private Optional<Instant> ended(String digest) {
    return published.stream()
        .filter(p -> p.digest().equals(digest))
        .flatMap(p -> p.ends().stream())
        .filter(end -> end.isBefore(now))
        .findFirst();
  }

  private Steps steps(Voice voice) {
    return new Steps(
        newest.stream().map(Published::made).min(Comparator.naturalOrder()),
        newest.stream()
            .flatMap(p -> p.handovers().stream())
            .filter(h -> h.gateway().equals(voice.gateway()))
            .map(Publications.Handover::at)
            .max(Comparator.naturalOrder()),
        first(voice, r -> r.serial() == serial && isNewest(r.manifest())),
        first(voice, r -> isNewest(r.activeManifest())));
  }

  private static Optional<Instant> first(Voice voice, Predicate<Receipt> holds) {
    return voice.heard().stream()
        .filter(h -> holds.test(h.receipt()))
        .map(FleetReading::saidAt)
        .min(Comparator.naturalOrder());
  }

  private List<String> remarks(Voice voice, Optional<Heard> last, State state) {
    List<String> remarks = new ArrayList<>();
    if (voice.keys().isEmpty()) {
      remarks.add("It is not enrolled: no receipt of it can be believed.");
    }
    voice.missing().stream().limit(5).forEach(gap -> remarks.add(gap.sentence()));
    if (voice.missing().size() > 5) {
      remarks.add("There are " + (voice.missing().size() - 5) + " more holes in its numbers.");
    }
    if (last.isPresent()) {
      Duration ahead = Duration.between(last.get().received(), last.get().receipt().time());
      if (ahead.compareTo(CLOCKS) > 0) {
        remarks.add("Its clock is " + FleetWords.length(ahead) + " ahead of this computer's.");
      }
      Receipt word = last.get().receipt();
      if (state instanceof State.Enforcing && word.result() == Receipt.Result.REFUSED) {
        remarks.add("It refused something since: " + word.sentence() + ".");
      }
      if (word.suppressed() > 0) {
        remarks.add(
            word.suppressed() + " files that nobody signed were put before it, and refused.");
      }
    }
    return List.copyOf(remarks);
  }
}
