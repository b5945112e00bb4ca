package org.postern.bundle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.postern.bundle.BundleException.Reason;
import org.postern.files.AtomicFiles;

/**
 * The one file that the console gives back to a gateway that it took in: whose signatures count,
 * and the first bundle (docs/bundle-format.md, "The admission"). {@code postern-enrol --accept}
 * reads it. Nothing protects it but that the fingerprint of the trust file is compared, as the
 * gateway's own was. Immutable.
 *
 * @param gateway for which gateway
 * @param key fingerprint of the gateway's key that was taken in
 * @param bundle signed and made for that gateway, if there is one yet
 */
public record Admission(
    String gateway, String policyId, String key, TrustFile trust, Optional<Bundle> bundle) {
  private static final String LAST_LINE = "end: postern-admission";

  /** The usual name of the file. */
  public String fileName() {
    return gateway + ".admission";
  }

  /**
   * Writes the file whole or not at all.
   *
   * @throws BundleException {@code BAD_TERMS} if so few officers can never sign, {@code DISK}
   */
  public void write(Path file) throws BundleException {
    trust.requireReachable();
    byte[] head = head().getBytes(StandardCharsets.UTF_8);
    byte[] tail = bundle.map(Bundle::bytes).orElse(new byte[0]);
    try {
      AtomicFiles.<RuntimeException>write(
          file,
          AtomicFiles.Readers.EVERYONE,
          out -> {
            out.write(head);
            out.write(tail);
          });
    } catch (IOException e) {
      throw new BundleException(
          Reason.DISK, "The file could not be written to " + file + ": " + e.getMessage(), e);
    }
  }

  private String head() {
    StringBuilder text = new StringBuilder("postern-admission: 1\n");
    text.append("gateway: ").append(gateway).append('\n');
    text.append("policy-id: ").append(policyId).append('\n');
    text.append("key: ").append(key).append('\n');
    text.append("trust: ").append(trust.digest()).append('\n');
    for (Map.Entry<String, byte[]> file : trust.files().entrySet()) {
      new String(file.getValue(), StandardCharsets.UTF_8)
          .lines()
          .forEach(line -> text.append(file.getKey()).append("| ").append(line).append('\n'));
    }
    text.append("bundle: ").append(bundle.map(Bundle::digest).orElse("none")).append('\n');
    return text.append(LAST_LINE).append('\n').toString();
  }
}
