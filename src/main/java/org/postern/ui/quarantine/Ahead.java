package org.postern.ui.quarantine;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.mail.MailReader;
import org.postern.mail.ReadMessage;
import org.postern.mail.TraceBlock;
import org.postern.quarantine.HeldId;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.QuarantineException;
import org.postern.store.Reviewing;
import org.postern.store.StoreException;
import org.postern.ui.Background;

/**
 * Fetches and takes apart messages, and does so ahead for the chosen one and the one after it once
 * an officer has begun to open messages, so that the next is shown at once. What was read ahead is
 * not shown and so not recorded: both happen when it is opened. FX thread only, but for {@link
 * #read} and {@link #checked}.
 */
final class Ahead {
  private static final String JOB = "quarantine.ahead";

  /** Whoever runs down the list does not stop at each message. */
  private static final Duration PAUSE = Duration.ofMillis(120);

  /** Bytes of a message that is read ahead: a large one would keep decisions waiting. */
  private static final long MOST = 1 << 20;

  private static final int KEPT = 4;

  /**
   * One message.
   *
   * @param markings that it was searched for; null for the standard ones
   */
  record Read(TraceBlock trace, ReadMessage message, @Nullable List<String> markings) {}

  private final Access access;
  private final Background background;
  private final Contact contact;
  private final Browse browse;
  private final MailReader reader;
  private final Predicate<HeldItem> opened;
  private final Map<HeldId, Read> kept = new LinkedHashMap<>();
  private boolean reading;

  /**
   * @param opened whether a message was opened and is still at hand
   */
  Ahead(
      Access access,
      Background background,
      Contact contact,
      Browse browse,
      MailReader reader,
      Predicate<HeldItem> opened) {
    this.access = access;
    this.background = background;
    this.contact = contact;
    this.browse = browse;
    this.reader = reader;
    this.opened = opened;
    browse.selected().addListener((_, _, _) -> look());
  }

  /** A message was opened: others will be. */
  void begin() {
    reading = true;
    look();
  }

  /** Somebody else is at the console, or nobody. */
  void forget() {
    reading = false;
    background.cancel(JOB);
    kept.clear();
  }

  /** What was read ahead of this message; it is not kept any longer. */
  Optional<Read> take(HeldMessage copy) {
    return Optional.ofNullable(kept.remove(copy.id()));
  }

  private void look() {
    Access.Connection box = contact.connection().orElse(null);
    if (!reading || box == null) {
      return;
    }
    Stream.concat(browse.selected().get().stream(), browse.next().stream())
        .filter(i -> !opened.test(i) && !kept.containsKey(i.first().id()))
        .filter(i -> i.first().size() <= MOST)
        .findFirst()
        .ifPresent(
            item ->
                background.run(
                    Background.Job.newest(JOB).on(Deciding.LANE).after(PAUSE),
                    () -> read(box, item.first()),
                    read -> keep(item, read),
                    _ -> {})); // it is tried again, and said, when somebody opens it
  }

  private void keep(HeldItem item, Read read) {
    kept.put(item.first().id(), read);
    if (kept.size() > KEPT) {
      kept.remove(kept.keySet().iterator().next());
    }
    look();
  }

  /** Fetches a message and takes it apart. Blocks; any thread. */
  Read read(Access.Connection box, HeldMessage copy) throws QuarantineException, StoreException {
    return read(
        TraceBlock.split(box.box().fetch(copy.id())), access.setup().settings().reviewing());
  }

  /** The same message as it is read under today's settings. Blocks; any thread. */
  Read checked(Read ahead) throws StoreException {
    Reviewing now = access.setup().settings().reviewing();
    return Objects.equals(now.markings(), ahead.markings()) ? ahead : read(ahead.trace(), now);
  }

  private Read read(TraceBlock trace, Reviewing under) {
    return new Read(trace, reader.read(trace.message(), under.marked()), under.markings());
  }
}
