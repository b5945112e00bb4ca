package org.postern.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.postern.policy.LastDay;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.store.Store;
import org.postern.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code postern list}: the trusted and the blocked list. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Works on the trusted or the blocked list.",
      "",
      "Patterns: army.mil = the domain and everything under it; =army.mil = only it;",
      "*.army.mil = only what is under it; ml = a whole top-level domain;",
      "liaison@gov.ml = one address."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ListImport.class,
      ListExport.class,
      ListAdd.class,
      ListRemove.class,
      ListUndo.class,
      ListBack.class,
      ListForecast.class,
      ListAt.class,
      ListDiff.class,
      KnownCommand.class,
      ListRules.class
    })
public final class ListCommand {
  private static final Instant NEVER = Instant.MAX;

  /** Done, but something was invalid or not there. */
  static final int OBJECTIONS = 1;

  /** What new entries get unless their line says otherwise. */
  static final class Story {
    @Option(names = "--note", paramLabel = "TEXT", description = "Why the entries are there.")
    String note = "";

    @Option(names = "--owner", paramLabel = "NAME", description = "Who answers for them.")
    String owner = "";

    @Option(
        names = "--expires",
        paramLabel = "DATE",
        converter = Expiry.class,
        description = {
          "When trust ends: 2027-06-30 (through that day, UTC), 2027-06-30T12:00:00Z, or never.",
          "Default: trust ends after twelve months, or as many as the settings say; a block does",
          "not end. A block past its date stays in force and asks for a decision."
        })
    private @Nullable Instant expires;

    @Option(
        names = "--mode",
        paramLabel = "MODE",
        description = "enforce (default), or monitor: deliver and report.")
    Mode mode = Mode.ENFORCE;

    /** When a new entry of the list ends; null for never. */
    @Nullable Instant until(Listing listing, Store store) throws StoreException {
      if (expires != null) {
        return expires.equals(NEVER) ? null : expires;
      }
      int months = store.setup().settings().browsing().trustMonths();
      return listing == Listing.BLOCKED || months == 0
          ? null
          : LastDay.end(LocalDate.now(ZoneOffset.UTC).plusMonths(months), ZoneOffset.UTC);
    }
  }

  private ListCommand() {}

  /** In whose name changes are recorded while no officer is enrolled. */
  static String officer() {
    String name = System.getProperty("user.name", "");
    return name.isBlank() ? "unknown" : name;
  }

  /**
   * Reads a moment, or a day through whose end (UTC) it lasts.
   *
   * @throws DateTimeException if it is neither
   */
  static Instant expiry(String text) {
    String t = text.strip();
    return t.length() == "2027-06-30".length()
        ? LastDay.end(LocalDate.parse(t), ZoneOffset.UTC)
        : Instant.parse(t);
  }

  static final class Expiry implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return text.strip().equals("never") ? NEVER : expiry(text);
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "'" + org.postern.mail.Inert.text(text) + "' is not a date such as 2027-06-30");
      }
    }
  }
}
