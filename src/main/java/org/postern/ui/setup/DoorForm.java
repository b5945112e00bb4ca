package org.postern.ui.setup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javafx.beans.Observable;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;
import org.postern.store.Settings;
import org.postern.store.Settings.Security;
import org.postern.tls.ServerCertificate;

/**
 * The part of the form about one server: a quarantine mailbox, or the listener through which held
 * mail may leave. Empty means: later.
 */
final class DoorForm {
  /** Which server. */
  enum Kind {
    MAILBOX,
    RELEASE
  }

  /** A field could not be used; the sentence stands at the field. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Field field;

    Unusable(Field field, String sentence, @Nullable Throwable cause) {
      super(sentence, cause);
      this.field = field;
    }

    Field field() {
      return field;
    }
  }

  /** A copy of what is typed, to be read by another thread. */
  private record Typed(
      String host,
      int port,
      Security security,
      String user,
      String password,
      String title,
      List<String> folders,
      int idleMinutes,
      OauthForm.Typed oauth,
      String pinned,
      String clientName,
      String certificateFile,
      String certificatePassword,
      String trustedFile) {}

  private static final int USUAL_IDLE = 5;

  final Kind kind;
  final Field host = new Field("", needed(Checks::host));
  final Field port;
  final ObjectProperty<Security> security = new SimpleObjectProperty<>(Security.TLS);
  final Field user;
  final Field password = new Field("", _ -> "");
  final Field title = new Field("", _ -> "");
  final Field folder = new Field("INBOX", needed(Checks::folders));
  final Field idle = new Field("5", needed(Checks::idle));
  final OauthForm oauth = new OauthForm(this::later);
  final Field clientName = new Field("", needed(v -> v.isBlank() ? "" : Checks.host(v)));
  final Field certificateFile = new Field("", Checks::file);
  final Field certificatePassword = new Field("", _ -> "");
  final Field trustedFile = new Field("", Checks::file);
  private final ReadOnlyStringWrapper pinned = new ReadOnlyStringWrapper("");

  /** Under which name it is tried in the background. */
  String job = "";

  final ReadOnlyObjectWrapper<SetupForm.Trial> trial =
      new ReadOnlyObjectWrapper<>(new SetupForm.Trial.Untried());
  private final ReadOnlyStringWrapper passwordPrompt = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper certificatePrompt = new ReadOnlyStringWrapper("console.p12");
  private final ReadOnlyStringWrapper trustPrompt = new ReadOnlyStringWrapper("rarely needed");
  private Settings.@Nullable Mailbox savedMailbox;
  private Settings.@Nullable Release savedRelease;

  DoorForm(Kind kind) {
    this.kind = kind;
    port = new Field(usual(Security.TLS), needed(Checks::port));
    user =
        new Field(
            "",
            needed(
                v -> v.isBlank() && kind == Kind.MAILBOX ? "The user whose mailbox it is." : ""));
    security.addListener(
        (_, before, now) -> {
          if (port.text().equals(usual(before))) {
            port.value().set(usual(now));
          }
        });
  }

  /** Nothing is asked of a server that nobody has named. */
  private UnaryOperator<String> needed(UnaryOperator<String> check) {
    return value -> later() ? "" : check.apply(value);
  }

  String usual(Security way) {
    return switch (way) {
      case TLS -> kind == Kind.MAILBOX ? "993" : "465";
      case STARTTLS -> kind == Kind.MAILBOX ? "143" : "587";
      case LOOPBACK_PLAIN -> kind == Kind.MAILBOX ? "143" : "25";
    };
  }

  /** Whether it is left for later: no host, no user. */
  boolean later() {
    return host.blank() && user.blank();
  }

  /** What stands in the empty password field: that one is saved, if so. */
  ReadOnlyStringProperty passwordPrompt() {
    return passwordPrompt.getReadOnlyProperty();
  }

  ReadOnlyStringProperty certificatePrompt() {
    return certificatePrompt.getReadOnlyProperty();
  }

  ReadOnlyStringProperty trustPrompt() {
    return trustPrompt.getReadOnlyProperty();
  }

  private void prompts(boolean password, boolean certificate, boolean trust) {
    passwordPrompt.set(password ? "as saved; type to change it" : "");
    certificatePrompt.set(certificate ? "as saved" : "console.p12");
    trustPrompt.set(trust ? "as saved" : "rarely needed");
  }

  /** The certificate that an officer chose to trust just now, PEM; empty if none. */
  ReadOnlyStringProperty pinned() {
    return pinned.getReadOnlyProperty();
  }

  /** From now on exactly this certificate counts, and nothing that was trusted before. */
  void pin(ServerCertificate certificate) {
    trustedFile.value().set("");
    pinned.set(certificate.pem());
    trustPrompt.set("exactly " + certificate.fingerprint().substring(0, 23) + "…");
  }

  /** What makes an earlier trial worthless when it changes. */
  List<Observable> asked() {
    List<Observable> all = new ArrayList<>(fields().stream().map(Field::value).toList());
    all.addAll(List.of(security, oauth.way, pinned));
    return all;
  }

