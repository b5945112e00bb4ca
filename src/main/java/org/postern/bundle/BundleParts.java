package org.postern.bundle;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The members of a bundle file, taken apart but not believed. */
final class BundleParts {
  private static final Pattern SIGNATURE =
      Pattern.compile("sig/[0-9a-f]{16}(?:\\" + Bundle.FIRST + "|\\" + Bundle.SECOND + ")");

  private final byte[] manifest;
  private final SortedMap<String, byte[]> signatures;
  private final byte[] payload;

  BundleParts(byte[] manifest, SortedMap<String, byte[]> signatures, byte[] payload) {
    this.manifest = manifest;
    this.signatures = signatures;
    this.payload = payload;
  }

  byte[] manifest() {
    return manifest;
  }

  /** By {@link Bundle#member member name}. */
  SortedMap<String, byte[]> signatures() {
    return signatures;
  }

  byte[] payload() {
    return payload;
  }

  /**
   * @throws Flaw {@code TOO_LARGE}, {@code ARCHIVE}, {@code MEMBER}
   */
  static BundleParts of(byte[] file) throws Flaw {
    if (file.length > Bundle.LARGEST) {
      throw new Flaw(Refusal.TOO_LARGE, "the file is larger than " + Bundle.LARGEST + " bytes");
    }
    List<Ustar.Member> members = Ustar.read(file, Refusal.ARCHIVE);
    int last = members.size() - 1;
    if (last < 1
        || !members.getFirst().name().equals(Bundle.MANIFEST)
        || !members.getLast().name().equals(Bundle.PAYLOAD)) {
      throw new Flaw(Refusal.MEMBER, "it must begin with the manifest and end with the payload");
    }
    SortedMap<String, byte[]> signatures = new TreeMap<>();
    for (Ustar.Member member : members.subList(1, last)) {
      String name = member.name();
      if (!SIGNATURE.matcher(name).matches()) {
        throw new Flaw(Refusal.MEMBER, "a member does not belong there");
      }
      if (!signatures.isEmpty() && signatures.lastKey().compareTo(name) >= 0) {
        throw new Flaw(Refusal.MEMBER, "a signature is repeated or not in its place");
      }
      signatures.put(name, bytes(file, member));
    }
    checkSizes(members, signatures);
    return new BundleParts(
        bytes(file, members.getFirst()), signatures, bytes(file, members.getLast()));
  }

  private static void checkSizes(List<Ustar.Member> members, SortedMap<String, byte[]> signatures)
      throws Flaw {
    if (members.getFirst().size() > Manifest.LARGEST) {
      throw new Flaw(
          Refusal.TOO_LARGE, "the manifest is larger than " + Manifest.LARGEST + " bytes");
    }
    if (signatures.size() > Bundle.MOST_SIGNATURES
        || signatures.entrySet().stream()
            .anyMatch(s -> s.getValue().length > largest(s.getKey()))) {
      throw new Flaw(Refusal.TOO_LARGE, "there are too many signatures, or one is too large");
    }
  }

  private static int largest(String name) {
    return name.endsWith(Bundle.SECOND) ? Bundle.LARGEST_SECOND : Bundle.LARGEST_SIGNATURE;
  }

  private static byte[] bytes(byte[] file, Ustar.Member member) {
    return Arrays.copyOfRange(file, member.from(), member.from() + member.size());
  }
}
