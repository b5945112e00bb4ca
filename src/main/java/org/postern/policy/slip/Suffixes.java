package org.postern.policy.slip;

import com.ibm.icu.text.IDNA;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Public Suffix List, shipped and versioned as a resource: where the part that its owner
 * registered ends and the registry's part begins, and which top-level domains exist. Private
 * registries ({@code uk.com}) count as suffixes: anyone may register there.
 */
final class Suffixes {

  /** How the list introduces a country-code domain in other letters. */
  private static final Pattern INTERNATIONAL =
      Pattern.compile("// (xn--[a-z0-9-]+) \\(.*\\) : ([A-Z]{2})");

  static final Suffixes SHIPPED = load("public_suffix_list.dat");

  /** No rule of the list is longer, so that a name of 127 labels costs no more than one of six. */
  private static final int MAX_RULE_LABELS = 5;

  private static final byte PLAIN = 1;
  private static final byte WILDCARD = 2;
  private static final byte EXCEPTION = 4;

  private final Map<String, Byte> rules;
  private final Set<String> topLevel;
  private final Map<String, String> countries;
  private final String version;

  private Suffixes(
      Map<String, Byte> rules,
      Set<String> topLevel,
      Map<String, String> international,
      String version) {
    this.rules = Map.copyOf(rules);
    this.topLevel = Set.copyOf(topLevel);
    this.countries = countries(topLevel, international);
    this.version = version;
  }

  /**
   * Where the public suffix of a lower-case A-label name begins; 0 if the whole name is a suffix.
   * An unknown top-level domain is a suffix of one label.
   */
  int startOf(CharSequence name) {
    String text = name.toString();
    int start = text.length();
    int best = text.lastIndexOf('.') + 1;
    for (int labels = 1; labels <= MAX_RULE_LABELS && start > 0; labels++) {
      int previous = start;
      start = text.lastIndexOf('.', start - 2) + 1;
      byte rule = rules.getOrDefault(text.substring(start), (byte) 0);
      if ((rule & EXCEPTION) != 0) {
        return Math.min(previous, text.length());
      }
      if ((rule & PLAIN) != 0) {
        best = start;
      }
      if ((rule & WILDCARD) != 0 && start > 0) {
        best = text.lastIndexOf('.', start - 2) + 1;
      }
    }
    return best;
  }

  /** Whether the list has this suffix, {@code com} or {@code gov.uk}, by name or by a wildcard. */
  boolean isListed(String suffix) {
    String above = suffix.substring(suffix.indexOf('.') + 1);
    return (rules.getOrDefault(suffix, (byte) 0) & PLAIN) != 0
        || (above.length() < suffix.length()
            && (rules.getOrDefault(above, (byte) 0) & WILDCARD) != 0);
  }

  boolean topLevelExists(String label) {
    return topLevel.contains(label);
  }

  Set<String> topLevel() {
    return topLevel;
  }

  /** English name of the country or territory of a country-code top-level domain, or null. */
  @Nullable String countryOf(String label) {
    return countries.get(label);
  }

  /** Date of the list, as the file states it. */
  String version() {
    return version;
  }

  /**
   * @param international ISO code of each country-code domain in other letters, {@code xn--p1ai}
   */
  private static Map<String, String> countries(
      Set<String> topLevel, Map<String, String> international) {
    // ISO 3166 codes by the JDK; the country-code domains that differ from ISO by hand.
    Map<String, String> names = new HashMap<>();
    for (String code : Locale.getISOCountries()) {
      String label = code.toLowerCase(Locale.ROOT);
      if (topLevel.contains(label)) {
        names.put(label, country(code));
      }
    }
    international.forEach((label, code) -> names.put(label, country(code)));
    names.put("uk", "United Kingdom");
    names.put("ac", "Ascension Island");
    names.put("eu", "European Union");
    names.put("su", "Soviet Union (run from Russia)");
    names.put("tp", "Timor-Leste (former)");
    return Map.copyOf(names);
  }

  private static String country(String code) {
    return Locale.of("", code).getDisplayCountry(Locale.ENGLISH);
  }

  private static Suffixes load(String resource) {
    try (InputStream in = Suffixes.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + resource);
      }
      return read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Suffixes read(BufferedReader lines) throws IOException {
    IDNA idna = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII);
    Map<String, Byte> rules = new HashMap<>();
    Set<String> topLevel = new HashSet<>();
    Map<String, String> international = new HashMap<>();
    String version = "undated";
    boolean icann = false;
    for (String line; (line = lines.readLine()) != null; ) {
      String rule = line.strip();
      if (rule.startsWith("// VERSION:")) {
        version = rule.substring("// VERSION:".length()).strip();
      } else if (rule.contains("BEGIN ICANN DOMAINS")) {
        icann = true;
      } else if (rule.contains("END ICANN DOMAINS")) {
        icann = false;
      }
      Matcher country = INTERNATIONAL.matcher(rule);
      if (icann && country.matches()) {
        international.put(country.group(1), country.group(2));
      }
      if (rule.isEmpty() || rule.startsWith("//")) {
        continue;
      }
      byte kind = rule.startsWith("!") ? EXCEPTION : rule.startsWith("*.") ? WILDCARD : PLAIN;
      String plain = rule.substring(kind == PLAIN ? 0 : kind == WILDCARD ? 2 : 1);
      String name = ascii(idna, plain);
      rules.merge(name, kind, (a, b) -> (byte) (a | b));
      if (icann) {
        topLevel.add(name.substring(name.lastIndexOf('.') + 1));
      }
    }
    return new Suffixes(rules, topLevel, international, version);
  }

  private static String ascii(IDNA idna, String name) {
    StringBuilder out = new StringBuilder();
    idna.nameToASCII(name, out, new IDNA.Info());
    return out.toString();
  }
}
