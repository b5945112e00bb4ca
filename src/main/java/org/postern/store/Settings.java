package org.postern.store;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How this console is set up; passwords in it are kept nowhere but in the encrypted file, and once
 * officers are enrolled sealed to their keys: who is not signed in sees them sealed. The rules that
 * decide about mail are not here: they belong to a revision, see {@link Lists#rules}. Immutable.
 *
 * @param mailbox the quarantine box; null until it is set up
 * @param release the door for held mail that may leave; null until it is set up
 * @param policyId the name of this policy in bundles
 * @param theme the look of the screens, in the words of the screens; empty for the standard one
 * @param window where the window was; null for the standard place
 * @param browsing how the lists are looked at
 * @param reviewing how held mail is looked at
 * @param handling what is common to all who decide about held mail
 */
public record Settings(
    @Nullable Mailbox mailbox,
    @Nullable Release release,
    List<Gateway> gateways,
    String policyId,
    String theme,
    @Nullable Window window,
    Browsing browsing,
    Reviewing reviewing,
    Handling handling) {

  /** How a connection is protected: TLS from the first byte, STARTTLS, or none on this machine. */
  public enum Security {
    TLS,
    STARTTLS,
    LOOPBACK_PLAIN
  }

  /**
   * @param trustedPem certificates to trust instead of the system's, PEM; empty for the system's
   */
  public record Mailbox(
      String host,
      int port,
      Security security,
      String user,
      String password,
      String folder,
      String trustedPem) {
    /** Without secrets. */
    @Override
    public String toString() {
      return user + " at " + host + ":" + port + " (" + security + ")";
    }
  }

  /**
   * @param clientName how the console calls itself
   * @param certificate the client certificate with its key, PKCS#12 in Base64; empty for none
   */
  public record Release(
      String host,
      int port,
      Security security,
      String clientName,
      String certificate,
      String certificatePassword,
      String user,
      String password,
      String trustedPem) {
    /** Without secrets. */
    @Override
    public String toString() {
      return user + " at " + host + ":" + port + " (" + security + ")";
    }
  }

  /**
   * @param name the gateway's name in receipts and on held mail
   * @param folder where bundles for it are put
   */
  public record Gateway(String name, String folder) {}

  /** In pixels. */
  public record Window(double x, double y, double width, double height, boolean maximized) {}

  /**
   * @param name the column's title
   * @param width in pixels
   */
  public record Column(String name, double width, boolean shown) {}

  /** A filter that has a name. */
  public record Filter(String name, String text) {}

  /**
   * How the lists are looked at and added to.
   *
   * @param columns in their order; empty for the standard ones
   * @param trustMonths after so many months new trust ends unless the officer says otherwise; 0 for
   *     never
   */
  public record Browsing(List<Column> columns, List<Filter> filters, int trustMonths) {
    public static final int TRUST_MONTHS = 12;

    public static final Browsing NONE = new Browsing(List.of(), List.of(), TRUST_MONTHS);

    public Browsing {
      columns = List.copyOf(columns);
      filters = List.copyOf(filters);
      if (trustMonths < 0 || trustMonths > 1200) {
        throw new IllegalArgumentException("months of trust: 0 to 1200");
      }
    }

    public Browsing withColumns(List<Column> changed) {
      return new Browsing(changed, filters, trustMonths);
    }

    public Browsing withFilters(List<Filter> changed) {
      return new Browsing(columns, changed, trustMonths);
    }

    public Browsing withTrustMonths(int changed) {
      return new Browsing(columns, filters, changed);
    }
  }

  /**
   * How held mail is looked at.
   *
   * @param views searches that have a name
   * @param grouping in the words of the screen; empty for the standard one
   * @param layout in the words of the screen; empty for the standard one
   */
  public record Reviewing(List<Filter> views, String grouping, String layout) {
    public static final Reviewing NONE = new Reviewing(List.of(), "", "");

    public Reviewing {
      views = List.copyOf(views);
      layout = Objects.requireNonNullElse(layout, ""); // written by an earlier version
    }

    public Reviewing withViews(List<Filter> changed) {
      return new Reviewing(changed, grouping, layout);
    }

    public Reviewing withGrouping(String changed) {
      return new Reviewing(views, changed, layout);
    }

    public Reviewing withLayout(String changed) {
      return new Reviewing(views, grouping, changed);
    }
  }

  /** Nothing set up yet. */
  public static final Settings NONE =
      new Settings(
          null,
          null,
          List.of(),
          "postern",
          "",
          null,
          Browsing.NONE,
          Reviewing.NONE,
          Handling.USUAL);

  public Settings {
    gateways = List.copyOf(gateways);
    browsing = Objects.requireNonNullElse(browsing, Browsing.NONE); // written by an earlier version
    reviewing = Objects.requireNonNullElse(reviewing, Reviewing.NONE);
    handling = Objects.requireNonNullElse(handling, Handling.USUAL);
  }

  /** Whether there are secrets here that only an officer who is signed in can open. */
  public boolean isSealed() {
    return (mailbox != null && Secrets.sealed(mailbox.password))
        || (release != null
            && (Secrets.sealed(release.password)
                || Secrets.sealed(release.certificate)
                || Secrets.sealed(release.certificatePassword)));
  }

  /** With every password, and the client certificate with its key, put through a function. */
  Settings withSecrets(UnaryOperator<String> change) {
    Mailbox box =
        mailbox == null
            ? null
            : new Mailbox(
                mailbox.host,
                mailbox.port,
                mailbox.security,
                mailbox.user,
                change.apply(mailbox.password),
                mailbox.folder,
                mailbox.trustedPem);
    Release door =
        release == null
            ? null
            : new Release(
                release.host,
                release.port,
                release.security,
                release.clientName,
                change.apply(release.certificate),
                change.apply(release.certificatePassword),
                release.user,
                change.apply(release.password),
                release.trustedPem);
    return withMailbox(box).withRelease(door);
  }

  public Settings withMailbox(@Nullable Mailbox changed) {
    return new Settings(
        changed, release, gateways, policyId, theme, window, browsing, reviewing, handling);
  }

  public Settings withRelease(@Nullable Release changed) {
    return new Settings(
        mailbox, changed, gateways, policyId, theme, window, browsing, reviewing, handling);
  }

  public Settings withGateways(List<Gateway> changed) {
    return new Settings(
        mailbox, release, changed, policyId, theme, window, browsing, reviewing, handling);
  }

  public Settings withPolicyId(String changed) {
    return new Settings(
        mailbox, release, gateways, changed, theme, window, browsing, reviewing, handling);
  }

  public Settings withTheme(String changed) {
    return new Settings(
        mailbox, release, gateways, policyId, changed, window, browsing, reviewing, handling);
  }

  public Settings withBrowsing(Browsing changed) {
    return new Settings(
        mailbox, release, gateways, policyId, theme, window, changed, reviewing, handling);
  }

  public Settings withReviewing(Reviewing changed) {
    return new Settings(
        mailbox, release, gateways, policyId, theme, window, browsing, changed, handling);
  }

  public Settings withWindow(@Nullable Window changed) {
    return new Settings(
        mailbox, release, gateways, policyId, theme, changed, browsing, reviewing, handling);
  }

  public Settings withHandling(Handling changed) {
    return new Settings(
        mailbox, release, gateways, policyId, theme, window, browsing, reviewing, changed);
  }
}
