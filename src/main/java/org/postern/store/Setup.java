package org.postern.store;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postern.officer.Right;
import tools.jackson.core.JacksonException;

/** What this data directory is for, and the settings of the console. Thread-safe. */
public final class Setup {
  /** What the directory is for; asked once, at the first start. */
  public enum State {
    /** Nobody has said yet; the first change of a list makes it OWN. */
    UNSET,
    /** An exercise with made-up mail. */
    PRACTICE,
    /** The organisation's own. */
    OWN
  }

  private static final String SETTINGS = "settings";

  private final Database database;
  private final byte[] secret;
  private final boolean shared;

  /**
   * @param secret what the settings are sealed with, because passwords are among them
   * @param shared whether others rule the database: what is not sealed there is not ours
   */
  Setup(Database database, byte[] secret, boolean shared) {
    this.database = database;
    this.secret = secret.clone();
    this.shared = shared;
  }

  public State state() throws StoreException {
    return database.read(
        handle ->
            Rows.constant(
                State.class,
                handle.createQuery("select state from head").mapTo(String.class).one()));
  }

  /** Answers the question of the first start. */
  public void choose(State state, String officer) throws StoreException {
    database.write(
        Right.ADMINISTER,
        writing -> {
          writing.state(state);
          writing.journal(officer, "setup.chosen", state.name(), Map.of());
          return state;
        });
  }

  public Settings settings() throws StoreException {
    return database.read(handle -> opened(read(handle), database.chain()));
  }

  /**
   * Changes settings on top of what they are now, and returns them as saved. The journal says which
   * parts changed, not to what; how the window looks is not worth a record.
   */
  public Settings change(String officer, UnaryOperator<Settings> change) throws StoreException {
    return database.write(
        writing -> {
          Settings before = opened(read(writing.handle()), writing.chain());
          Settings after = change.apply(before);
          if (after.equals(before)) {
            return after;
          }
          writing
              .handle()
              .execute(
                  "merge into setting s using (values (cast(? as varchar(64)), cast(? as"
                      + " varchar(1000000)))) v(name, content) on s.name = v.name when matched then"
                      + " update set content = v.content when not matched then insert (name,"
                      + " content) values (v.name, v.content)",
                  SETTINGS,
                  Secrets.seal(secret, Json.text(sealed(after, writing.chain()))));
          List<String> parts = changed(before, after);
          if (!parts.isEmpty()) {
            writing.require(Right.ADMINISTER);
            writing.journal(officer, "settings.changed", String.join(", ", parts), Map.of());
          }
          return after;
        });
  }

  private static List<String> changed(Settings before, Settings after) {
    var parts = new TreeSet<String>();
    if (!settled(before).equals(settled(after))) {
      parts.add("mailbox");
    }
    if (!Objects.equals(before.release(), after.release())) {
      parts.add("release gateway");
    }
    if (!before.gateways().equals(after.gateways())) {
      parts.add("gateways");
    }
    if (!before.policyId().equals(after.policyId())) {
      parts.add("policy id");
    }
    if (before.browsing().trustMonths() != after.browsing().trustMonths()) {
      parts.add("how long trust lasts");
    }
    if (!Objects.equals(before.reviewing().markings(), after.reviewing().markings())) {
      parts.add("markings looked for");
    }
    if (!before.handling().equals(after.handling())) {
      parts.add("how held mail is handled");
    }
    return List.copyOf(parts);
  }

  /** A refresh token that the token endpoint replaced is nobody's decision. */
  private static List<Settings.Mailbox> settled(Settings settings) {
    return settings.mailboxes().stream().map(m -> m.withRefreshToken("")).toList();
  }

  /** Secrets as whoever is signed in may see them; sealed ones stay as they are for others. */
  private static Settings opened(Settings settings, @Nullable Chain chain) {
    Vault vault = chain == null ? null : chain.vault();
    return vault == null ? settings : settings.withSecrets(vault::open, vault::openForGateways);
  }

  private static Settings sealed(Settings settings, @Nullable Chain chain) {
    Vault vault = chain == null ? null : chain.vault();
    return vault == null ? settings : settings.withSecrets(vault::seal, vault::sealForGateways);
  }

  /** Seals what is still open from before the first officer. */
  void seal(Handle handle, Vault vault) {
    Settings now = read(handle);
    Settings sealed = now.withSecrets(vault::seal, vault::sealForGateways);
    if (!sealed.equals(now)) {
      handle.execute(
          "update setting set content = ? where name = ?",
          Secrets.seal(secret, Json.text(sealed)),
          SETTINGS);
    }
  }

  private Settings read(Handle handle) {
    Optional<String> content =
        handle
            .select("select content from setting where name = ?", SETTINGS)
            .mapTo(String.class)
            .findOne();
    try {
      return content.map(text -> Json.read(clear(text), Settings.class)).orElse(Settings.NONE);
    } catch (JacksonException | NullPointerException | IllegalArgumentException e) {
      throw new Trouble.DamagedRow("the settings", e);
    }
  }

  /** Earlier versions wrote clear text, which the encrypted file of one console kept. */
  private String clear(String text) {
    return Secrets.sealed(text) || shared ? Secrets.open(secret, text) : text;
  }
}
