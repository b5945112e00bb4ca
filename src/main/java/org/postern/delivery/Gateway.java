package org.postern.delivery;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.postern.delivery.DeliveryException.Reason;
import org.postern.store.Deliveries.Parcel;
import org.postern.store.GatewayAccess;
import org.postern.store.Settings;

/**
 * A gateway that files are brought to. Immutable.
 *
 * @param name its name in bundles and receipts: a host name in lower case
 * @param place where it takes them from, as officers call it
 * @param way how they get there
 */
public record Gateway(String name, String place, Way way) {
  private static final int SSH = 22;

  /** One that fetches from a folder: a share, a removable medium, a spool. */
  public static Gateway folder(String name, Path folder) {
    return new Gateway(name, folder.toString(), new FolderWay(folder, false));
  }

  /** One of the settings; where they cannot be used, every try says so. */
  public static Gateway of(Settings.Gateway saved) {
    String wrong = wrong(saved.folder(), saved.access());
    return new Gateway(
        saved.name(),
        saved.folder(),
        wrong.isEmpty()
            ? saved.access().isSealed() ? refusing(Reason.SEALED, SEALED) : way(saved)
            : refusing(Reason.SETTINGS, wrong));
  }

  private static final String SEALED =
      "What opens this gateway is sealed until an officer signs in. Sign in; it is tried again.";

  private static Way refusing(Reason reason, String sentence) {
    return new Way() {
      @Override
      public void bring(Parcel parcel, Sending sending) throws DeliveryException {
        throw new DeliveryException(reason, sentence, null);
      }

      @Override
      public void tryOut(Sending sending) throws DeliveryException {
        throw new DeliveryException(reason, sentence, null);
      }
    };
  }

  private static Way way(Settings.Gateway saved) {
    String place = saved.folder().strip();
    return switch (scheme(place)) {
      case "sftp" -> {
        URI uri = URI.create(place);
        String path = uri.getPath() == null ? "" : uri.getPath();
        yield new SftpWay(
            uri.getHost(),
            uri.getPort() < 0 ? SSH : uri.getPort(),
            // As everywhere: /~/ is where one is after signing in.
            path.startsWith("/~/") ? path.substring(3) : path,
            saved.access());
      }
      case "https" ->
          new HttpsWay(URI.create(place.endsWith("/") ? place : place + "/"), saved.access());
      case String _ -> new FolderWay(Path.of(place), saved.access().listed());
    };
  }

  /** {@code sftp}, {@code https}, or nothing for a folder. */
  public static String scheme(String place) {
    String lower = place.strip().toLowerCase(Locale.ROOT);
    return lower.startsWith("sftp:") ? "sftp" : lower.startsWith("https:") ? "https" : "";
  }

  /** What is wrong with a place, a sentence; empty if nothing is. */
  public static String wrong(String place, GatewayAccess access) {
    String scheme = scheme(place);
    try {
      if (scheme.isEmpty()) {
        return !place.isBlank() && Path.of(place.strip()).isAbsolute()
            ? ""
            : "The whole path of a folder, or an address with sftp:// or https://.";
      }
      URI uri = URI.create(place.strip());
      if (uri.getHost() == null || uri.getPort() > 65_535 || uri.getPort() == 0) {
        return "An address such as " + scheme + "://relay-1.mod.example/srv/postern/incoming.";
      }
      if (uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
        return "Only host, port and folder: user and password have fields of their own.";
      }
      return scheme.equals("sftp") && access.user().isBlank()
          ? "SFTP needs a user who signs in."
          : "";
    } catch (InvalidPathException e) {
      return "This computer cannot have such a path.";
    } catch (IllegalArgumentException e) {
      return "An address such as " + scheme + "://relay-1.mod.example/srv/postern/incoming.";
    }
  }
}
