package org.postern.practice;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleException;
import org.postern.bundle.Outcome;
import org.postern.policy.EmailAddress;
import org.postern.policy.Parsed;
import org.postern.policy.Policy;
import org.postern.policy.Unlisted;

/**
 * What the practice gateway enforces: the rules of its bundle, looked up as Postfix would; before
 * the first bundle, a policy.
 */
@FunctionalInterface
interface RunningPolicy {
  /** What happens to mail for this recipient; empty = refused, it is no address. */
  Optional<Outcome> of(String recipient);

  static RunningPolicy of(Policy policy) {
    return recipient ->
        EmailAddress.parse(recipient) instanceof Parsed.Ok<EmailAddress>
            ? Outcome.of(policy.judge(recipient))
            : Optional.empty();
  }

  static RunningPolicy of(Bundle bundle) throws BundleException {
    Map<String, Outcome> table = new HashMap<>();
    bundle.rules(
        rule -> {
          if (rule.coverage().itself()) {
            table.put(rule.key(), rule.kind().outcome());
          }
          if (rule.coverage().below()) {
            table.put("." + rule.key(), rule.kind().outcome());
          }
        });
    Outcome otherwise =
        bundle.manifest().unlisted() == Unlisted.HOLD ? Outcome.UNLISTED : Outcome.DELIVER;
    return recipient ->
        EmailAddress.parse(recipient) instanceof Parsed.Ok<EmailAddress>(EmailAddress address)
            ? Optional.of(
                keys(address.ascii().toLowerCase(Locale.ROOT)).stream()
                    .filter(table::containsKey)
                    .findFirst()
                    .map(table::get)
                    .orElse(otherwise))
            : Optional.empty();
  }

  /** transport(5), "TABLE SEARCH ORDER". */
  private static List<String> keys(String address) {
    String domain = address.substring(address.lastIndexOf('@') + 1);
    List<String> keys = new ArrayList<>(List.of(address, domain));
    for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
      keys.add(domain.substring(dot));
    }
    return keys;
  }
}
