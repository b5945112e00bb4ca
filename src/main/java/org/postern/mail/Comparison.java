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
            .map(a -> a.strip().toLowerCase(Locale.ROOT))
            .filter(a -> !a.isEmpty())
            .toList();
    List<String> theirFrom = other.from();
    if (theirFrom != null && hasFrom) {
      add(differences, "sender", ourFrom.stream(), theirFrom.stream());
    }
    List<Leaf> ours = leaves.stream().filter(leaf -> !leaf.enclosed()).toList();
    List<SecondOpinion.Piece> theirs = other.pieces();
    add(
        differences,
        "attachment names",
        ours.stream().map(Leaf::name).filter(Objects::nonNull).map(Comparison::squeezed),
        theirs.stream()
            .map(SecondOpinion.Piece::name)
            .filter(Objects::nonNull)
            .map(Comparison::squeezed));
    add(
        differences,
        "attachment contents",
        ours.stream()
            .filter(Leaf::attached)
            .filter(leaf -> leaf.size() > 0)
            .map(leaf -> leaf.size() + " bytes " + leaf.sha256().substring(0, 16)),
        theirs.stream()
            .filter(SecondOpinion.Piece::attached)
            .filter(piece -> piece.size() > 0)
            .map(piece -> piece.size() + " bytes " + piece.sha256().substring(0, 16)));
    if (differences.isEmpty()) {
      add(
          differences,
          "parts",
          ours.stream()
              .filter(leaf -> leaf.size() > 2)
              .map(leaf -> leaf.size() + " bytes " + leaf.sha256().substring(0, 16)),
          theirs.stream()
              .filter(piece -> piece.size() > 2)
              .map(piece -> piece.size() + " bytes " + piece.sha256().substring(0, 16)));
    }
    return differences;
  }

  private static String squeezed(String name) {
    return name.replaceAll("\\s+", " ").strip();
  }

  private static void add(
      List<Difference> differences, String what, Stream<String> ours, Stream<String> theirs) {
    List<String> here = ours.sorted().toList();
    List<String> there = theirs.sorted().toList();
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
