package org.postern.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.delivery.DeliveryException.Reason;
import org.postern.files.AtomicFiles;
import org.postern.files.AtomicFiles.Readers;
import org.postern.mail.Inert;
import org.postern.store.Deliveries.Parcel;

/**
 * A share, a removable medium, a spool, a folder that a web server serves.
 *
 * @param listed whether {@code index} there names the newest files, for {@code postern-fetch}
 */
record FolderWay(Path folder, boolean listed) implements Way {
  /** One line for each file: its SHA-256, its size, its name; oldest first. */
  static final String INDEX = "index";

  private static final int MOST_LISTED = 100;
  private static final String KIND = ".postern";

  /** What the index says of a file. */
  private record Listed(String name, long octets, FileTime at) {}

  @Override
  public void bring(Parcel parcel, Sending sending) throws DeliveryException {
    Path file = Contents.checked(parcel);
    Path target = folder.resolve(parcel.name());
    sending.at(Step.WRITE);
    try {
      requireThere();
      AtomicFiles.<IOException>write(
          target,
          Readers.EVERYONE,
          out -> {
            try (InputStream in = Contents.counted(file, sending)) {
              byte[] piece = new byte[1 << 16];
              for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                if (sending.stopped() != null) {
                  throw new IOException("stopped");
                }
                out.write(piece, 0, n);
              }
            }
          });
      sending.at(Step.PLACE);
      requireWhole(target, parcel.octets());
      if (listed) {
        list(parcel);
      }
    } catch (IOException e) {
      throw sending.told(failed(parcel.octets(), e));
    }
  }

  @Override
  public void tryOut(Sending sending) throws DeliveryException {
    sending.at(Step.WRITE);
    try {
      requireThere();
      Files.delete(Files.createTempFile(folder, ".postern-", ".part"));
    } catch (IOException e) {
      throw failed(0, e);
    }
  }

  /** A missing folder is a share that is not mounted: making it would hide that. */
  private void requireThere() throws DeliveryException {
    if (!Files.isDirectory(folder)) {
      throw new DeliveryException(
          Reason.UNREACHABLE,
          "The folder "
              + folder
              + " is not there. Connect the share or the medium, then hand over again.",
          null);
    }
  }

  private void requireWhole(Path target, long octets) throws IOException, DeliveryException {
    try {
      if (Files.size(target) != octets) {
        throw new DeliveryException(
            Reason.LOST,
            "The folder "
                + folder
                + " did not keep all that was written to it. Use another medium.",
            null);
      }
    } catch (NoSuchFileException e) {
      // The gateway was quick: it has taken it away already.
    }
  }

  private DeliveryException failed(long octets, IOException e) {
    if (!Files.isDirectory(folder)) {
      return new DeliveryException(
          Reason.UNREACHABLE,
          "The folder "
              + folder
              + " went away while it was written to. Connect the share or the medium again.",
          e);
    }
    if (e instanceof AccessDeniedException) {
      return new DeliveryException(
          Reason.REFUSED,
          "You may not write to the folder " + folder + ". Ask whoever looks after it.",
          e);
    }
    try {
      if (Files.getFileStore(folder).getUsableSpace() < Math.max(octets, 1)) {
        return new DeliveryException(
            Reason.FULL,
            "There is no room left in the folder "
                + folder
                + ". Make room there; it is tried again by itself.",
            e);
      }
    } catch (IOException gone) {
      e.addSuppressed(gone);
    }
    return new DeliveryException(
        Reason.LOST,
        "The folder "
            + folder
            + " cannot be written to ("
            + Inert.brief(String.valueOf(e.getMessage()), 200)
            + ").",
        e);
  }

  /** Digests are not made anew for what the index names already. */
  private void list(Parcel parcel) throws IOException {
    Map<String, String> known = known();
    List<String> lines = new ArrayList<>();
    for (Listed file : newest()) {
      String start = known.get(file.name() + " " + file.octets());
      lines.add(
          (file.name().equals(parcel.name())
                  ? parcel.content().substring("sha256:".length())
                  : start == null
                      ? Contents.digest(folder.resolve(file.name())).substring("sha256:".length())
                      : start)
              + " "
              + file.octets()
              + " "
              + file.name()
              + "\n");
    }
    AtomicFiles.write(
        folder.resolve(INDEX),
        String.join("", lines).getBytes(StandardCharsets.US_ASCII),
        Readers.EVERYONE);
  }

  private Map<String, String> known() throws IOException {
    Path index = folder.resolve(INDEX);
    Map<String, String> known = new HashMap<>();
    if (Files.isRegularFile(index) && Files.size(index) < 64 * 1024) {
      for (String line : Files.readString(index, StandardCharsets.ISO_8859_1).lines().toList()) {
        String[] parts = line.split(" ");
        if (parts.length == 3 && parts[0].matches("[0-9a-f]{64}")) {
          known.put(parts[2] + " " + parts[1], parts[0]);
        }
      }
    }
    return known;
  }

  private List<Listed> newest() throws IOException {
    List<Listed> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        if (Contents.isName(name) && name.endsWith(KIND) && Files.isRegularFile(file)) {
          found.add(new Listed(name, Files.size(file), Files.getLastModifiedTime(file)));
        }
      }
    }
    return found.stream()
        .sorted(Comparator.comparing(Listed::at).thenComparing(Listed::name).reversed())
        .limit(MOST_LISTED)
        .collect(Collectors.toList())
        .reversed();
  }
}
