package org.postern.ui.quarantine;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Policy;
import org.postern.quarantine.HeldId;
import org.postern.quarantine.HeldMessage;
import org.postern.quarantine.HeldQuery.NotUnderstood;
import org.postern.quarantine.QuarantineException;
import org.postern.quarantine.Why;
import org.postern.store.Decisions.Act;
import org.postern.store.Decisions.Decision;
import org.postern.ui.Background;
import org.postern.ui.Status;
import org.postern.ui.ViewState;

/**
 * What is held, what of it is open before the officer, and what is being done about it. The list
 * follows the box by itself; selection and filter survive that. FX thread only; needs no toolkit.
 */
public final class QuarantineModel implements AutoCloseable {
  private static final Duration TICK = Duration.ofSeconds(1);

  private final Access access;
  private final Background background;
  private final Browse browse;
  private final Views views;
  private final Reading reading;
  private final Contact contact;
  private final Deciding deciding;
  private final Marking marking;
  private final Bulk bulk;
  private final Opening opening;
  private final Hindsight hindsight;
  private final Trail trail;

  private volatile List<String> heldAddresses = List.of();
  private final ReadOnlyObjectWrapper<ViewState> state =
      new ReadOnlyObjectWrapper<>(new ViewState.Loading("Reading the quarantine box…"));
  private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper lastNotice = new ReadOnlyStringWrapper("");
  private final ReadOnlyIntegerWrapper waiting = new ReadOnlyIntegerWrapper();

  private Consumer<Notice> teller = _ -> {};
  private Background.@Nullable Ticking ticking;

  /**
   * @param status its mailbox line is kept up to date from {@link #start} on
   */
  public QuarantineModel(Access access, Background background, Status status) {
    this.access = access;
    this.background = background;
    this.browse = new Browse(background, access.clock());
    this.deciding =
        new Deciding(access, background, this::tell, this::refresh, () -> team().handling());
    this.contact = new Contact(access, background, status);
    this.views = new Views(access.setup(), background, access.officer(), browse);
    this.marking = new Marking(access, background, this::tell, this::refresh);
    this.bulk = new Bulk(access, background, this::tell, this::refresh, () -> team().handling());
    this.reading =
        new Reading(access, background, deciding, this::pending, this::shown, this::unreachable);
    this.opening = new Opening(access, background, contact, browse);
    this.hindsight = new Hindsight(access, background, browse);
    opening.body().addListener((_, _, now) -> hindsight.follow(now));
    this.trail = new Trail(access, background, e -> tell(Notice.of(Words.failure(e))));
    browse.filter().addListener((_, _, now) -> trail.searching(now));
  }

  // ---- following the box

  /** Begins to follow the box. Call it once, after the view was made. */
  public void start() {
    ticking = background.every(TICK, this::tick);
    views.refresh();
    dial();
  }

  /** Dials anew, for instance after the mailbox was set up or changed. */
  public void reconnect() {
    contact.close();
    dial();
  }

  private void dial() {
    contact.dial(
        () -> {
          if (contact.connection().isEmpty()) {
            state.set(
                new ViewState.Empty(
                    "fth-inbox",
                    "No mailbox is set up",
                    "Gateways deliver held mail into an IMAP mailbox. Name it in the settings.",
                    null));
            return;
          }
          contact.connection().ifPresent(reading::kept);
          contact.resume(
              carriedOut -> {
                carriedOut.forEach(outcome -> tell(Notice.of(Words.outcome(outcome))));
                refresh();
              },
              this::unreachable);
        },
        this::unreachable);
  }

  private void unreachable(Exception e) {
    String sentence = Words.failure(e);
    contact.failed();
    if (browse.snapshot().isPresent()) {
      trouble.set(sentence + from());
      return;
    }
    ViewState.Act again = new ViewState.Act("Try again", this::retry);
    state.set(
        e instanceof QuarantineException
            ? new ViewState.Offline("No contact with the mailbox", sentence, again)
            : new ViewState.Failed("The quarantine could not be read", sentence, again));
  }

  private void retry() {
    state.set(new ViewState.Loading("Reading the quarantine box…"));
    if (contact.connection().isEmpty()) {
      dial();
    } else {
      refresh();
    }
  }

  private void tick() {
    deciding.tick();
    bulk.tick();
    if (state.get() instanceof ViewState.Offline && contact.dueAgain()) {
      dial();
    }
    if (contact.news()) {
      refresh();
    }
    contact.lost().ifPresent(why -> trouble.set(why + " It is tried again by itself." + from()));
    if (contact.connection().isPresent()) {
      contact.tell(trouble.get().isEmpty());
    }
  }

  private String from() {
    return browse
        .snapshot()
        .map(read -> " What you see is from " + Words.clock(read.at(), zone()) + ".")
        .orElse("");
  }

  /** Reads the box again; what is on the screen stays until then. */
  public void refresh() {
    contact.connection().ifPresent(reading::look);
  }

  /** The addresses of copies that are held now and wait for a decision; any thread may ask. */
  public List<String> heldAddresses() {
    return heldAddresses;
  }

  private void shown(Intake.Snapshot now) {
    heldAddresses = now.addresses();
    waiting.set(now.waiting());
    browse.show(now);
    trouble.set(now.fresh() ? contact.partly().orElse("") : "The mailbox is being asked." + from());
    boolean nothing = now.items().isEmpty() && now.missing() == 0;
    state.set(nothing ? Words.nothingHeld(now.unreadable()) : ViewState.READY);
    reading.forgotten().ifPresent(why -> tell(Notice.of(why)));
  }

