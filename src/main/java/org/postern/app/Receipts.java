package org.postern.app;

import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.postern.bundle.Receipt;
import org.postern.quarantine.Boxes;
import org.postern.quarantine.Filing;
import org.postern.quarantine.HeldId;
import org.postern.quarantine.QuarantineException;
import org.postern.store.Publications;
import org.postern.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes gateways' receipts out of the quarantine box into the record: only what an enrolled gateway
 * signed. A mail that claims to be a receipt and is not stays where it lies. Blocks.
 */
final class Receipts {

  private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);

  /** A full box must not be kept from the officers; what is not read yet is found the next time. */
  private static final Duration BRIEFLY = Duration.ofMillis(200);

  private final Publications publications;
  private final Function<String, Optional<PublicKey>> keyOf;
  private final Clock clock;

  Receipts(Publications publications, Function<String, Optional<PublicKey>> keyOf, Clock clock) {
    this.publications = publications;
    this.keyOf = keyOf;
    this.clock = clock;
  }

  /** Reads what lies there; the answer is how many were new. */
  int collect(Boxes box) throws QuarantineException, StoreException {
    int fresh = 0;
    for (HeldId id : box.contents(BRIEFLY).receipts()) {
      var mail = box.receipt(id);
      switch (Receipt.read(mail.text(), mail.signature(), keyOf)) {
        case Receipt.Genuine(Receipt r) -> {
          boolean isNew =
              publications.received(
                  new Publications.Received(
                      r.gateway(),
                      r.sequence(),
                      r.serial(),
                      r.manifest().equals("none") ? "" : r.manifest(),
                      r.result().word(),
                      r.word() + ": " + r.sentence(),
                      r.time(),
                      clock.instant(),
                      mail.text()));
          fresh += isNew ? 1 : 0;
          // Filed only after it is on the disk: a crash between the two reads it once more and
          // finds it known.
          box.file(id, Filing.RECEIPT);
        }
        case Receipt.Bad(String sentence) ->
            LOG.warn("Receipt {} is not believed. {}", id, sentence);
      }
    }
    return fresh;
  }
}
