package org.postern.ui.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.postern.bundle.Bundle;
import org.postern.bundle.BundleException;

/**
 * A gateway that bundles are made for.
 *
 * @param name its name in bundles and receipts: a host name in lower case
 * @param place where bundles for it are put, as officers call it
 * @param way how they get there; called off the FX thread
 */
public record Gateway(String name, String place, Way way) {

  /** How a bundle gets to a gateway. */
  @FunctionalInterface
  public interface Way {
    /**
     * Brings it there whole or not at all.
     *
     * @throws IOException or {@link BundleException} with a sentence for the officer
     */
    void bring(Bundle bundle) throws IOException, BundleException;
  }

  /** A gateway that fetches from a folder: a share, a removable medium, a spool. */
  public static Gateway folder(String name, Path folder) {
    return new Gateway(
        name,
        folder.toString(),
        bundle -> {
          // A missing folder is a share that is not mounted: making it would hide that.
          if (!Files.isDirectory(folder)) {
            throw new IOException(
                "The folder "
                    + folder
                    + " is not there. Connect the share or the medium, then hand over again.");
          }
          bundle.write(folder.resolve(bundle.fileName()));
        });
  }
}
