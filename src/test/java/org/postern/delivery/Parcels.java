package org.postern.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.postern.files.Sha256;
import org.postern.store.Deliveries.Parcel;

/** Files to be sent. */
final class Parcels {
  private Parcels() {}

  static Parcel of(Path folder, String name, int octets) throws IOException {
    byte[] bytes = new byte[octets];
    new Random(octets).nextBytes(bytes);
    Path file = Files.write(Files.createDirectories(folder).resolve(name), bytes);
    return new Parcel(
        "sha256:" + name,
        name,
        file.toString(),
        "sha256:" + Sha256.hex(bytes),
        octets,
        "policy test");
  }

  /** What a way says that must not go well. */
  static DeliveryException fails(Way way, Parcel parcel) {
    DeliveryException e =
        catchThrowableOfType(
            DeliveryException.class, () -> way.bring(parcel, new Sending(parcel.octets())));
    assertThat(e).isNotNull();
    return e;
  }

  static byte[] bytes(Parcel parcel) throws IOException {
    return Files.readAllBytes(Path.of(parcel.file()));
  }
}
