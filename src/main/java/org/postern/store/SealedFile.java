package org.postern.store;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A stream sealed with a passphrase, of which Argon2id (RFC 9106) makes the key, or with a secret
 * of the directory; AES-256-GCM seals pieces of 64 KiB one by one, under a key of this file alone.
 * The number of a piece and whether it is the last are part of its nonce, so that none can be left
 * out, moved or cut off unseen.
 */
final class SealedFile {
  private static final byte[] BACKUP = "postern-backup: 1\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CACHE = "postern-cache: 1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int SALT = 16;
  private static final int PIECE = 64 * 1024;
  private static final int TAG = 16;
  private static final int MEMORY_KIB = 64 * 1024;
  private static final int PASSES = 3;

  private SealedFile() {}

  /** It was not sealed with this passphrase, or it was altered. */
  static final class NotOpened extends IOException {
    NotOpened(String message) {
      super(message);
    }
  }

  static OutputStream sealing(OutputStream out, char[] passphrase) throws IOException {
    byte[] salt = begin(out, BACKUP);
    return new Sealing(out, BACKUP, key(passphrase, salt));
  }

  static InputStream opening(InputStream in, char[] passphrase) throws IOException {
    byte[] salt = begun(in, BACKUP);
    return new Opened(new DataInputStream(in), BACKUP, key(passphrase, salt));
  }

  static OutputStream sealing(OutputStream out, byte[] secret) throws IOException {
    byte[] salt = begin(out, CACHE);
    return new Sealing(out, CACHE, key(secret, salt));
  }

  static InputStream opening(InputStream in, byte[] secret) throws IOException {
    byte[] salt = begun(in, CACHE);
    return new Opened(new DataInputStream(in), CACHE, key(secret, salt));
  }

  private static byte[] begin(OutputStream out, byte[] magic) throws IOException {
    byte[] salt = new byte[SALT];
    new SecureRandom().nextBytes(salt);
    out.write(magic);
    out.write(salt);
    return salt;
  }

  private static byte[] begun(InputStream in, byte[] magic) throws IOException {
    if (!Arrays.equals(in.readNBytes(magic.length), magic)) {
      throw new NotOpened("another kind of file");
    }
    byte[] salt = in.readNBytes(SALT);
    if (salt.length != SALT) {
      throw new EOFException();
    }
    return salt;
  }

  private static SecretKeySpec key(byte[] secret, byte[] salt) {
    return new SecretKeySpec(
        Secrets.derive(secret, "file " + HexFormat.of().formatHex(salt)), "AES");
  }

  private static SecretKeySpec key(char[] passphrase, byte[] salt) {
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withSalt(salt)
            .withMemoryAsKB(MEMORY_KIB)
            .withIterations(PASSES)
            .withParallelism(4)
            .build());
    byte[] key = new byte[32];
    argon2.generateBytes(passphrase, key);
    return new SecretKeySpec(key, "AES");
  }

  private static byte[] run(
      int mode, byte[] magic, SecretKeySpec key, long piece, boolean last, byte[] bytes, int length)
      throws IOException {
    ByteBuffer nonce =
        ByteBuffer.allocate(12).put((byte) (last ? 1 : 0)).position(4).putLong(piece);
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG * 8, nonce.array()));
      cipher.updateAAD(magic);
      return cipher.doFinal(bytes, 0, length);
    } catch (AEADBadTagException e) {
      throw new NotOpened("not sealed with this secret");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has AES-GCM", e);
    }
  }

  private static final class Sealing extends OutputStream {
    private final OutputStream out;
    private final byte[] magic;
    private final SecretKeySpec key;
    private final byte[] piece = new byte[PIECE];
    private int filled;
    private long number;
    private boolean closed;

    Sealing(OutputStream out, byte[] magic, SecretKeySpec key) {
      this.out = out;
      this.magic = magic;
      this.key = key;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      for (int done = 0; done < length; ) {
        if (filled == PIECE) {
          piece(false);
        }
        int part = Math.min(PIECE - filled, length - done);
        System.arraycopy(bytes, from + done, piece, filled, part);
        filled += part;
        done += part;
      }
    }

    private void piece(boolean last) throws IOException {
      out.write(run(Cipher.ENCRYPT_MODE, magic, key, number++, last, piece, filled));
      filled = 0;
    }

    @Override
    public void close() throws IOException {
      try (out) {
        if (!closed) {
          closed = true;
          piece(true);
        }
      }
    }
  }

  private static final class Opened extends InputStream {
    private final DataInputStream in;
    private final byte[] magic;
    private final SecretKeySpec key;
    private byte[] ahead;
    private byte[] clear = new byte[0];
    private int at;
    private long number;
    private boolean last;

    Opened(DataInputStream in, byte[] magic, SecretKeySpec key) throws IOException {
      this.in = in;
      this.magic = magic;
      this.key = key;
      ahead = in.readNBytes(PIECE + TAG);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      while (at == clear.length) {
        if (last) {
          return -1;
        }
        next();
      }
      int part = Math.min(length, clear.length - at);
      System.arraycopy(clear, at, bytes, from, part);
      at += part;
      return part;
    }

    private void next() throws IOException {
      byte[] sealed = ahead;
      ahead = in.readNBytes(PIECE + TAG);
      last = ahead.length == 0;
      clear = run(Cipher.DECRYPT_MODE, magic, key, number++, last, sealed, sealed.length);
      at = 0;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
