package org.postern.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.postern.files.Sha256;
import org.postern.store.Deliveries.Parcel;
import org.postern.store.GatewayAccess;
import org.postern.store.Settings;
import org.postern.store.Store;

/** A console in a process of its own, to be killed while it hands a file over by SFTP. */
final class DeliveryChild {
  static final String RELAY = "relay-1.example";

  private DeliveryChild() {}

  static Process start(Path data, Path file, int port, String hostKey) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xmx256m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                DeliveryChild.class.getName(),
                data.toString(),
                file.toString(),
                Integer.toString(port),
                hostKey))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  static Gateway relay(int port, String hostKey) {
    return Gateway.of(
        new Settings.Gateway(
            RELAY,
            "sftp://127.0.0.1:" + port + "/incoming",
            new GatewayAccess(SftpHost.USER, SftpHost.PASSWORD, "", "", hostKey, false)));
  }

  static Parcel parcel(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String content = "sha256:" + Sha256.hex(bytes);
    return new Parcel(
        content, file.getFileName().toString(), file.toString(), content, bytes.length, "");
  }

  public static void main(String[] args) throws Exception {
    Gateway relay = relay(Integer.parseInt(args[2]), args[3]);
    try (Store store = Store.open(Path.of(args[0]), Clock.systemUTC());
        Courier courier =
            new Courier(store, () -> List.of(relay), Clock.systemUTC(), new Random())) {
      courier.deliver(parcel(Path.of(args[1])), List.of(relay), "Maj. A. Carter");
    }
  }
}