  /** Says at each field what is wrong; true if nothing is. */
  boolean check() {
    boolean good = true;
    for (Field field : fields()) {
      good &= field.left();
    }
    return good;
  }

  List<Field> fields() {
    List<Field> fields = new ArrayList<>(List.of(host, port, user, password, trustedFile));
    if (kind == Kind.MAILBOX) {
      fields.addAll(List.of(title, folder, idle));
      fields.addAll(oauth.fields());
    } else {
      fields.addAll(List.of(clientName, certificateFile, certificatePassword));
    }
    return fields;
  }

  void show(Settings.@Nullable Mailbox mailbox) {
    savedMailbox = mailbox;
    prompts(
        mailbox != null && !mailbox.password().isEmpty(),
        false,
        mailbox != null && !mailbox.trustedPem().isEmpty());
    show(
        mailbox == null ? "" : mailbox.host(),
        mailbox == null ? Security.TLS : mailbox.security(),
        mailbox == null ? usual(Security.TLS) : String.valueOf(mailbox.port()),
        mailbox == null ? "" : mailbox.user());
    title.value().set(mailbox == null ? "" : mailbox.name());
    folder.value().set(mailbox == null ? "INBOX" : String.join(", ", mailbox.folders()));
    int minutes = mailbox == null ? 0 : mailbox.idleMinutes();
    idle.value().set(Integer.toString(minutes == 0 ? USUAL_IDLE : minutes));
    oauth.show(mailbox == null ? null : mailbox.oauth());
  }

  void show(Settings.@Nullable Release release) {
    savedRelease = release;
    prompts(
        release != null && !release.password().isEmpty(),
        release != null && !release.certificate().isEmpty(),
        release != null && !release.trustedPem().isEmpty());
    show(
        release == null ? "" : release.host(),
        release == null ? Security.TLS : release.security(),
        release == null ? usual(Security.TLS) : String.valueOf(release.port()),
        release == null ? "" : release.user());
    clientName.value().set(release == null ? "" : release.clientName());
  }

  private void show(String host, Security way, String port, String user) {
    this.host.value().set(host);
    security.set(way);
    this.port.value().set(port);
    this.user.value().set(user);
    for (Field field : List.of(password, certificateFile, certificatePassword, trustedFile)) {
      field.value().set("");
    }
    pinned.set("");
    fields().forEach(Field::forgive);
  }

  /** Takes a copy on the FX thread; what it gives may be called off it, and reads files. */
  Reader reader() {
    Typed typed =
        new Typed(
            host.text(),
            Checks.port(port.text()).isEmpty() ? Integer.parseInt(port.text()) : 0,
            security.get(),
            user.text(),
            password.value().get(),
            title.text(),
            Checks.split(folder.text()),
            Checks.idle(idle.text()).isEmpty() ? Integer.parseInt(idle.text()) : 0,
            oauth.typed(),
            pinned.get(),
            clientName.blank() ? "postern-console" : clientName.text(),
            certificateFile.text(),
            certificatePassword.value().get(),
            trustedFile.text());
    return new Reader(later(), typed);
  }

  /** Turns what was typed into settings. */
  final class Reader {
    private final boolean later;
    private final Typed typed;

    private Reader(boolean later, Typed typed) {
      this.later = later;
      this.typed = typed;
    }

    /** Null if left for later. */
    Settings.@Nullable Mailbox mailbox() throws Unusable {
      if (later) {
        return null;
      }
      Settings.Mailbox saved = savedMailbox;
      return new Settings.Mailbox(
          typed.title(),
          typed.host(),
          typed.port(),
          typed.security(),
          typed.user(),
          typed.password().isEmpty() && saved != null ? saved.password() : typed.password(),
          typed.folders(),
          trusted(saved == null ? "" : saved.trustedPem()),
          typed.oauth().settings(saved == null ? null : saved.oauth()),
          typed.idleMinutes() == USUAL_IDLE ? 0 : typed.idleMinutes());
    }

    /** Null if left for later. */
    Settings.@Nullable Release release() throws Unusable {
      if (later) {
        return null;
      }
      Settings.Release saved = savedRelease;
      String certificate = saved == null ? "" : saved.certificate();
      String opens = saved == null ? "" : saved.certificatePassword();
      if (!typed.certificateFile().isEmpty()) {
        opens = typed.certificatePassword();
        try {
          certificate = Checks.certificate(typed.certificateFile(), opens);
        } catch (IOException e) {
          throw new Unusable(certificateFile, String.valueOf(e.getMessage()), e);
        }
      }
      return new Settings.Release(
          typed.host(),
          typed.port(),
          typed.security(),
          typed.clientName(),
          certificate,
          opens,
          typed.user(),
          typed.password().isEmpty() && saved != null ? saved.password() : typed.password(),
          trusted(saved == null ? "" : saved.trustedPem()));
    }

    private String trusted(String saved) throws Unusable {
      if (typed.trustedFile().isEmpty()) {
        return typed.pinned().isEmpty() ? saved : typed.pinned();
      }
      try {
        return Checks.trusted(typed.trustedFile());
      } catch (IOException e) {
        throw new Unusable(trustedFile, String.valueOf(e.getMessage()), e);
      }
    }
  }
}
