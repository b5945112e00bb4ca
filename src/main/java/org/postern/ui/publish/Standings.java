package org.postern.ui.publish;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.postern.bundle.Refusal;
import org.postern.delivery.Gateway;
import org.postern.store.Publications;
import org.postern.store.Store;
import org.postern.store.StoreException;

/** How a gateway stands, from what was handed over and what it said. Blocks. */
final class Standings {
  private static final int RECEIPTS = 50;

  /** Results after which a gateway runs the bundle that it speaks of. */
  private static final Set<String> RUNS = Set.of("applied", "current");

  private Standings() {}

  /**
   * @param target digest of the bundle that was handed over last; empty if none was
   */
  static Board.Line of(Gateway gateway, boolean forIt, String target, Store store)
      throws StoreException {
    List<Publications.Received> receipts = store.publications().receipts(gateway.name(), RECEIPTS);
    Optional<Publications.Received> runs =
        receipts.stream().filter(r -> RUNS.contains(r.result())).findFirst();
    Optional<Instant> handed =
        target.isEmpty()
            ? Optional.empty()
            : store.publications().handovers(target).stream()
                .filter(h -> h.gateway().equals(gateway.name()))
                .map(Publications.Handover::at)
                .reduce((_, later) -> later);
    Optional<Publications.Received> newest = receipts.stream().findFirst();
    boolean saidNo =
        newest.isPresent()
            && !RUNS.contains(newest.get().result())
            && (handed.isEmpty() || !newest.get().received().isBefore(handed.get()));
    Board.Standing standing;
    if (saidNo) {
      standing = Board.Standing.REFUSED;
    } else if (!target.isEmpty() && runs.isPresent() && runs.get().digest().equals(target)) {
      standing = Board.Standing.CURRENT;
    } else if (handed.isPresent()) {
      standing = Board.Standing.NO_RECEIPT_YET;
    } else {
      standing = runs.isPresent() ? Board.Standing.BEHIND : Board.Standing.SILENT;
    }
    return new Board.Line(
        gateway.name(),
        gateway.place(),
        runs.map(r -> OptionalLong.of(r.serial())).orElse(OptionalLong.empty()),
        newest.map(Publications.Received::received),
        handed,
        standing,
        saidNo ? because(newest.get()) : "",
        forIt,
        missing(receipts),
        receipts.stream()
            .map(
                r ->
                    new Board.Word(
                        r.sequence(), r.received(), r.serial(), r.result(), r.reason(), r.text()))
            .toList());
  }

  private static String because(Publications.Received no) {
    return no.reason().isBlank() ? no.result() : no.reason();
  }

  /** The numbers between the oldest and the newest receipt here that never came. */
  private static List<Long> missing(List<Publications.Received> receipts) {
    List<Long> missing = new ArrayList<>();
    for (int i = 1; i < receipts.size(); i++) {
      long after = receipts.get(i).sequence();
      long before = receipts.get(i - 1).sequence();
      for (long n = after + 1; n < before && missing.size() < 20; n++) {
        missing.add(n);
      }
    }
    return missing.stream().sorted().toList();
  }

  /** What to do about a refusal, by the word with which the gateway says why. */
  static String advice(String reason) {
    for (Refusal refusal : Refusal.values()) {
      if (reason.contains(refusal.word())) {
        return advice(refusal);
      }
    }
    return "Read its last receipt below, put right what it names, then hand over again.";
  }

  private static String advice(Refusal refusal) {
    return switch (refusal) {
      case NOT_YET, EXPIRED ->
          "Compare the gateway's clock with the days for which the bundle is valid, then hand over"
              + " again.";
      case THRESHOLD, SIGNATURE ->
          "Its trust file names other officers, or asks for more of them. Have its administrator"
              + " compare it with the keys here, then hand over again.";
      case AUDIENCE ->
          "It goes by another name than here. Compare the names; the next bundle is made for the"
              + " names in Settings.";
      case POLICY_ID ->
          "It follows another line of policies. Compare the policy id there and here.";
      case ROLLBACK, FORK ->
          "It runs something newer, or something else with the same serial: another console may have"
              + " published to it. Find out before you hand over again.";
      case SKIPPED ->
          "It did not get an earlier trust file. Hand that one over first, then this one again.";
      case TOO_LARGE,
          ARCHIVE,
          MEMBER,
          MANIFEST,
          KIND,
          PAYLOAD,
          PAYLOAD_MEMBER,
          FILE,
          DOMAINS,
          NEW_TRUST ->
          "The file was altered or cut short on its way. Hand over again; if it happens twice, look"
              + " at the way.";
      case PROBE ->
          "Its mail server answers other than the lists say. It still enforces what it ran before;"
              + " show its administrator the receipt.";
    };
  }
}
