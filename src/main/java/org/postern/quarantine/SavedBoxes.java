package org.postern.quarantine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postern.files.Sha256;
import org.postern.mail.Inert;
import org.postern.quarantine.Boxes.Source;
import org.postern.store.Settings;
import org.postern.store.Store;
import org.postern.store.StoreException;

/** The boxes that the console is set up with. */
public final class SavedBoxes {
  private SavedBoxes() {}

  /**
   * Dialled when they are needed, with lists that survive restarts.
   *
   * @param saved with open secrets; at least one
   */
  public static Boxes remembering(Store store, List<Settings.Mailbox> saved, Clock clock) {
    List<Named> all = named(store, saved);
    return Boxes.of(
        all.stream()
            .map(
                n ->
                    new Source(
                        n.name(),
                        Quarantine.remembering(
                            n.folder(),
                            clock,
                            store.cache(
                                n.equals(all.getFirst()) ? "held" : "held-" + file(n.folder())))))
            .toList(),
        clock);
  }

  /** Dialled when they are needed, for one run of a command. */
  public static Boxes fresh(Store store, List<Settings.Mailbox> saved, Clock clock) {
    return Boxes.of(
        named(store, saved).stream()
            .map(n -> new Source(n.name(), Quarantine.of(n.folder(), clock)))
            .toList(),
        clock);
  }

  /** Tries a saved box with all its folders; a new refresh token is kept. */
  public static ConnectionCheck check(Store store, Settings.Mailbox box) {
    return ConnectionCheck.of(Mailbox.of(box, token -> keep(store, box, token)), box.folders());
  }

  private record Named(String name, Mailbox folder) {}

  private static List<Named> named(Store store, List<Settings.Mailbox> saved) {
    List<Named> all = new ArrayList<>();
    Set<String> titles = new HashSet<>();
    for (Settings.Mailbox box : saved) {
      String title = titles.add(box.title()) ? box.title() : box.title() + " (" + box.user() + ")";
      Mailbox first = Mailbox.of(box, token -> keep(store, box, token));
      for (String folder : box.folders()) {
        String name =
            saved.size() == 1 ? folder : title + (box.folders().size() == 1 ? "" : " · " + folder);
        all.add(new Named(Inert.brief(name, 80), first.in(folder)));
      }
    }
    return all;
  }

  private static void keep(Store store, Settings.Mailbox box, String token) throws IOException {
    try {
      var _ = store.setup().change("", s -> s.withRefreshToken(box.host(), box.user(), token));
    } catch (StoreException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** A name for the file that keeps the list of this folder. */
  private static String file(Mailbox box) {
    String which = box.host() + " " + box.port() + " " + box.user() + " " + box.folder();
    return Sha256.hex(which.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
  }
}
