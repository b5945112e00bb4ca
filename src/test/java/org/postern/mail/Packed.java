package org.postern.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Archives for the tests, and messages that carry them. */
final class Packed {
  private Packed() {}

  private interface Writing {
    void to(OutputStream out) throws IOException;
  }

  private static byte[] bytes(Writing writing) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** As the JDK writes it: sizes stand behind each file, in data descriptors. */
  static byte[] zip(Map<String, byte[]> files) {
    return bytes(
        out -> {
          try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
              zip.putNextEntry(new ZipEntry(file.getKey()));
              zip.write(file.getValue());
            }
          }
        });
  }

  static byte[] zip(String name, byte[] content) {
    return zip(Map.of(name, content));
  }

  static byte[] zip64(String name, byte[] content) {
    return bytes(
        out -> {
          try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
            zip.setUseZip64(Zip64Mode.Always);
            zip.putArchiveEntry(new ZipArchiveEntry(name));
            zip.write(content);
            zip.closeArchiveEntry();
          }
        });
  }

  /** The same archive, its files marked as locked. */
  static byte[] locked(byte[] zip) {
    byte[] marked = zip.clone();
    for (int i = 0; i + 10 < marked.length; i++) {
      if (marked[i] == 'P' && marked[i + 1] == 'K') {
        if (marked[i + 2] == 3 && marked[i + 3] == 4) {
          marked[i + 6] |= 1;
        } else if (marked[i + 2] == 1 && marked[i + 3] == 2) {
          marked[i + 8] |= 1;
        }
      }
    }
    return marked;
  }

  /** An archive of one file, its directory naming that file so many times. */
  static byte[] overlapping(byte[] content, int times) {
    byte[] zip = zip("a", content);
    int directory = 0;
    while (zip[directory] != 'P' || zip[directory + 1] != 'K' || zip[directory + 2] != 1) {
      directory++;
    }
    int end = zip.length - 22;
    byte[] entry = Arrays.copyOfRange(zip, directory, end);
    byte[] record = Arrays.copyOfRange(zip, end, zip.length);
    int size = entry.length * times;
    record[8] = record[10] = (byte) times;
    record[9] = record[11] = (byte) (times >> 8);
    for (int i = 0; i < 4; i++) {
      record[12 + i] = (byte) (size >> (8 * i));
    }
    int start = directory;
    return bytes(
        out -> {
          out.write(zip, 0, start);
          for (int i = 0; i < times; i++) {
            entry[46] = (byte) ('a' + i % 26);
            out.write(entry);
          }
          out.write(record);
        });
  }

  static byte[] tar(String name, byte[] content) {
    return bytes(
        out -> {
          try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            TarArchiveEntry entry = new TarArchiveEntry(name, true);
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
          }
        });
  }

  static byte[] seven(String name, byte[] content) {
    SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel();
    try (SevenZOutputFile seven = new SevenZOutputFile(channel)) {
      SevenZArchiveEntry entry = new SevenZArchiveEntry();
      entry.setName(name);
      entry.setDirectory(false);
      seven.putArchiveEntry(entry);
      seven.write(content);
      seven.closeArchiveEntry();
      seven.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Arrays.copyOf(channel.array(), (int) channel.size());
  }

  /** {@code gz}, {@code xz} or {@code bzip2}. */
  static byte[] compressed(String how, byte[] content) {
    return bytes(
        out -> {
          try (OutputStream packed =
              new org.apache.commons.compress.compressors.CompressorStreamFactory()
                  .createCompressorOutputStream(how, out)) {
            packed.write(content);
          } catch (org.apache.commons.compress.compressors.CompressorException e) {
            throw new IOException(e);
          }
        });
  }

  static byte[] message(String name, byte[] file) {
    String head =
        "From: a@example.com\r\nTo: b@example.com\r\nSubject: s\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: application/octet-stream; name=\""
            + name
            + "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    return text(head + Base64.getMimeEncoder().encodeToString(file) + "\r\n");
  }

  static ReadMessage read(String name, byte[] file) {
    return Mails.read(message(name, file));
  }
}
