package org.postern.ui.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;
import org.postern.delivery.Gateway;
import org.postern.delivery.Identity;
import org.postern.delivery.Trial;
import org.postern.store.GatewayAccess;
import org.postern.store.Settings;

/** One gateway in the form: its name, where bundles for it are put, and how that is reached. */
final class GatewayForm {
  /** How bundles get there, by what was typed as the place. */
  enum Kind {
    FOLDER,
    SFTP,
    HTTPS
  }

  /** What is known of the place. */
  sealed interface Tested {
    record Untried() implements Tested {}

    record Trying() implements Tested {}

    record Done(Trial trial) implements Tested {}
  }

  /** Only the form of the place is looked at here; the user has a field of their own. */
  private static final GatewayAccess SOMEBODY =
      new GatewayAccess("somebody", "", "", "", "", false);

  final Field name = new Field("", this::checkName);
  final Field folder = new Field("", this::checkFolder);
  final Field user = new Field("", this::checkUser);
  final Field secret = new Field("", _ -> "");
  final Field keyFile = new Field("", Checks::file);
  final Field keySecret = new Field("", _ -> "");
  final Field hostKey = new Field("", this::checkHostKey);
  final Field trustedFile = new Field("", Checks::file);
  final BooleanProperty listed = new SimpleBooleanProperty();
  final ReadOnlyObjectWrapper<Kind> kind = new ReadOnlyObjectWrapper<>(Kind.FOLDER);
  final ReadOnlyObjectWrapper<Tested> tested = new ReadOnlyObjectWrapper<>(new Tested.Untried());
  private final ReadOnlyStringWrapper pinned = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper secretPrompt = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper keyPrompt = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper trustPrompt = new ReadOnlyStringWrapper("rarely needed");
  private Settings.@Nullable Gateway saved;

  /** Under which name it is tried in the background. */
  final String job;

  GatewayForm(String job) {
    this.job = job;
    folder.value().addListener((_, _, _) -> kind.set(kind()));
    fields().forEach(f -> f.value().addListener((_, _, _) -> tested.set(new Tested.Untried())));
  }

  private Kind kind() {
    return switch (Gateway.scheme(folder.text())) {
      case "sftp" -> Kind.SFTP;
      case "https" -> Kind.HTTPS;
      case String _ -> Kind.FOLDER;
    };
  }

  private List<Field> fields() {
    return List.of(name, folder, user, secret, keyFile, keySecret, hostKey, trustedFile);
  }

  private String checkName(String value) {
    return blank() ? "" : Checks.gateway(value);
  }

  private String checkFolder(String value) {
    return blank() ? "" : Gateway.wrong(value, SOMEBODY);
  }

  private String checkUser(String value) {
    return kind.get() == Kind.SFTP && value.isBlank() ? "The user who signs in there." : "";
  }

  private String checkHostKey(String value) {
    return kind.get() != Kind.SFTP
            || value.isBlank()
            || value.strip().matches("(SHA256:[A-Za-z0-9+/]{43}\\s*){1,8}")
        ? ""
        : "SHA256: and 43 characters, as ssh-keygen -l shows it; or test, and compare.";
  }

  /** An empty line is no gateway. */
  boolean blank() {
    return name.blank() && folder.blank();
  }

  /** Says at each field what is wrong; true if nothing is. */
  boolean check() {
    boolean good = true;
    for (Field field : fields()) {
      good &= field.left();
    }
    return good;
  }

  /** What stands in the empty field: that one is saved, if so. */
  ReadOnlyStringProperty secretPrompt() {
    return secretPrompt.getReadOnlyProperty();
  }

  ReadOnlyStringProperty keyPrompt() {
    return keyPrompt.getReadOnlyProperty();
  }

  ReadOnlyStringProperty trustPrompt() {
    return trustPrompt.getReadOnlyProperty();
  }

