package org.postern.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.postern.policy.Unlisted;

/**
 * Reads a manifest strictly: every field in its place, in its one spelling, nothing else. Used
 * once.
 */
final class ManifestReader {
  private final List<String> lines;
  private int at;

  private ManifestReader(List<String> lines) {
    this.lines = lines;
  }

  static Manifest read(byte[] bytes) throws Flaw {
    if (bytes.length > Manifest.LARGEST) {
      throw new Flaw(
          Refusal.TOO_LARGE, "the manifest is larger than " + Manifest.LARGEST + " bytes");
    }
    List<String> lines =
        Grammar.lines(bytes, false).orElseThrow(() -> bad("it is not lines of plain text"));
    return new ManifestReader(lines).manifest();
  }

  private Manifest manifest() throws Flaw {
    if (!lines.getFirst().equals(Manifest.FIRST_LINE)) {
      throw bad("it is not in version 1 of the format");
    }
    at = 1;
    Manifest manifest =
        new Manifest(
            one("kind", v -> when(v.matches("[a-z-]+"), v)),
            one("policy-id", v -> when(Grammar.isPolicyId(v), v)),
            one("serial", v -> Grammar.number(v).filter(n -> n > 0)),
            one("previous", v -> when(v.equals(Manifest.NO_PREVIOUS) || Grammar.isDigest(v), v)),
            one("created", Grammar::time),
            one("not-before", Grammar::time),
            one("not-after", Grammar::time),
            one("unlisted", ManifestReader::unlisted),
            ascending("audience", many("audience", 1, v -> when(Grammar.isName(v), v)), v -> v),
            many("engine", 0, v -> Optional.of(v)),
            many("audit", 0, v -> when(Grammar.isDigest(v), v)).stream().findFirst(),
            one("payload", ManifestReader::payload),
            ascending("file", many("file", 1, ManifestReader::file), Manifest.Listed::name),
            many("probe", 0, ManifestReader::probe));
    if (at != lines.size() - 1 || !lines.get(at).equals(Manifest.LAST_LINE)) {
      throw bad("line " + (at + 1) + " is unknown, repeated, or not in its place");
    }
    return manifest;
  }

  private <T> T one(String field, Function<String, Optional<T>> parse) throws Flaw {
    Optional<String> value = value(field);
    if (value.isEmpty()) {
      throw bad("line " + (at + 1) + " should be " + field);
    }
    at++;
    int line = at;
    return parse
        .apply(value.get())
        .orElseThrow(() -> bad("line " + line + ": " + field + " is not well-formed"));
  }

  private <T> List<T> many(String field, int least, Function<String, Optional<T>> parse)
      throws Flaw {
    List<T> values = new ArrayList<>();
    while (values.size() < least || value(field).isPresent()) {
      values.add(one(field, parse));
      if (field.equals("audit") && values.size() > 1) {
        throw bad("line " + at + ": audit is repeated");
      }
    }
    return values;
  }

  private Optional<String> value(String field) {
    String start = field + ": ";
    return at < lines.size()
            && lines.get(at).startsWith(start)
            && lines.get(at).length() > start.length()
        ? Optional.of(lines.get(at).substring(start.length()))
        : Optional.empty();
  }

  private static <T> List<T> ascending(String field, List<T> values, Function<T, String> key)
      throws Flaw {
    for (int i = 1; i < values.size(); i++) {
      if (key.apply(values.get(i - 1)).compareTo(key.apply(values.get(i))) >= 0) {
        throw bad("the lines of " + field + " are not in order, or one is repeated");
      }
    }
    return values;
  }

  private static Optional<Unlisted> unlisted(String value) {
    for (Unlisted unlisted : Unlisted.values()) {
      if (unlisted.word().equals(value)) {
        return Optional.of(unlisted);
      }
    }
    return Optional.empty();
  }

  private static Optional<Manifest.Digest> payload(String value) {
    String[] words = value.split(" ", -1);
    return words.length == 2 ? digest(words) : Optional.empty();
  }

  private static Optional<Manifest.Listed> file(String value) {
    String[] words = value.split(" ", -1);
    return words.length == 3 && Grammar.isFileName(words[2])
        ? digest(words).map(d -> new Manifest.Listed(words[2], d))
        : Optional.empty();
  }

  private static Optional<Manifest.Digest> digest(String[] words) {
    return Grammar.isHash(words[0])
        ? Grammar.number(words[1]).map(size -> new Manifest.Digest(words[0], size))
        : Optional.empty();
  }

  private static Optional<Manifest.Probe> probe(String value) {
    String[] words = value.split(" ", -1);
    return words.length == 2 && (Grammar.isName(words[0]) || Grammar.isAddress(words[0]))
        ? Outcome.ofWord(words[1]).map(outcome -> new Manifest.Probe(words[0], outcome))
        : Optional.empty();
  }

  private static <T> Optional<T> when(boolean condition, T value) {
    return condition ? Optional.of(value) : Optional.empty();
  }

  private static Flaw bad(String why) {
    return new Flaw(Refusal.MANIFEST, "the manifest is not well-formed: " + why);
  }
}
