package org.postern.bundle;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.bundle.BundleException.Reason;

/**
 * Under which terms a policy becomes a bundle; the rest comes from the policy itself. Immutable.
 *
 * @param policyId the line of policies that this continues: letters, digits, hyphens
 * @param previous {@code sha256:…} of the bundle before, or empty for the first
 * @param created when it is made; given, not read from a clock, so that the same input makes the
 *     same bytes
 * @param audience the names of the gateways that it is for
 * @param neighboursPerName how many lookalikes to write down for each trusted name
 * @param probes further domains and addresses that the gateway must judge as the policy does
 * @param reach how much of what the engine catches the enumeration catches, if it was measured
 * @param audit head of the audit chain, {@code sha256:…}, if there is one
 */
public record Terms(
    String policyId,
    Optional<String> previous,
    Instant created,
    Instant notBefore,
    Instant notAfter,
    List<String> audience,
    int neighboursPerName,
    List<String> probes,
    Optional<String> reach,
    Optional<String> audit) {

  /** As many as a static gateway needs to catch most human slips, and still builds quickly. */
  public static final int USUAL_NEIGHBOURS = 1_500;

  public Terms {
    audience = audience.stream().sorted().distinct().toList();
    probes = List.copyOf(probes);
  }

  /**
   * The usual terms: the first bundle of its line, valid from {@code created} to {@code notAfter}.
   */
  public static Terms of(
      String policyId, List<String> audience, Instant created, Instant notAfter) {
    return new Terms(
        policyId,
        Optional.empty(),
        created,
        created,
        notAfter,
        audience,
        USUAL_NEIGHBOURS,
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same terms for the bundle that follows {@code bundle}. */
  public Terms following(Bundle bundle) {
    return new Terms(
        policyId,
        Optional.of(bundle.digest()),
        created,
        notBefore,
        notAfter,
        audience,
        neighboursPerName,
        probes,
        reach,
        audit);
  }

  void check() throws BundleException {
    require(
        Grammar.isPolicyId(policyId),
        "The policy id must be letters a-z, digits and hyphens, at most 64.");
    require(!audience.isEmpty(), "A bundle is made for at least one gateway: name it.");
    require(
        audience.stream().allMatch(Grammar::isName),
        "A gateway's name must be a host name in lower case, such as relay-1.example.mil.");
    require(
        previous.isEmpty() || previous.get().matches("sha256:[0-9a-f]{64}"),
        "The previous bundle is named by sha256: and 64 hex digits.");
    require(
        audit.isEmpty() || audit.get().matches("sha256:[0-9a-f]{64}"),
        "The head of the audit chain is named by sha256: and 64 hex digits.");
    require(notBefore.isBefore(notAfter), "A bundle must end after it begins.");
    require(neighboursPerName >= 0, "The number of lookalikes cannot be negative.");
    require(
        reach.isEmpty() || (Grammar.isPrintable(reach.get()) && reach.get().length() <= 200),
        "The reach must be plain text.");
  }

  private static void require(boolean condition, String sentence) throws BundleException {
    if (!condition) {
      throw new BundleException(Reason.BAD_TERMS, sentence + " Nothing was made.");
    }
  }
}
