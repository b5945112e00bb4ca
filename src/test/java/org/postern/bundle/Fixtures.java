package org.postern.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.officer.OfficerException;
import org.postern.officer.OfficerKey;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.policy.Policy;
import org.postern.policy.Unlisted;
import org.postern.policy.slip.Sensitivity;

/** Officers, policies and hand-made bundles for the tests of this package. */
final class Fixtures {
  static final Instant NOW = Instant.parse("2026-11-22T09:40:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  static final String GATEWAY = "relay.example";
  static final String POLICY_ID = "7f3c";

  private Fixtures() {}

  static OfficerKey officer(String name) {
    try {
      return OfficerKey.create(name, CLOCK);
    } catch (OfficerException e) {
      throw new IllegalStateException(e);
    }
  }

  static Entry trust(String pattern) {
    return entry(Listing.TRUSTED, Mode.ENFORCE, pattern);
  }

  static Entry block(String pattern) {
    return entry(Listing.BLOCKED, Mode.ENFORCE, pattern);
  }

  static Entry entry(Listing listing, Mode mode, String pattern) {
    EntryPattern parsed =
        EntryPattern.parse(pattern).ok().orElseThrow(() -> new AssertionError(pattern));
    return new Entry(parsed, listing, mode, "", "", "", null);
  }

  static Policy policy(long serial, Entry... entries) {
    return policy(serial, Unlisted.DELIVER, List.of(entries));
  }

  static Policy policy(long serial, Unlisted unlisted, List<Entry> entries) {
    return Policy.of(serial, unlisted, entries, NOW, Sensitivity.BALANCED);
  }

  /** Valid under the real clock, too, which the script reads. */
  static Terms terms() {
    return terms(20);
  }

  static Terms terms(int neighboursPerName) {
    return new Terms(
        POLICY_ID,
        Optional.empty(),
        NOW,
        Instant.parse("2020-01-01T00:00:00Z"),
        Instant.parse("2099-01-01T00:00:00Z"),
        List.of("relay-2.example", GATEWAY),
        neighboursPerName,
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  static TrustFile.Key key(OfficerKey key) {
    return new TrustFile.Key(key.id(), key.officer(), key.publicKey(), false);
  }

  static TrustFile.Key revoked(OfficerKey key) {
    return new TrustFile.Key(key.id(), key.officer(), key.publicKey(), true);
  }

  /** The payload with these files, as a builder would write it. */
  static byte[] payload(Map<String, byte[]> files) {
    TreeMap<String, byte[]> sorted = new TreeMap<>(files);
    return Ustar.write(new ArrayList<>(sorted.keySet()), new ArrayList<>(sorted.values()));
  }

  /** The bundle of a manifest that is taken as it is, signed by these officers. */
  static byte[] bundle(byte[] manifest, byte[] payload, OfficerKey... officers) {
    TreeMap<String, byte[]> signatures = new TreeMap<>();
    for (OfficerKey officer : officers) {
      signatures.put("sig/" + officer.id() + ".sig", officer.sign(manifest));
    }
    List<String> names = new ArrayList<>(List.of("manifest"));
    List<byte[]> contents = new ArrayList<>(List.of(manifest));
    names.addAll(signatures.keySet());
    contents.addAll(signatures.values());
    names.add("payload.tar");
    contents.add(payload);
    return Ustar.write(names, contents);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static void write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
