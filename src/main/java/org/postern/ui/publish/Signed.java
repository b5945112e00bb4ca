package org.postern.ui.publish;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleVerifier;
import org.postern.bundle.Refusal;
import org.postern.bundle.TrustFile;
import org.postern.bundle.Verification;

/**
 * Who signed a bundle, and who still could.
 *
 * @param officers whose signatures count, each verified as a gateway does
 * @param open officers whose keys are here
 * @param elsewhere officers whose signatures would count, whose keys are not here
 * @param wrong why a gateway would refuse it for another reason than their number; empty if not
 */
record Signed(
    List<String> officers, List<Board.Signer> open, List<String> elsewhere, String wrong) {

  static Signed of(
      @Nullable Bundle bundle,
      TrustFile believed,
      List<Board.Signer> here,
      String acting,
      Clock clock) {
    Set<String> signed = new LinkedHashSet<>();
    String wrong = "";
    if (bundle != null && !bundle.signers().isEmpty()) {
      switch (verify(bundle, bundle.manifest().audience().getFirst(), believed, clock)) {
        case Verification.Accepted a -> signed.addAll(a.officers());
        case Verification.Current _, Verification.Trusting _ -> {}
        case Verification.Refused r -> {
          if (r.refusal() == Refusal.THRESHOLD) {
            // What is there was verified: only the number is too small.
            counting(believed).stream()
                .filter(k -> bundle.signers().contains(k.id()))
                .forEach(k -> signed.add(k.officer()));
          } else {
            wrong = "A gateway would refuse this bundle: " + r.sentence() + ".";
          }
        }
      }
    }
    Set<String> elsewhere = new LinkedHashSet<>();
    counting(believed).forEach(k -> elsewhere.add(k.officer()));
    elsewhere.removeAll(signed);
    List<Board.Signer> open = new ArrayList<>();
    for (Board.Signer signer : here) {
      counting(believed).stream()
          .filter(k -> k.id().equals(signer.keyId()) && !signed.contains(k.officer()))
          .forEach(k -> open.add(new Board.Signer(k.officer(), k.id(), signer.passphrase())));
    }
    open.sort(Comparator.comparing(s -> !s.officer().equals(acting)));
    open.forEach(s -> elsewhere.remove(s.officer()));
    return new Signed(List.copyOf(signed), List.copyOf(open), List.copyOf(elsewhere), wrong);
  }

  /** What a gateway that runs nothing yet would say. */
  static Verification verify(Bundle bundle, String gateway, TrustFile believed, Clock clock) {
    return new BundleVerifier(gateway, bundle.manifest().policyId(), believed, clock)
        .verify(bundle.bytes(), Optional.empty());
  }

  private static List<TrustFile.Key> counting(TrustFile believed) {
    return believed.keys().stream().filter(k -> !k.revoked()).toList();
  }
}
