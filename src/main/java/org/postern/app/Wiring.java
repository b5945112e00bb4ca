package org.postern.app;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javafx.beans.property.SimpleObjectProperty;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.postern.delivery.Courier;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Policy;
import org.postern.store.Store;
import org.postern.store.StoreException;
import org.postern.ui.Background;
import org.postern.ui.Errors;
import org.postern.ui.Overlay;
import org.postern.ui.Rights;
import org.postern.ui.Shell;
import org.postern.ui.Status;
import org.postern.ui.Theme;
import org.postern.ui.approval.ApprovalsModel;
import org.postern.ui.approval.ApprovalsView;
import org.postern.ui.audit.AuditModel;
import org.postern.ui.audit.AuditView;
import org.postern.ui.domains.DomainsModel;
import org.postern.ui.domains.DomainsView;
import org.postern.ui.domains.PastDoor;
import org.postern.ui.history.History;
import org.postern.ui.officer.OfficersModel;
import org.postern.ui.officer.OfficersView;
import org.postern.ui.officer.SignInModel;
import org.postern.ui.officer.SignInView;
import org.postern.ui.publish.FleetModel;
import org.postern.ui.publish.Press;
import org.postern.ui.publish.PublishModel;
import org.postern.ui.publish.PublishView;
import org.postern.ui.quarantine.Access;
import org.postern.ui.quarantine.QuarantineModel;
import org.postern.ui.quarantine.QuarantineView;
import org.postern.ui.setup.BackupModel;
import org.postern.ui.setup.KnownModel;
import org.postern.ui.setup.MarkingsModel;
import org.postern.ui.setup.RulesModel;
import org.postern.ui.setup.SettingsModel;
import org.postern.ui.setup.SettingsView;
import org.postern.ui.tester.TesterModel;
import org.postern.ui.tester.TesterView;

/**
 * Builds the screens over one data directory, each with exactly what it uses, and closes them in
 * reverse. FX thread only.
 */
final class Wiring {

  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Store store;
  private final Site site;
  private final Background background;
  private final Receipts receipts;
  private final Courier courier;
  private final Rights rights = new Rights();
  private final Status status = new Status();
  private final Shell shell;
  private final Overlay overlay = new Overlay();
  private final QuarantineModel quarantine;
  private final TesterModel tester;
  private final DomainsModel domains;
  private final PublishModel publish;
  private final AtomicReference<String> acting = new AtomicReference<>(Desk.user());
  private final Clock clock;
  // Judging asks for the policy at every keystroke; it is built anew only when it would differ.
  private final AtomicReference<@Nullable Policy> current = new AtomicReference<>();
  private final ApprovalsModel approvals;
  private final Lock lock;

  /** The serial that the screens show; -1 until it is known. */
  private long shown = -1;

  private final List<Background.Ticking> ticking = new ArrayList<>();

  /**
   * @param replace puts a restored directory in the place of this one, opens it, says so
   */
  Wiring(
      Store store,
      Site site,
      Theme.Appearance saved,
      Background background,
      Errors errors,
      Clock clock,
      BiConsumer<Path, String> replace) {
    this.store = store;
    this.site = site;
    this.background = background;
    this.clock = clock;
    receipts = new Receipts(store);
    courier = new Courier(store, site::gateways, clock, new SecureRandom());
    errors.showIn(overlay);
    Supplier<String> officer = acting::get;

    quarantine =
        new QuarantineModel(
            new Access(
                site::connect,
                this::policy,
                store.decisions(),
                store.past(),
                store.hits(),
                store.journal(),
                store.setup(),
                store.marks(),
                store.incidents(),
                officer,
                clock),
            background,
            status);

    domains = new DomainsModel(store, this::policy, background, clock, officer, this::listsChanged);
    var history =
        new History(
            store,
            this::policy,
            background,
            clock,
            officer,
            domains::known,
            overlay,
            this::entryTakenBack);
    var domainsView = new DomainsView(domains, rights, overlay, door(history));

    var ahead = new AtomicReference<@Nullable Shell>();
    BiConsumer<Listing, String> propose =
        (listing, pattern) -> propose(ahead, domains, domainsView, listing, pattern);
    var quarantineView = new QuarantineView(quarantine, background, overlay, rights, propose);
    tester = new TesterModel(this::policy, background, propose);
    var testerView = new TesterView(tester, overlay);

    var press =
        new Press(
            store,
            site.desk().files(),
            store::keyPassphrase,
            site.desk()::trust,
            courier,
            receipts::strays,
            new HeldBefore(store, quarantine::heldAddresses),
            officer,
            clock);
    publish = new PublishModel(press, background, overlay::toast);

    var fleet =
        new FleetModel(
            store, site.desk()::trust, officer, background, overlay::toast, this::gatewaysChanged);

    var appearance = new SimpleObjectProperty<>(saved);
    var settings =
        new SettingsModel(
            store.setup(),
            site.desk(),
            officer,
            new TriedConnections(),
            background,
            appearance,
            overlay::toast,
            this::settingsChanged);

    approvals =
        new ApprovalsModel(
            store,
            background,
            new HeldEffects(store, this::policy, clock, quarantine::heldAddresses),
            overlay::toast,
            this::listsChanged);
    var officers =
        new OfficersModel(store, site.desk(), background, overlay::toast, this::officersChanged);
    var backup = new BackupModel(store, background, clock, officer, replace);
    var known =
        new KnownModel(store.known(), background, officer, overlay::toast, this::listsChanged);

    var markings = new MarkingsModel(store.setup(), background, officer, overlay::toast);
    var rules = new RulesModel(store, background, officer, this::listsChanged);

    shell =
        new Shell(
            List.of(
                quarantineView,
                testerView,
                domainsView,
                new ApprovalsView(approvals, overlay),
                new PublishView(publish, fleet, rights, overlay),
                new AuditView(new AuditModel(store, background, officer, overlay::toast)),
                new OfficersView(officers, overlay),
                new SettingsView(settings, rules, known, markings, backup, rights, overlay)),
            status,
            overlay);
    ahead.set(shell);
    lock =
        new Lock(
            shell,
            store.session(),
            new SignInView(
                new SignInModel(site.desk(), store.session(), background, this::signedIn)),
            background,
            System::nanoTime);
    shell.theme().appearanceProperty().bindBidirectional(appearance);
  }