  void show(Settings.Gateway gateway) {
    saved = gateway;
    GatewayAccess access = gateway.access();
    name.value().set(gateway.name());
    folder.value().set(gateway.folder());
    user.value().set(access.user());
    boolean sftp = kind.get() == Kind.SFTP;
    hostKey.value().set(sftp ? access.identity() : "");
    listed.set(access.listed());
    secretPrompt.set(access.secret().isEmpty() ? "" : "as saved; type to change it");
    keyPrompt.set(access.key().isEmpty() ? "" : "as saved");
    trustPrompt.set(sftp || access.identity().isEmpty() ? "rarely needed" : "as saved");
    fields().forEach(Field::forgive);
    tested.set(new Tested.Untried());
  }

  /** From now on exactly this server counts, and nothing that was trusted before. */
  void pin(Identity identity) {
    if (kind.get() == Kind.SFTP) {
      hostKey.value().set(identity.value());
    } else {
      trustedFile.value().set("");
      pinned.set(identity.value());
      trustPrompt.set("exactly " + identity.fingerprint().substring(0, 23) + "…");
    }
  }

  /** Takes a copy on the FX thread; what it gives is read off it, since files are looked at. */
  Reader reader() {
    return new Reader(
        this,
        kind.get(),
        name.text(),
        folder.text(),
        user.text(),
        secret.value().get(),
        keyFile.text(),
        keySecret.value().get(),
        hostKey.text(),
        trustedFile.text(),
        pinned.get(),
        listed.get(),
        saved);
  }

  /** Turns what was typed into settings. */
  record Reader(
      GatewayForm form,
      Kind kind,
      String name,
      String folder,
      String user,
      String secret,
      String keyFile,
      String keySecret,
      String hostKey,
      String trustedFile,
      String pinned,
      boolean listed,
      Settings.@Nullable Gateway saved) {

    Settings.Gateway gateway() throws DoorForm.Unusable {
      return new Settings.Gateway(
          name,
          folder,
          switch (kind) {
            case FOLDER -> inFolder();
            case SFTP -> bySftp();
            case HTTPS -> byHttps();
          });
    }

    /** What is saved for another kind of place is not given to this one. */
    private GatewayAccess before() {
      return saved != null && Gateway.scheme(saved.folder()).equals(Gateway.scheme(folder))
          ? saved.access()
          : GatewayAccess.NONE;
    }

    private GatewayAccess inFolder() throws DoorForm.Unusable {
      if (!Files.isDirectory(Path.of(folder))) {
        throw new DoorForm.Unusable(
            form.folder, "There is no such folder. Make it, or connect the share or medium.", null);
      }
      return listed ? GatewayAccess.LISTED : GatewayAccess.NONE;
    }

    private GatewayAccess bySftp() throws DoorForm.Unusable {
      GatewayAccess before = before();
      boolean newKey = !keyFile.isEmpty();
      try {
        return new GatewayAccess(
            user,
            secret.isEmpty() ? before.secret() : secret,
            newKey ? Checks.privateKey(keyFile) : before.key(),
            newKey || !keySecret.isEmpty() ? keySecret : before.keySecret(),
            hostKey,
            false);
      } catch (IOException e) {
        throw new DoorForm.Unusable(form.keyFile, String.valueOf(e.getMessage()), e);
      }
    }

    private GatewayAccess byHttps() throws DoorForm.Unusable {
      GatewayAccess before = before();
      boolean newKey = !keyFile.isEmpty();
      String key;
      try {
        key = newKey ? Checks.certificate(keyFile, keySecret) : before.key();
      } catch (IOException e) {
        throw new DoorForm.Unusable(form.keyFile, String.valueOf(e.getMessage()), e);
      }
      try {
        return new GatewayAccess(
            "",
            secret.isEmpty() ? before.secret() : secret,
            key,
            newKey ? keySecret : before.keySecret(),
            !trustedFile.isEmpty()
                ? Checks.trusted(trustedFile)
                : pinned.isEmpty() ? before.identity() : pinned,
            false);
      } catch (IOException e) {
        throw new DoorForm.Unusable(form.trustedFile, String.valueOf(e.getMessage()), e);
      }
    }
  }
}
