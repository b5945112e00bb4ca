package org.postern.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.quarantine.Boxes;
import org.postern.quarantine.Filing;
import org.postern.quarantine.HeldId;
import org.postern.quarantine.QuarantineException;
import org.postern.store.Receipts.Taken;
import org.postern.store.Store;
import org.postern.store.StoreException;
import org.postern.ui.publish.Stray;

/**
 * Takes gateways' receipts out of the quarantine boxes into the record: only what an enrolled
 * gateway signed. A mail that claims to be a receipt and is not stays where it lies, and the board
 * says so. Thread-safe. {@link #collect} blocks.
 */
final class Receipts {
  /** A full box must not be kept from the officers; what is not read yet is found the next time. */
  private static final Duration BRIEFLY = Duration.ofMillis(200);

  private final Store store;
  private final Map<HeldId, Stray> strays = new LinkedHashMap<>();
  private int judgedBy = -1;

  Receipts(Store store) {
    this.store = store;
  }

  /** Reads what lies there; the answer is how many were new. */
  synchronized int collect(Boxes box) throws QuarantineException, StoreException {
    List<HeldId> there = box.contents(BRIEFLY).receipts();
    strays.keySet().retainAll(there);
    int now = store.gatewayKeys().all().size();
    if (now != judgedBy) {
      strays.clear(); // who was a stranger may be enrolled by now
      judgedBy = now;
    }
    int fresh = 0;
    for (HeldId id : there) {
      if (strays.containsKey(id)) {
        continue; // judged already
      }
      var mail = box.receipt(id);
      switch (store.receipts().take(mail.text(), mail.signature())) {
        case Taken.New _ -> {
          fresh++;
          // Filed only after it is on the disk: a crash between the two reads it once more and
          // finds it known.
          box.file(id, Filing.RECEIPT);
        }
        case Taken.Known _ -> box.file(id, Filing.RECEIPT);
        case Taken.Refused(String gateway, String sentence) ->
            strays.put(id, new Stray(gateway, sentence));
      }
    }
    return fresh;
  }

  /** Mails in the boxes that claim to be receipts and are not believed. */
  synchronized List<Stray> strays() {
    List<Stray> all = new ArrayList<>(strays.values());
    all.sort(Comparator.comparing(Stray::gateway).thenComparing(Stray::sentence));
    return List.copyOf(all);
  }
}
