package org.postern.store;

import static com.fasterxml.jackson.annotation.JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How this console is set up; passwords in it are kept nowhere but in the encrypted file, and once
 * officers are enrolled sealed to their keys: who is not signed in sees them sealed. The rules that
 * decide about mail are not here: they belong to a revision, see {@link Lists#rules}. Immutable.
 *
 * @param mailboxes the quarantine boxes; none until one is set up
 * @param release the door for held mail that may leave; null until it is set up
 * @param policyId the name of this policy in bundles
 * @param theme the look of the screens, in the words of the screens; empty for the standard one
 * @param window where the window was; null for the standard place
 * @param browsing how the lists are looked at
 * @param reviewing how held mail is looked at
 * @param handling what is common to all who decide about held mail
 */
public record Settings(
    @JsonAlias("mailbox") @JsonFormat(with = ACCEPT_SINGLE_VALUE_AS_ARRAY) List<Mailbox> mailboxes,
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
   * Signing in by OAuth 2.0 (RFC 6749).
   *
   * @param tokenEndpoint its address; not for {@link Grant#TOKEN_FILE}
   * @param clientSecret empty for none
   * @param scope empty for none
   * @param tokenFile whole path of a file in which another program keeps a token
   */
  public record Oauth(
      Grant grant,
      String tokenEndpoint,
      String clientId,
      String clientSecret,
      String refreshToken,
      String scope,
      String tokenFile) {

    /** Where the token comes from. */
    public enum Grant {
      /** The console itself is known to the token endpoint (RFC 6749 clause 4.4). */
      CLIENT_CREDENTIALS,
      /** Somebody signed in elsewhere and got a refresh token (RFC 6749 clause 6). */
      REFRESH_TOKEN,
      /** Another program keeps a token in a file. */
      TOKEN_FILE
    }

    /** The same with the secrets put through a function. */
    Oauth withSecrets(UnaryOperator<String> change) {
      return new Oauth(
          grant,
          tokenEndpoint,
          clientId,
          change.apply(clientSecret),
          change.apply(refreshToken),
          scope,
          tokenFile);
    }

    /** Without secrets. */
    @Override
    public String toString() {
      return grant + " " + clientId + " at " + tokenEndpoint + tokenFile;
    }
  }

  /**
   * @param name what officers call it; empty for the host
   * @param password not used with {@code oauth}
   * @param folders those that gateways deliver into; at least one
   * @param trustedPem certificates to trust instead of the system's, PEM; empty for the system's
   * @param oauth null where sign-in is by password
   * @param idleMinutes after how long a quiet connection is asked whether it lives; 0 for the usual
   */
  public record Mailbox(
      String name,
      String host,
      int port,
      Security security,
      String user,
      String password,
      @JsonAlias("folder") @JsonFormat(with = ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> folders,
      String trustedPem,
      @Nullable Oauth oauth,
      int idleMinutes) {

    public Mailbox {
      name = Objects.requireNonNullElse(name, ""); // written by an earlier version
      folders = folders == null || folders.isEmpty() ? List.of("INBOX") : List.copyOf(folders);
    }

    /** One folder, by password. */
    public Mailbox(
        String host,
        int port,
        Security security,
        String user,
        String password,
        String folder,
        String trustedPem) {
      this("", host, port, security, user, password, List.of(folder), trustedPem, null, 0);
    }

    /** What officers call it. */
    public String title() {
      return name.isEmpty() ? host : name;
    }

    private Mailbox with(String newPassword, @Nullable Oauth newOauth) {
      return new Mailbox(
          name,
          host,
          port,
          security,
          user,
          newPassword,
          folders,
          trustedPem,
          newOauth,
          idleMinutes);
    }

    Mailbox withSecrets(UnaryOperator<String> change) {
      return with(change.apply(password), oauth == null ? null : oauth.withSecrets(change));
    }

    /** With the refresh token that took the place of the saved one. */
    Mailbox withRefreshToken(String token) {
      Oauth now = oauth;
      return now == null
          ? this
          : with(
              password,
              new Oauth(
                  now.grant,
                  now.tokenEndpoint,
                  now.clientId,
                  now.clientSecret,
                  token,
                  now.scope,
                  now.tokenFile));
    }

    boolean isSealed() {
      return Secrets.sealed(password)
          || (oauth != null
              && (Secrets.sealed(oauth.clientSecret) || Secrets.sealed(oauth.refreshToken)));
    }

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
   * @param folder where bundles for it are put: the path of a folder, {@code sftp://…}, or {@code
   *     https://…}
   * @param access how that place is reached
   */
  public record Gateway(String name, String folder, GatewayAccess access) {
    public Gateway {
      access = Objects.requireNonNullElse(access, GatewayAccess.NONE); // by an earlier version
    }

    /** One that fetches from a folder. */
    public Gateway(String name, String folder) {
      this(name, folder, GatewayAccess.NONE);
    }

    Gateway withSecrets(UnaryOperator<String> change) {
      return new Gateway(name, folder, access.withSecrets(change));
    }
  }

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

  /** Nothing set up yet. */
  public static final Settings NONE =
      new Settings(
          List.of(),
          null,
          List.of(),
          "postern",
          "",
          null,
          Browsing.NONE,
          Reviewing.NONE,
          Handling.USUAL);

  public Settings {
    mailboxes = mailboxes == null ? List.of() : List.copyOf(mailboxes); // null in earlier versions
    gateways = List.copyOf(gateways);
    browsing = Objects.requireNonNullElse(browsing, Browsing.NONE); // written by an earlier version
    reviewing = Objects.requireNonNullElse(reviewing, Reviewing.NONE);
    handling = Objects.requireNonNullElse(handling, Handling.USUAL);
  }

  /** Whether there are secrets here that only an officer who is signed in can open. */
  public boolean isSealed() {
    return mailboxes.stream().anyMatch(Mailbox::isSealed)
        || gateways.stream().anyMatch(g -> g.access.isSealed())
        || (release != null
            && (Secrets.sealed(release.password)
                || Secrets.sealed(release.certificate)
                || Secrets.sealed(release.certificatePassword)));
  }

  /** With every password and key put through a function, those of gateways through another. */
  Settings withSecrets(UnaryOperator<String> change, UnaryOperator<String> gatewayChange) {
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
    return withMailboxes(mailboxes.stream().map(m -> m.withSecrets(change)).toList())
        .withGateways(gateways.stream().map(g -> g.withSecrets(gatewayChange)).toList())
        .withRelease(door);
  }

  /** A mailbox got a new refresh token; the old one is worth nothing any more. */
  public Settings withRefreshToken(String host, String user, String token) {
    return withMailboxes(
        mailboxes.stream()
            .map(m -> m.host.equals(host) && m.user.equals(user) ? m.withRefreshToken(token) : m)
            .toList());
  }

  /** One mailbox, or none. */
  public Settings withMailbox(@Nullable Mailbox changed) {
    return withMailboxes(changed == null ? List.of() : List.of(changed));
  }

  public Settings withMailboxes(List<Mailbox> changed) {
    return new Settings(
        changed, release, gateways, policyId, theme, window, browsing, reviewing, handling);
  }

  public Settings withRelease(@Nullable Release changed) {
    return new Settings(
        mailboxes, changed, gateways, policyId, theme, window, browsing, reviewing, handling);
  }

  public Settings withGateways(List<Gateway> changed) {
    return new Settings(
        mailboxes, release, changed, policyId, theme, window, browsing, reviewing, handling);
  }

  public Settings withPolicyId(String changed) {
    return new Settings(
        mailboxes, release, gateways, changed, theme, window, browsing, reviewing, handling);
  }

  public Settings withTheme(String changed) {
    return new Settings(
        mailboxes, release, gateways, policyId, changed, window, browsing, reviewing, handling);
  }

  public Settings withBrowsing(Browsing changed) {
    return new Settings(
        mailboxes, release, gateways, policyId, theme, window, changed, reviewing, handling);
  }

  public Settings withReviewing(Reviewing changed) {
    return new Settings(
        mailboxes, release, gateways, policyId, theme, window, browsing, changed, handling);
  }

  public Settings withWindow(@Nullable Window changed) {
    return new Settings(
        mailboxes, release, gateways, policyId, theme, changed, browsing, reviewing, handling);
  }

  public Settings withHandling(Handling changed) {
    return new Settings(
        mailboxes, release, gateways, policyId, theme, window, browsing, reviewing, changed);
  }
}