  private static PastDoor door(History history) {
    return new PastDoor() {
      @Override
      public void entry(Listing listing, EntryPattern pattern) {
        history.entry(listing, pattern);
      }

      @Override
      public void lists() {
        history.lists();
      }
    };
  }

  private static void propose(
      AtomicReference<@Nullable Shell> ahead,
      DomainsModel domains,
      DomainsView view,
      Listing listing,
      String pattern) {
    Shell shell = ahead.get();
    if (shell != null) {
      shell.open(view);
    }
    domains.propose(listing, pattern);
  }

  /**
   * Opens the window; behind the sign-in page once officers are enrolled.
   *
   * @param enrolled whether officers are enrolled here
   */
  void show(Stage stage, boolean enrolled) {
    shell.show(stage);
    ticking.add(lock.start(enrolled, false));
    quarantine.start();
    courier.start();
    look();
    ticking.add(background.every(LOOK, this::look));
  }

  /** Says in passing what happened before the window opened. */
  void say(String sentence) {
    overlay.toast(sentence);
  }

  private void signedIn() {
    lock.signedIn();
    if (site.box().isEmpty()) {
      quarantine.reconnect();
    }
    look();
  }

  private void officersChanged() {
    lock.officersEnrolled();
    look();
    approvals.refresh();
  }

  /** The lists as they stand; off the FX thread. */
  private Policy policy() throws StoreException {
    Policy known = current.get();
    if (known == null
        || known.serial() != store.lists().serial()
        || !clock.instant().isBefore(known.until())) {
      known = known == null ? store.policy() : store.policyAfter(known);
      current.set(known);
    }
    return known;
  }

  private void entryTakenBack() {
    domains.refresh();
    listsChanged();
  }

  private void listsChanged() {
    tester.refresh();
  }

  private void gatewaysChanged() {
    publish.look();
    look();
  }

  private void settingsChanged() {
    domains.settingsChanged();
    quarantine.reconnect();
    look();
  }

  private void look() {
    background.run(
        Background.Job.newest("app.look").on("app.look"),
        () -> {
          var box = site.box();
          if (box.isPresent()) {
            receipts.collect(box.get());
          }
          return Look.at(store, site, clock.instant());
        },
        this::say,
        _ -> {});
  }

  private void say(Look look) {
    rights.hold(look.rights());
    if (!look.officer().equals(acting.getAndSet(look.officer()))) {
      quarantine.officerChanged();
      if (shown >= 0) {
        overlay.clear(); // nobody goes on with, or takes back, what another officer began
      }
    }
    status.officer().set(look.officerLine());
    status
        .notice()
        .set(
            look.clockBehind()
                ? "Clock set back"
                : site.practice() ? "Practice" : look.open() ? "Open mode" : "");
    approvals.refresh();
    status.gateways().set(look.gatewaysLine());
    follow(look.serial());
  }

  /** The lists change at other consoles of the team, too. */
  private void follow(long serial) {
    if (shown >= 0 && shown != serial) {
      domains.refresh();
      tester.refresh();
      quarantine.refresh();
    }
    shown = serial;
  }

  /** Nothing new begins. */
  void stop() {
    ticking.forEach(Background.Ticking::stop);
  }

  /** After the background is quiet. */
  void close() {
    courier.close();
    site.close();
  }
}
