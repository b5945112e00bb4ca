package org.postern.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** Holds our reading against the second opinion. Pure functions. */
final class Comparison {
  private Comparison() {}

  static List<Difference> of(
      List<Mailbox> from, boolean hasFrom, List<Leaf> leaves, SecondOpinion.Result other) {
    List<Difference> differences = new ArrayList<>();
    List<String> ourFrom =
        from.stream()
            .map(Mailbox::address)
            .map(a -> ascii(a.toLowerCase(Locale.ROOT)))
            .filter(a -> !a.isEmpty())
            .toList();
    List<String> theirFrom = other.from();
    if (theirFrom != null && hasFrom) {
      add(differences, "sender", ourFrom.stream(), theirFrom.stream().map(Comparison::ascii));
    }
    List<Leaf> ours = leaves.stream().filter(leaf -> !leaf.enclosed()).toList();
    List<SecondOpinion.Piece> theirs = other.pieces();
    add(
        differences,
        "attachments",
        ours.stream().filter(Leaf::attached).map(Leaf::fingerprint),
        theirs.stream()
            .filter(SecondOpinion.Piece::attached)
            .map(SecondOpinion.Piece::fingerprint));
    List<String> ourNames =
        ours.stream().map(Leaf::name).filter(Objects::nonNull).map(Comparison::ascii).toList();
    List<String> theirNames =
        theirs.stream()
            .map(SecondOpinion.Piece::name)
            .filter(Objects::nonNull)
            .map(Comparison::ascii)
            .toList();
    // A name that the other parser cannot read at all says nothing about the recipients' programs.
    if (ourNames.size() == theirNames.size() && !theirNames.contains("")) {
      add(differences, "attachment names", ourNames.stream(), theirNames.stream());
    }
    if (differences.isEmpty()) {
      add(
          differences,
          "parts",
          ours.stream().map(Leaf::fingerprint),
          theirs.stream().map(SecondOpinion.Piece::fingerprint));
    }
    return differences;
  }

  /**
   * The other parser is blind to raw bytes in names: a difference there tells nothing about the
   * recipients' programs.
   */
  private static String ascii(String name) {
    return name.replaceAll("[^!->@-~]+", "");
  }

  private static void add(
      List<Difference> differences, String what, Stream<String> ours, Stream<String> theirs) {
    List<String> here = ours.filter(value -> !value.equals(Fingerprint.NOTHING)).sorted().toList();
    List<String> there =
        theirs.filter(value -> !value.equals(Fingerprint.NOTHING)).sorted().toList();
    if (!here.equals(there)) {
      List<String> onlyHere = without(here, there);
      List<String> onlyThere = without(there, here);
      differences.add(new Difference(what, shown(onlyHere), shown(onlyThere)));
    }
  }

  private static List<String> without(List<String> all, List<String> others) {
    List<String> rest = new ArrayList<>(all);
    others.forEach(rest::remove);
    return rest;
  }

  private static String shown(List<String> values) {
    return values.isEmpty()
        ? "nothing"
        : Inert.brief(String.join(", ", values.subList(0, Math.min(5, values.size()))), 300);
  }
}
