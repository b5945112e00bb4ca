package org.postern.cli;

import picocli.CommandLine.Command;

/** {@code postern bundle}: the policy as the signed file that a gateway takes. */
@Command(
    name = "bundle",
    mixinStandardHelpOptions = true,
    description = {
      "Turns the lists into the signed file that a gateway takes.",
      "The way of a bundle: create it, have officers sign it, verify it as the gateway will, deliver it to the gateway, which runs postern-apply.",
      "For Exim, Rspamd, Sendmail, Exchange, Defender, a list or a DNS zone: render it there instead, and compare."
    },
    subcommands = {
      BundleCreate.class,
      BundleTrust.class,
      BundleSign.class,
      BundleVerify.class,
      BundleShow.class,
      BundleDeliver.class,
      BundleDeliveries.class,
      BundleHeartbeat.class,
      BundleCms.class,
      BundleDeltaCommand.class,
      BundleRebuild.class,
      BundleRender.class,
      BundleCompare.class
    })
public final class BundleCommand extends CommandGroup {
  public BundleCommand() {
    super(
        "create, trust, sign, verify, show, deliver, deliveries, heartbeat, cms, delta, rebuild,"
            + " render or compare");
  }
}
