package org.postern.cli;

import java.util.ArrayList;
import java.util.List;
import org.postern.mail.Inert;
import org.postern.mail.hint.Markings;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code postern mail markings}: which classification markings are looked for in held mail. */
@Command(
    name = "markings",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the classification markings that are looked for in held mail, or changes the list.",
      "One written in capitals is found in capitals only; others in any case. Blanks, hyphens and",
      "colons between words are the same."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:a marking cannot be looked for",
      "2:the data directory cannot be used"
    })
final class MailMarkings extends StoreCommand {
  @Option(names = "--add", paramLabel = "MARKING", description = "Look for this, too.")
  private List<String> added = new ArrayList<>();

  @Option(names = "--remove", paramLabel = "MARKING", description = "Do not look for this.")
  private List<String> removed = new ArrayList<>();

  @Option(names = "--standard", description = "Go back to the standard list first.")
  private boolean standard;

  @Option(
      names = "--officer",
      paramLabel = "NAME",
      description = "Who changes it, for the record; by default the user at the computer.")
  private String officer = System.getProperty("user.name", "unknown");

  @Override
  int run(Store store, Tell tell) throws StoreException {
    List<String> now = store.setup().settings().reviewing().marked().terms();
    boolean change = standard || !added.isEmpty() || !removed.isEmpty();
    if (change) {
      try {
        List<String> wanted = new ArrayList<>(standard ? Markings.standard().terms() : now);
        wanted.removeAll(removed);
        wanted.addAll(added);
        List<String> checked = Markings.of(wanted).terms();
        boolean usual = checked.equals(Markings.standard().terms());
        now =
            store
                .setup()
                .change(
                    officer,
                    s -> s.withReviewing(s.reviewing().withMarkings(usual ? null : checked)))
                .reviewing()
                .marked()
                .terms();
      } catch (IllegalArgumentException e) {
        return tell.failed(e);
      }
    }
    now.forEach(term -> tell.say(Inert.text(term)));
    return 0;
  }
}
