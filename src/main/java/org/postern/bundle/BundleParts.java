package org.postern.bundle;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The members of a bundle file, taken apart but not believed. */
final class BundleParts {
  private final byte[] manifest;
  private final SortedMap<String, byte[]> signatures;
  private final byte[] payload;

  private BundleParts(byte[] manifest, SortedMap<String, byte[]> signatures, byte[] payload) {
    this.manifest = manifest;
    this.signatures = signatures;
    this.payload = payload;
  }

  byte[] manifest() {
    return manifest;
  }

  /** By key id. */
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
      String id = keyId(member.name());
      if (!signatures.isEmpty() && signatures.lastKey().compareTo(id) >= 0) {
        throw new Flaw(Refusal.MEMBER, "a signature is repeated or not in its place");
      }
      signatures.put(id, bytes(file, member));
    }
    checkSizes(members, signatures);
    return new BundleParts(
        bytes(file, members.getFirst()), signatures, bytes(file, members.getLast()));
  }

  private static String keyId(String name) throws Flaw {
    boolean good =
        name.length() == 24
            && name.startsWith("sig/")
            && name.endsWith(".sig")
            && Grammar.isKeyId(name.substring(4, 20));
    if (!good) {
      throw new Flaw(Refusal.MEMBER, "a member does not belong there");
    }
    return name.substring(4, 20);
  }

  private static void checkSizes(List<Ustar.Member> members, SortedMap<String, byte[]> signatures)
      throws Flaw {
    if (members.getFirst().size() > Manifest.LARGEST) {
      throw new Flaw(
          Refusal.TOO_LARGE, "the manifest is larger than " + Manifest.LARGEST + " bytes");
    }
    if (signatures.size() > Bundle.MOST_SIGNATURES
        || signatures.values().stream().anyMatch(s -> s.length > Bundle.LARGEST_SIGNATURE)) {
      throw new Flaw(Refusal.TOO_LARGE, "there are too many signatures, or one is too large");
    }
  }

  private static byte[] bytes(byte[] file, Ustar.Member member) {
    return Arrays.copyOfRange(file, member.from(), member.from() + member.size());
  }
}
