package org.postern.ui.setup;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;
import org.postern.store.Settings.Oauth;
import org.postern.store.Settings.Oauth.Grant;

/** How one signs in to a mailbox: by password, or by a token of OAuth 2.0. FX thread only. */
final class OauthForm {
  /** The ways to choose from. */
  enum Way {
    PASSWORD("Password"),
    CLIENT("OAuth 2.0, this console as client"),
    REFRESH("OAuth 2.0, refresh token"),
    FILE("OAuth 2.0, token in a file");

    private final String words;

    Way(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  final ObjectProperty<Way> way = new SimpleObjectProperty<>(Way.PASSWORD);
  final Field endpoint;
  final Field clientId;
  final Field clientSecret = new Field("", _ -> "");
  final Field refreshToken = new Field("", _ -> "");
  final Field scope = new Field("", _ -> "");
  final Field tokenFile;

  private final ReadOnlyStringWrapper secretPrompt = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper refreshPrompt = new ReadOnlyStringWrapper("");

  OauthForm(BooleanSupplier later) {
    endpoint = new Field("", v -> later.getAsBoolean() || !asks() ? "" : Checks.endpoint(v));
    clientId =
        new Field(
            "",
            v ->
                later.getAsBoolean() || !asks() || !v.isBlank()
                    ? ""
                    : "The id that the authorization server gave this console.");
    UnaryOperator<String> file =
        v ->
            later.getAsBoolean() || way.get() != Way.FILE
                ? ""
                : v.isBlank() ? "The whole path of the file." : Checks.file(v);
    tokenFile = new Field("", file);
    way.addListener((_, _, _) -> fields().forEach(Field::forgive));
  }

  /** Whether a token endpoint is asked. */
  private boolean asks() {
    return way.get() == Way.CLIENT || way.get() == Way.REFRESH;
  }

  /** What stands in the empty field of the secret. */
  ReadOnlyStringProperty secretPrompt() {
    return secretPrompt.getReadOnlyProperty();
  }

  /** What stands in the empty field of the refresh token. */
  ReadOnlyStringProperty refreshPrompt() {
    return refreshPrompt.getReadOnlyProperty();
  }

  private static String prompt(@Nullable String saved) {
    return saved == null || saved.isEmpty() ? "" : "as saved; type to change it";
  }

  List<Field> fields() {
    return List.of(endpoint, clientId, clientSecret, refreshToken, scope, tokenFile);
  }

  void show(@Nullable Oauth saved) {
    way.set(saved == null ? Way.PASSWORD : way(saved.grant()));
    endpoint.value().set(saved == null ? "" : saved.tokenEndpoint());
    clientId.value().set(saved == null ? "" : saved.clientId());
    scope.value().set(saved == null ? "" : saved.scope());
    tokenFile.value().set(saved == null ? "" : saved.tokenFile());
    clientSecret.value().set("");
    refreshToken.value().set("");
    secretPrompt.set(prompt(saved == null ? null : saved.clientSecret()));
    refreshPrompt.set(prompt(saved == null ? null : saved.refreshToken()));
    fields().forEach(Field::forgive);
  }

  private static Way way(Grant grant) {
    return switch (grant) {
      case CLIENT_CREDENTIALS -> Way.CLIENT;
      case REFRESH_TOKEN -> Way.REFRESH;
      case TOKEN_FILE -> Way.FILE;
    };
  }

  /** A copy, to be read by another thread. */
  record Typed(
      Way way,
      String endpoint,
      String clientId,
      String clientSecret,
      String refreshToken,
      String scope,
      String tokenFile) {

    /** Null for a password; secrets that were not typed again are the saved ones. */
    @Nullable Oauth settings(@Nullable Oauth saved) {
      String secret = clientSecret.isEmpty() && saved != null ? saved.clientSecret() : clientSecret;
      String refresh =
          refreshToken.isEmpty() && saved != null ? saved.refreshToken() : refreshToken;
      return switch (way) {
        case PASSWORD -> null;
        case CLIENT ->
            new Oauth(Grant.CLIENT_CREDENTIALS, endpoint, clientId, secret, "", scope, "");
        case REFRESH ->
            new Oauth(Grant.REFRESH_TOKEN, endpoint, clientId, secret, refresh, scope, "");
        case FILE -> new Oauth(Grant.TOKEN_FILE, "", "", "", "", "", tokenFile);
      };
    }

    /** Without secrets. */
    @Override
    public String toString() {
      return way + " " + clientId;
    }
  }

  Typed typed() {
    return new Typed(
        way.get(),
        endpoint.text(),
        clientId.text(),
        clientSecret.text(),
        refreshToken.text(),
        scope.text(),
        tokenFile.text());
  }
}
