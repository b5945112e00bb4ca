package org.postern.ui.publish;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.postern.bundle.Admission;
import org.postern.bundle.GatewayFile;
import org.postern.store.GatewayKeys.Candidate;
import org.postern.store.Gateways.Retired;
import org.postern.store.Receipts.Taken;
import org.postern.store.Store;
import org.postern.store.StoreException;
import org.postern.ui.Background;

/**
 * What an officer does about gateways beside publishing: take one in, give it its first file, bring
 * receipts as files, take one out of service and back. FX thread only.
 */
public final class FleetModel {
  private static final String LANE = "publish";

  /** A gateway's file, and what taking it in would do. */
  record Found(GatewayFile file, Candidate candidate) {}

  /** What became of the receipts of some files. */
  record Brought(List<Taken> taken) {
    long fresh() {
      return taken.stream().filter(Taken.New.class::isInstance).count();
    }

    long known() {
      return taken.stream().filter(Taken.Known.class::isInstance).count();
    }

    List<Taken.Refused> refused() {
      return taken.stream()
          .filter(Taken.Refused.class::isInstance)
          .map(Taken.Refused.class::cast)
          .toList();
    }
  }

  private final Store store;
  private final Press.Trust trust;
  private final Supplier<String> acting;
  private final Background background;
  private final Consumer<String> tell;
  private final Runnable changed;
  private final ReadOnlyStringWrapper busy = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

  /**
   * @param trust whose signatures the gateways shall believe
   * @param acting name of the officer at the console, for the record
   * @param tell says in passing that something was done
   * @param changed called on the FX thread after something here changed how gateways stand
   */
  public FleetModel(
      Store store,
      Press.Trust trust,
      Supplier<String> acting,
      Background background,
      Consumer<String> tell,
      Runnable changed) {
    this.store = store;
    this.trust = trust;
    this.acting = acting;
    this.background = background;
    this.tell = tell;
    this.changed = changed;
  }

  /** What is being done right now; empty while nothing is. */
  ReadOnlyStringProperty busy() {
    return busy.getReadOnlyProperty();
  }

  /** Why the last thing was not done; empty if it was. */
  ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  void forgive() {
    problem.set("");
  }

  /** Reads a gateway's file and says what it would do. */
  void look(Path file, Consumer<Found> then) {
    run(
        "Reading the gateway's file…",
        () -> {
          GatewayFile read = GatewayFile.read(file);
          return new Found(read, store.gatewayKeys().look(read));
        },
        then);
  }

  /**
   * Takes the gateway in; whoever calls this has compared the fingerprint.
   *
   * @param folder where bundles for it are put
   */
  void enrol(Found found, String folder, Runnable then) {
    run(
        "Taking it in…",
        () ->
            store
                .gatewayKeys()
                .enrol(
                    found.file(),
                    folder.strip(),
                    found.candidate() instanceof Candidate.Other,
                    acting.get()),
        key -> {
          tell.accept(key.gateway() + " was taken in.");
          changed.run();
          then.run();
        });
  }

  /** What the gateway gets back. */
  void admission(String gateway, Consumer<Admission> then) {
    run("Gathering its first file…", () -> store.gateways().admission(gateway, trust.read()), then);
  }

  void write(Admission admission, Path file) {
    run(
        "Writing…",
        () -> {
          admission.write(file);
          return file;
        },
        written -> tell.accept("Saved as " + written + "."));
  }

  /** Takes receipts from files. */
  void receipts(List<Path> files, Consumer<Brought> then) {
    run(
        "Checking the receipts…",
        () -> {
          List<Taken> taken = new ArrayList<>();
          for (Path file : files) {
            taken.addAll(store.receipts().take(file, acting.get()));
          }
          return new Brought(List.copyOf(taken));
        },
        brought -> {
          if (brought.fresh() > 0) {
            changed.run();
          }
          then.accept(brought);
        });
  }

  void retire(String gateway, String why) {
    run(
        "Taking it out of service…",
        () -> {
          store.gateways().retire(gateway, why, acting.get());
          return gateway;
        },
        name -> {
          tell.accept(name + " is out of service. Its receipts stay.");
          changed.run();
        });
  }

  void restore(String gateway, Runnable then) {
    run(
        "Taking it back…",
        () -> {
          store.gateways().restore(gateway, acting.get());
          return gateway;
        },
        name -> {
          tell.accept(name + " is back in service.");
          changed.run();
          then.run();
        });
  }

  /** Which are out of service, and after how long one counts as silent. */
  record Service(List<Retired> retired, Duration silence) {}

  void service(Consumer<Service> then) {
    run("Reading…", this::service, then);
  }

  private Service service() throws StoreException {
    return new Service(store.gateways().retired(), store.gateways().silence());
  }

  /** After how many hours without a word a gateway counts as silent. */
  void silence(long hours, Runnable then) {
    run(
        "Saving…",
        () -> {
          store.gateways().silence(Duration.ofHours(hours), acting.get());
          return hours;
        },
        saved -> {
          tell.accept("A gateway counts as silent after " + saved + " hours without a word.");
          changed.run();
          then.run();
        });
  }

  private <T> void run(String doing, Callable<T> work, Consumer<? super T> then) {
    if (!busy.get().isEmpty()) {
      return;
    }
    problem.set("");
    busy.set(doing);
    background.run(
        Background.Job.each("fleet").on(LANE),
        work,
        done -> {
          busy.set("");
          then.accept(done);
        },
        e -> {
          busy.set("");
          problem.set(String.valueOf(e.getMessage()));
        });
  }
}
