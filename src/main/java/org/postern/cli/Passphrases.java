package org.postern.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.officer.OfficerException;
import org.postern.officer.OfficerKey;
import org.postern.officer.OfficerKeys;
import org.postern.officer.Sealed;
import org.postern.officer.SigningKey;
import org.postern.officer.TokenKey;
import org.postern.store.Store;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/**
 * Where the passphrase of a key comes from, as a picocli mixin: {@code --passphrase-file}, else
 * {@code POSTERN_PASSPHRASE}, else a question if a person sits at a terminal, else the secret of
 * the data directory (open mode). Each array given out is the caller's to zero.
 */
final class Passphrases {
  private static final String VARIABLE = "POSTERN_PASSPHRASE";
  private static final int LONGEST = 4096;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = {
        "Take the key's passphrase from the first line of FILE.",
        "Otherwise it is taken from the variable POSTERN_PASSPHRASE, or asked for at a terminal."
      })
  private @Nullable Path file;

  @Spec(Target.MIXEE)
  private @Nullable CommandSpec command;

  private final Map<String, String> environment;

  Passphrases() {
    this(System.getenv());
  }

  Passphrases(Map<String, String> environment) {
    this.environment = environment;
  }

  /** For a command that has no option of its own for it. */
  Passphrases(CommandSpec command, @Nullable Path file) {
    this(System.getenv());
    this.command = command;
    this.file = file;
  }

  /**
   * Makes and keeps a key, sealed with the passphrase given, or with the directory's secret if none
   * is.
   */
  OfficerKey create(OfficerKeys keys, String officer, Store store) throws OfficerException {
    char[] passphrase =
        given("A passphrase for the new key (empty: the data directory's own secret): ");
    if (passphrase == null || passphrase.length == 0) {
      return keys.create(officer, store.keyPassphrase(), Sealed.DIRECTORY);
    }
    return keys.create(officer, passphrase, Sealed.PASSPHRASE);
  }

  /** A smartcard's PIN. */
  char[] pin() {
    char[] pin = given("PIN of the token: ");
    if (pin == null) {
      throw unusable("The token needs its PIN: use --passphrase-file FILE or " + VARIABLE + ".");
    }
    return pin;
  }

  /** Opens a key of a token or of the data directory. */
  SigningKey open(Token token, OfficerKeys keys, String name, Store store) throws OfficerException {
    Optional<Path> library = token.library();
    return library.isPresent()
        ? Token.choose(TokenKey.open(library.get(), token.slot(), pin()), name)
        : open(keys, keys.find(name), store);
  }

  /** Opens a kept key. */
  OfficerKey open(OfficerKeys keys, OfficerKeys.Kept key, Store store) throws OfficerException {
    return keys.load(key, secret(key, store));
  }

  /** What opens a kept key. */
  char[] secret(OfficerKeys.Kept key, Store store) {
    return switch (key.sealed()) {
      case DIRECTORY -> store.keyPassphrase();
      case PASSPHRASE -> {
        char[] passphrase = given("Passphrase of " + key.officer() + " (" + key.id() + "): ");
        if (passphrase == null) {
          throw unusable(
              "The key of "
                  + key.officer()
                  + " needs its passphrase: use --passphrase-file FILE or "
                  + VARIABLE
                  + ".");
        }
        yield passphrase;
      }
    };
  }

  /** The passphrase of a file; nothing goes on without one. */
  char[] required(String question) {
    char[] passphrase = given(question);
    if (passphrase == null || passphrase.length == 0) {
      throw unusable("A passphrase is needed: use --passphrase-file FILE or " + VARIABLE + ".");
    }
    return passphrase;
  }

  /** Null if nobody gave one and nobody can be asked. */
  // Since JDK 25 the standard console is that of java.base again: null where there is no terminal.
  @SuppressWarnings("SystemConsoleNull")
  private char @Nullable [] given(String question) {
    if (file != null) {
      return firstLine(file);
    }
    String variable = environment.get(VARIABLE);
    if (variable != null && !variable.isEmpty()) {
      return variable.toCharArray();
    }
    Console console = System.console();
    return console != null && console.isTerminal() ? console.readPassword("%s", question) : null;
  }

  private char[] firstLine(Path from) {
    byte[] bytes = new byte[0];
    try (InputStream in = Files.newInputStream(from)) {
      bytes = in.readNBytes(LONGEST);
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      int end = 0;
      while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
        end++;
      }
      char[] line = new char[end];
      text.get(line);
      Arrays.fill(text.array(), '\0');
      if (end > 0) {
        return line;
      }
      throw unusable("The passphrase file " + from + " begins with an empty line.");
    } catch (CharacterCodingException e) {
      throw unusable("The passphrase file " + from + " is not UTF-8 text.");
    } catch (IOException e) {
      throw unusable("The passphrase file " + from + " cannot be read: " + e.getMessage());
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private ParameterException unusable(String sentence) {
    return new ParameterException(Objects.requireNonNull(command).commandLine(), sentence);
  }
}
