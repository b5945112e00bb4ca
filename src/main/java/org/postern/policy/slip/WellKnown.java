package org.postern.policy.slip;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Mail providers and sites known to everybody: so much is sent there, and so often are they
 * imitated, that a near miss is rarely somebody else's own name. A list kept by hand; it says
 * nothing about trust. Immutable.
 */
final class WellKnown {

  static final WellKnown SHIPPED = load("well-known.txt");

  private final Set<String> providers;
  private final Set<String> sites;

  private WellKnown(Set<String> providers, Set<String> sites) {
    this.providers = Set.copyOf(providers);
    this.sites = Set.copyOf(sites);
  }

  boolean isProvider(String name) {
    return providers.contains(name);
  }

  boolean isSite(String name) {
    return sites.contains(name);
  }

  private static WellKnown load(String resource) {
    try (InputStream in = WellKnown.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + resource);
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      Set<String> providers = new HashSet<>();
      Set<String> sites = new HashSet<>();
      Set<String> section = providers;
      for (String line; (line = lines.readLine()) != null; ) {
        if (line.equals("[sites]")) {
          section = sites;
        } else if (!line.startsWith("[") && !line.startsWith("#")) {
          section.add(line);
        }
      }
      return new WellKnown(providers, sites);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
