package org.postern.bundle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postern.bundle.BundleException.Reason;

/**
 * What changed from one bundle to the next, for lines that are slow: with the old bundle it gives
 * the new one's exact bytes (docs/bundle-format.md, "Deltas"). It authorises nothing: what comes
 * out is verified like any bundle. Time and memory grow linearly with both files. Keeps no state.
 */
public final class BundleDelta {
  /** Unless it is so many times smaller than the bundle, a delta is not worth a second file. */
  public static final int LEAST_GAIN = 10;

  private BundleDelta() {}

  /**
   * The delta from one bundle file to another.
   *
   * @throws BundleException {@code NOT_FOUND}, {@code DISK}, {@code NOT_A_BUNDLE}
   */
  public static byte[] between(Path old, Path next) throws BundleException {
    return between(Bundle.bytesOf(old), Bundle.bytesOf(next));
  }

  static byte[] between(byte[] old, byte[] next) throws BundleException {
    Map<String, Piece> before = new HashMap<>();
    try {
      pieces(old).forEach(piece -> before.put(piece.name(), piece));
      DeltaWriter delta = new DeltaWriter(old, next);
      int from = 0;
      for (Piece piece : pieces(next)) {
        Piece known = before.get(piece.name());
        if (known != null && DeltaWriter.isText(next, piece) && DeltaWriter.isText(old, known)) {
          delta.bytes(from, piece.from());
          delta.edit(known, piece);
          from = piece.from() + piece.size();
        }
      }
      delta.bytes(from, next.length);
      return delta.end();
    } catch (Flaw flaw) {
      throw new BundleException(
          Reason.NOT_A_BUNDLE,
          "One of the two is no bundle: " + flaw.sentence() + ". Nothing was written.",
          flaw);
    }
  }

  /**
   * The new bundle's bytes.
   *
   * @throws BundleException {@code NOT_FOUND}, {@code DISK}; {@code NOT_A_DELTA} if it is none, is
   *     one to another bundle than {@code old}, or was altered
   */
  public static byte[] rebuild(Path old, Path delta) throws BundleException {
    return rebuild(Bundle.bytesOf(old), Bundle.bytesOf(delta));
  }

  static byte[] rebuild(byte[] old, byte[] delta) throws BundleException {
    return DeltaReader.rebuild(old, delta);
  }

  /** A file of the payload: its name, and where in the bundle it lies. */
  record Piece(String name, int from, int size) {}

  private static List<Piece> pieces(byte[] bundle) throws Flaw {
    Ustar.Member payload = Ustar.read(bundle, Refusal.ARCHIVE).getLast();
    byte[] archive = Arrays.copyOfRange(bundle, payload.from(), payload.from() + payload.size());
    List<Piece> pieces = new ArrayList<>();
    for (Ustar.Member file : Ustar.read(archive, Refusal.PAYLOAD)) {
      pieces.add(new Piece(file.name(), payload.from() + file.from(), file.size()));
    }
    return pieces;
  }
}
