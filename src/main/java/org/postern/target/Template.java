package org.postern.target;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A file of a target that is the same for every bundle, but for a few places. */
final class Template {
  private Template() {}

  /**
   * @param name of the resource beside this class
   * @param places what stands for each {@code @NAME@}; letters that mean nothing in any of the
   *     languages, which the callers hold
   */
  static Sink.Content of(String name, Map<String, String> places) {
    return text -> {
      String filled = resource(name);
      for (Map.Entry<String, String> place : places.entrySet()) {
        filled = filled.replace("@" + place.getKey() + "@", place.getValue());
      }
      text.add(filled);
    };
  }

  private static String resource(String name) {
    try (InputStream in = Template.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its own file " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new IllegalStateException("the program's own file cannot be read: " + name, e);
    }
  }
}
