package org.postern.target;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleException;

/**
 * A mail system, or another reader of names, for which the rules of a bundle can be written. What
 * each can and cannot do: docs/targets.md. The same bundle and options always make the same bytes.
 */
public enum Target {
  /** Exim: one lookup table in cdb, a router, a transport. */
  EXIM("Exim", true),
  /** Rspamd: the same table, and a rule in Lua. */
  RSPAMD("Rspamd", true),
  /** Sendmail: mailertable and access. */
  SENDMAIL("Sendmail", true),
  /** Mail flow rules of Exchange, on premises or online. */
  EXCHANGE("Exchange mail flow rules", false),
  /** The Tenant Allow/Block List of Microsoft 365. */
  DEFENDER("Defender Tenant Allow/Block List", false),
  /** Names to hold, one a line. */
  PLAIN("Plain list", false),
  /** A response policy zone for the resolver that a relay asks. */
  RPZ("DNS response policy zone", false);

  private final String title;
  private final boolean holdsUnlisted;

  Target(String title, boolean holdsUnlisted) {
    this.title = title;
    this.holdsUnlisted = holdsUnlisted;
  }

  private Form form() {
    return switch (this) {
      case EXIM -> new EximForm();
      case RSPAMD -> new RspamdForm();
      case SENDMAIL -> new SendmailForm();
      case EXCHANGE -> new ExchangeForm();
      case DEFENDER -> new DefenderForm();
      case PLAIN -> new PlainForm();
      case RPZ -> new RpzForm();
    };
  }

  /** The word on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The word, which is also what the command line shows. */
  @Override
  public String toString() {
    return word();
  }

  /** What it is, for a heading. */
  public String title() {
    return title;
  }

  /**
   * Writes the files of this target into a new folder, whole or not at all. Whether the bundle
   * should be believed is the caller's to find out first.
   *
   * @throws IOException if the folder is there already, or the disk refuses; then there is no new
   *     folder
   * @throws BundleException {@code NOT_A_BUNDLE} if the bundle carries no rules
   */
  public Rendering render(Bundle bundle, Options options, Path folder)
      throws IOException, BundleException {
    try (FolderSink sink = new FolderSink(folder)) {
      Tally tally = write(bundle, options, sink);
      List<Rendering.Written> files = sink.finish();
      return new Rendering(this, bundle.manifest().serial(), files, tally.written(), left(tally));
    }
  }

  /**
   * Asks the written form about every probe of the bundle, and about further recipients, and tells
   * where it does something else than the officers signed.
   *
   * @param more recipients as {@link org.postern.bundle.Manifest.Probe#named} gives them
   * @throws BundleException {@code NOT_A_BUNDLE} if the bundle carries no rules
   */
  public Comparison compare(Bundle bundle, Options options, Collection<String> more)
      throws BundleException {
    MemorySink sink = new MemorySink();
    Tally tally = inMemory(bundle, options, sink);
    return Comparison.of(
        this,
        bundle,
        more,
        tally.written(),
        left(tally),
        sink.written(),
        recipients -> form().answers(sink.files(), recipients));
  }

  Tally inMemory(Bundle bundle, Options options, MemorySink sink) throws BundleException {
    try {
      return write(bundle, options, sink);
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot refuse", e);
    }
  }

  private Tally write(Bundle bundle, Options options, Sink sink)
      throws IOException, BundleException {
    Source source = new Source(bundle);
    Tally tally = form().write(source, options, sink);
    if (!tally.leftOut().isEmpty()) {
      sink.file(
          "left-out.tsv",
          text ->
              tally
                  .leftOut()
                  .forEach(
                      left ->
                          text.add(left.rule().line())
                              .add("\t")
                              .add(left.reason().sentence())
                              .add("\n")));
    }
    sink.file("README.txt", text -> Readme.write(this, source, tally, text));
    return tally;
  }

  private static Map<LeftOut.Reason, Integer> left(Tally tally) {
    Map<LeftOut.Reason, Integer> counts = new TreeMap<>();
    tally.leftOut().forEach(left -> counts.merge(left.reason(), 1, Integer::sum));
    return counts;
  }

  /** Whether it can hold mail for names that no rule covers, where the lists say so. */
  public boolean holdsUnlisted() {
    return holdsUnlisted;
  }

  List<String> steps() {
    return form().steps();
  }

  /** The target of a word; empty if there is none. */
  public static Optional<Target> ofWord(String word) {
    for (Target target : values()) {
      if (target.word().equals(word)) {
        return Optional.of(target);
      }
    }
    return Optional.empty();
  }
}