  // ---- reading

  /** Shows the chosen message, and takes down first who opened it. */
  void open() {
    opening.open();
  }

  Revealing pictures() {
    return opening.pictures();
  }

  /** What is known of the opened message beside its text. */
  Hindsight hindsight() {
    return hindsight;
  }

  /** What is taken out of the box is recorded here first. */
  Trail trail() {
    return trail;
  }

  // ---- deciding

  /** Carries out a wish after a while in which it may be taken back. */
  void decide(Wish wish) {
    contact.connection().ifPresent(box -> deciding.decide(box, wish));
  }

  private Map<HeldId, Fate> pending() {
    Map<HeldId, Fate> soon = new HashMap<>(bulk.pending());
    deciding.rejecting().forEach(id -> soon.put(id, Fate.REJECTING));
    return soon;
  }

  /** Rejects, or releases as typed, many copies; one such act at a time. */
  void decideAll(Act act, List<HeldMessage> copies, Why why) {
    contact.connection().ifPresent(box -> bulk.begin(box, act, copies, why));
    browse.pickNone();
  }

  /** The act about many messages that is under way. */
  Bulk bulk() {
    return bulk;
  }

  /** Does something that decides nothing: who shall look at messages, tags, incidents. */
  void mark(BiConsumer<Marking, Access.Connection> what) {
    contact.connection().ifPresent(box -> what.accept(marking, box));
  }

  /** The list and what is chosen in it. */
  Browse browse() {
    return browse;
  }

  /** Does something about a decision that is made, or has to be made up. */
  void decision(BiConsumer<Deciding, Access.Connection> what) {
    contact.connection().ifPresent(box -> what.accept(deciding, box));
  }

  /** How the team works on what is held, as far as it is known. */
  Team team() {
    return browse.snapshot().map(Intake.Snapshot::team).orElse(Team.NONE);
  }

  /** How long a decision may be taken back. */
  Duration grace() {
    return Duration.ofSeconds(team().handling().graceSeconds());
  }

  /** Takes back a decision of which nothing has left. */
  void takeBack(Decision decision) {
    contact.connection().ifPresent(box -> deciding.takeBack(box, decision));
  }

  /** Somebody else is at the console: what the one before had opened is closed. */
  public void officerChanged() {
    opening.forget();
    browse.again();
  }

  /** Who is at the console, as their decisions are recorded. */
  String officer() {
    return access.officer().get();
  }

  /** Agrees as the second officer to what goes against the lists. */
  void agree(Decision decision) {
    contact.connection().ifPresent(box -> deciding.agree(box, decision));
  }

  /** Does not agree. */
  void decline(Decision decision, String why) {
    contact.connection().ifPresent(box -> deciding.decline(box, decision, why));
  }

  /** Goes on with a decision that got stuck. */
  void tryAgain(Decision decision) {
    contact.connection().ifPresent(box -> deciding.tryAgain(box, decision));
  }

  /** An officer found out what became of a message whose fate was unknown. */
  void settle(Decision decision, boolean left, String how) {
    contact.connection().ifPresent(box -> deciding.settle(box, decision, left, how));
  }

  /** The lists by which everything on the screen was judged; empty before the first reading. */
  Optional<Policy> policy() {
    return browse.snapshot().map(Intake.Snapshot::policy);
  }

  /** The newest decisions first. */
  List<Decision> recent() {
    return browse.snapshot().map(Intake.Snapshot::recent).orElse(List.of());
  }

  // ---- what the view binds to

  /** Who shows notices in passing. */
  void onNotice(Consumer<Notice> shows) {
    this.teller = Objects.requireNonNull(shows);
  }

  private void tell(Notice notice) {
    lastNotice.set(notice.text());
    teller.accept(notice);
  }

  ObservableList<ListRow> rows() {
    return browse.rows();
  }

  /** A search: words and operators, see {@link org.postern.quarantine.HeldQuery}. */
  StringProperty filter() {
    return browse.filter();
  }

  /** Why the search was not understood; the list is then what it was before. */
  ReadOnlyObjectProperty<Optional<NotUnderstood>> searchProblem() {
    return browse.problem();
  }

  Views views() {
    return views;
  }

  void select(String key) {
    browse.select(key);
  }

  /** To the next (1) or previous (-1) message of the list; stays at its ends. */
  void move(int step) {
    browse.move(step);
  }

  ReadOnlyObjectProperty<ViewState> state() {
    return state.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<Optional<HeldItem>> selected() {
    return browse.selected().getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<Body> body() {
    return opening.body();
  }

  ReadOnlyStringProperty summary() {
    return browse.summary().getReadOnlyProperty();
  }

  /** Why what is on the screen may be old; empty while it is not. */
  ReadOnlyStringProperty trouble() {
    return trouble.getReadOnlyProperty();
  }

  /** The last notice, which stays when its toast is gone. */
  ReadOnlyStringProperty lastNotice() {
    return lastNotice.getReadOnlyProperty();
  }

  /** How many messages need an officer. */
  public ReadOnlyIntegerProperty waiting() {
    return waiting.getReadOnlyProperty();
  }

  ZoneId zone() {
    return access.clock().getZone();
  }

  Instant now() {
    return access.clock().instant();
  }

  /**
   * Stops following the box. A release that may still be taken back stays recorded and is carried
   * out at the next start; a rejection that may still be taken back is forgotten, the message
   * stays.
   */
  @Override
  public void close() {
    if (ticking != null) {
      ticking.stop();
    }
    contact.close();
  }
}
