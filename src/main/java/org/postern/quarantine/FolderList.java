package org.postern.quarantine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.angus.mail.imap.protocol.ListInfo;
import org.postern.quarantine.QuarantineException.Reason;

/**
 * The folders of a mailbox, for choosing from. Immutable; the names are the server's: escape them
 * before showing.
 *
 * @param folders INBOX first, then those somebody subscribed to, then the others
 * @param more whether there are more than are named here
 */
public record FolderList(List<Named> folders, boolean more) {
  private static final int MOST = 500;

  /**
   * One that can be opened.
   *
   * @param subscribed whether somebody marked it as worth looking at
   */
  public record Named(String name, boolean subscribed) {}

  /** Copies the list. */
  public FolderList {
    folders = List.copyOf(folders);
  }

  /** Asks the server; nothing is opened. Blocks. */
  public static FolderList of(Mailbox box) throws QuarantineException {
    try (Watchdog watchdog = new Watchdog();
        ImapLink link = ImapLink.open(box, watchdog)) {
      List<ListInfo> all = link.folders("*");
      Set<String> subscribed = new HashSet<>();
      try {
        link.subscribed().forEach(f -> subscribed.add(f.name));
      } catch (QuarantineException e) {
        if (e.reason() != Reason.REFUSED) {
          throw e;
        }
      }
      List<Named> found = new ArrayList<>();
      for (ListInfo f : all) {
        if (f.canOpen && Mailbox.folderProblem(f.name).isEmpty()) {
          found.add(new Named(f.name, subscribed.contains(f.name)));
        }
      }
      found.sort(
          Comparator.comparing((Named f) -> !f.name().equalsIgnoreCase("INBOX"))
              .thenComparing(f -> !f.subscribed())
              .thenComparing(Named::name));
      return new FolderList(found.subList(0, Math.min(MOST, found.size())), found.size() > MOST);
    }
  }
}
