package org.postern.target;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postern.bundle.BundleException;

/** Keeps the files, to be asked. One thread. */
final class MemorySink implements Sink {
  private final Map<String, byte[]> files = new HashMap<>();
  private final List<Rendering.Written> written = new ArrayList<>();

  @Override
  public Rendering.Written file(String name, Content content) throws IOException, BundleException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    written.add(Sink.write(name, content, out));
    files.put(name, out.toByteArray());
    return written.getLast();
  }

  /** In the order in which they came. */
  List<Rendering.Written> written() {
    return written;
  }

  Map<String, byte[]> files() {
    return Map.copyOf(files);
  }
}
