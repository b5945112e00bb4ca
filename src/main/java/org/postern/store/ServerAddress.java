package org.postern.store;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postern.store.StoreException.Reason;

/**
 * Where a team's PostgreSQL is, as {@code database.properties} in the data directory says it:
 *
 * <pre>
 * url = jdbc:postgresql://db.example/postern?sslrootcert=/etc/ssl/db.pem
 * user = postern
 * password-file = database.password
 * </pre>
 *
 * The password stands in a file of its own that only its owner may read. Over a network the
 * server's certificate and name are checked unless the address says {@code sslmode} itself. Only
 * parameters that cannot load other people's code are taken.
 */
record ServerAddress(String url, @Nullable String user, @Nullable String password) {
  private static final int MOST = 10_000;

  private static final Set<String> KEYS = Set.of("url", "user", "password-file");

  private static final Set<String> PARAMETERS =
      Set.of(
          "sslmode",
          "sslrootcert",
          "sslcert",
          "sslkey",
          "sslnegotiation",
          "channelbinding",
          "gssencmode",
          "currentschema",
          "targetservertype");

  private static final Pattern URL =
      Pattern.compile(
          "jdbc:postgresql://([A-Za-z0-9.:,\\[\\]_-]+)/([A-Za-z0-9_-]{1,63})(?:\\?([\\x21-\\x7e]*))?");

  private static final Pattern LOOPBACK =
      Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");

  /** Empty if the directory's database is a file. */
  static Optional<ServerAddress> read(DataFiles files) throws StoreException {
    Path file = files.address();
    if (!DataFiles.exists(file)) {
      return Optional.empty();
    }
    Properties lines = lines(file);
    for (String name : lines.stringPropertyNames()) {
      if (!KEYS.contains(name)) {
        throw unusable(file, "it may have the lines url, user and password-file only");
      }
    }
    String url = url(file, lines.getProperty("url", "").strip());
    String user = lines.getProperty("user");
    String password = lines.getProperty("password-file");
    return Optional.of(
        new ServerAddress(
            url,
            user == null ? null : user.strip(),
            password == null ? null : password(file, password.strip())));
  }

  private static Properties lines(Path file) throws StoreException {
    Properties lines = new Properties();
    try {
      if (Files.size(file) > MOST) {
        throw unusable(file, "it is too long");
      }
      try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        lines.load(reader);
      }
      return lines;
    } catch (IOException e) {
      throw Trouble.file(file, e);
    } catch (IllegalArgumentException e) {
      throw unusable(file, "it cannot be read");
    }
  }

  private static String url(Path file, String url) throws StoreException {
    Matcher matcher = URL.matcher(url);
    if (!matcher.matches()) {
      throw unusable(file, "the line url must be like jdbc:postgresql://server/database");
    }
    boolean mode = false;
    String parameters = matcher.group(3);
    if (parameters != null) {
      for (String parameter : parameters.split("&", -1)) {
        String name = parameter.split("=", 2)[0].toLowerCase(Locale.ROOT);
        if (!PARAMETERS.contains(name)) {
          throw unusable(file, "the url has a parameter that Postern does not take");
        }
        mode |= name.equals("sslmode");
      }
    }
    if (mode || LOOPBACK.matcher(matcher.group(1)).matches()) {
      return url;
    }
    return url + (parameters == null ? "?" : "&") + "sslmode=verify-full";
  }

  private static String password(Path address, String name) throws StoreException {
    Path file = address.resolveSibling(name);
    try {
      if (!ownerOnly(file)) {
        throw unusable(
            address, "others may read " + file + "; give it to its owner alone (chmod 600)");
      }
      if (Files.size(file) > MOST) {
        throw unusable(address, file + " holds no password");
      }
      return Files.readString(file, StandardCharsets.UTF_8).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw Trouble.file(file, e);
    }
  }

  private static boolean ownerOnly(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return true;
    }
    return EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)
        .containsAll(Files.getPosixFilePermissions(file));
  }

  private static StoreException unusable(Path file, String why) {
    return new StoreException(
        Reason.UNUSABLE_PATH, file + " does not say where the database is: " + why + ".");
  }

  /** The url may name a file or a server that is nobody's business. */
  @Override
  public String toString() {
    return "ServerAddress";
  }
}
