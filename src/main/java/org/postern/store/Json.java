package org.postern.store;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** The one JSON mapper of the store; keys come out sorted, so that equal values are equal texts. */
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static final JsonMapper ASCII =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private Json() {}

  static String text(Map<String, ?> map) {
    return MAPPER.writeValueAsString(new TreeMap<String, Object>(map));
  }

  /** On one line, everything beyond ASCII escaped. */
  static String ascii(Map<String, ?> map) {
    return ASCII.writeValueAsString(map);
  }

  static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  static <T> T read(String json, Class<T> type) {
    return MAPPER.readValue(json, type);
  }
}
