package org.postern.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.postern.officer.OfficerException;
import org.postern.officer.Right;
import org.postern.officer.Roster;
import org.postern.officer.Roster.Member;
import org.postern.officer.Signatures;
import org.postern.store.Changes.Change;
import org.postern.store.Changes.Kind;
import org.postern.store.StoreException.Reason;
import tools.jackson.core.JacksonException;

/**
 * A change with its signatures as one file, so that an approval can travel to a console that shares
 * no database. The file proves nothing by itself: each signature in it is checked against the
 * roster here.
 */
final class ChangeFile {
  /** Two million entries with a note each. */
  private static final int LARGEST = 512 * 1024 * 1024;

  private ChangeFile() {}

  private record Signed(String key, String signature) {}

  private record Content(
      int posternChangeFile, String kind, String text, List<Signed> signatures) {}

  static byte[] of(Handle handle, Change change) {
    var map = new TreeMap<String, Object>();
    map.put("posternChangeFile", 1);
    map.put("kind", change.kind().name());
    map.put("text", ChangeRows.text(handle, change.digest()));
    map.put(
        "signatures",
        ChangeSets.signatures(handle, change.digest()).stream()
            .map(a -> Map.of("key", a.keyId(), "signature", a.signature()))
            .toList());
    return Json.text(map).getBytes(StandardCharsets.UTF_8);
  }

  /** Takes a file in: the change, if it is not known here, and every signature that is good. */
  static Change takeIn(Writing writing, byte[] file) throws StoreException {
    Content content = read(file);
    Kind kind = Rows.constant(Kind.class, content.kind);
    String digest = new ChangeRows.Writer(writing.handle()).add(content.text).store();
    Roster roster = writing.roster().orElseThrow();
    byte[] signedText =
        (kind == Kind.ROSTER ? content.text : ChangeSets.approvalText(digest))
            .getBytes(StandardCharsets.UTF_8);
    Map<String, byte[]> good = new TreeMap<>();
    for (Signed s : content.signatures) {
      Optional<Member> member = roster.member(s.key).filter(Member::active);
      byte[] signature = decoded(s.signature);
      if (member.isPresent() && Signatures.verify(member.get().key(), signedText, signature)) {
        good.put(s.key, signature);
      }
    }
    Optional<Change> known = ChangeSets.get(writing.handle(), digest);
    Change change =
        known.isPresent() ? known.get() : proposed(content, kind, digest, roster, good, writing);
    if (known.isEmpty()) {
      ChangeSets.insert(writing, change);
    }
    good.forEach((key, signature) -> ChangeSets.keep(writing, digest, key, signature));
    writing.journal(
        "", "change.taken-in", digest, Map.of("signatures", List.copyOf(good.keySet())));
    return change;
  }

  private static Change proposed(
      Content content,
      Kind kind,
      String digest,
      Roster roster,
      Map<String, byte[]> good,
      Writing writing)
      throws StoreException {
    return switch (kind) {
      case LISTS -> {
        Iterator<String> lines = Arrays.asList(content.text.split("\n", -1)).iterator();
        ChangeText.Head head = ChangeText.head(lines);
        long count = content.text.chars().filter(c -> c == '\n').count() - 2;
        boolean signed =
            good.containsKey(head.authorKey())
                && roster
                    .member(head.authorKey())
                    .filter(m -> m.may(Right.PROPOSE) && m.name().equals(head.author()))
                    .isPresent();
        if (!signed) {
          throw refused("its author's signature is missing, or they may not propose changes here");
        }
        yield ChangeSets.proposed(digest, kind, head, count, writing.now());
      }
      case ROSTER -> {
        try {
          Roster next = Roster.parse(content.text);
          Member author =
              good.keySet().stream()
                  .flatMap(k -> roster.member(k).stream())
                  .filter(m -> m.may(Right.ADMINISTER))
                  .findFirst()
                  .orElseThrow(() -> refused("no administrator of this roster signed it"));
          yield ChangeSets.proposed(
              digest,
              kind,
              new ChangeText.Head(
                  author.name(), author.id(), "from a file", "", false, roster.version(), ""),
              next.members().size(),
              writing.now());
        } catch (OfficerException e) {
          throw refused("it holds no roster");
        }
      }
    };
  }

  private static Content read(byte[] file) throws StoreException {
    if (file.length > LARGEST) {
      throw refused("it is too large");
    }
    try {
      Content content = Json.read(new String(file, StandardCharsets.UTF_8), Content.class);
      if (content.posternChangeFile == 1 && content.signatures.size() <= 1000) {
        return content;
      }
    } catch (JacksonException | NullPointerException e) {
      throw refused("it is no change of Postern");
    }
    throw refused("it is no change of Postern");
  }

  private static byte[] decoded(String signature) {
    try {
      return Base64.getDecoder().decode(signature);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static StoreException refused(String why) {
    return new StoreException(
        Reason.NOT_ALLOWED, "This file was not taken in: " + why + ". Nothing was changed.");
  }
}
