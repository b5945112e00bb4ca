package org.postern.target;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.postern.bundle.BundleException;

/** Where the files of a target go. */
interface Sink {
  /** What one of them shall hold. */
  interface Content {
    void to(Text text) throws BundleException;
  }

  Rendering.Written file(String name, Content content) throws IOException, BundleException;

  /** Writes it all; for both kinds of sink. */
  static Rendering.Written write(String name, Content content, OutputStream out)
      throws IOException, BundleException {
    Text text = new Text(out);
    try {
      content.to(text);
      text.flush();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return text.written(name);
  }
}
