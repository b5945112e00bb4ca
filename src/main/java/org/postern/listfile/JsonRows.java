package org.postern.listfile;

import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.policy.Listing;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** What Postern exports as JSON: an array of flat objects. */
final class JsonRows extends Ahead<Row> {
  private static final int MAX_TEXT = 40_000;
  private static final int MAX_DEPTH = 3;

  private final JsonParser json;
  private boolean over;

  JsonRows(InputStream in) {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxStringLength(MAX_TEXT)
                    .maxNameLength(100)
                    .maxNestingDepth(MAX_DEPTH)
                    .build())
            .build();
    try {
      json = factory.createParser(ObjectReadContext.empty(), in);
      if (json.nextToken() != JsonToken.START_ARRAY) {
        throw new UnreadableList("It is no JSON array of entries.");
      }
    } catch (JacksonException e) {
      throw invalid(e);
    }
  }

  private static UnreadableList invalid(JacksonException e) {
    return new UnreadableList(
        "It is not valid JSON (line "
            + (e.getLocation() == null ? 1 : e.getLocation().getLineNr())
            + "), or a text in it is too long.",
        e);
  }

  @Override
  @Nullable Row read() {
    try {
      if (over) {
        return null;
      }
      JsonToken token = json.nextToken();
      over = token == JsonToken.END_ARRAY;
      if (token == null) {
        throw new UnreadableList("It is not valid JSON: it ends in the middle.");
      }
      return over ? null : row(token);
    } catch (JacksonException e) {
      throw invalid(e);
    }
  }

  private Row row(JsonToken token) {
    long line = json.currentTokenLocation().getLineNr();
    if (token != JsonToken.START_OBJECT) {
      json.skipChildren();
      return Row.unreadable(line, "It is no entry.");
    }
    Map<String, String> fields = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (value == JsonToken.VALUE_STRING) {
        fields.put(name, json.getString());
      } else {
        json.skipChildren();
      }
    }
    if (fields.values().stream().anyMatch(v -> v.indexOf('\0') >= 0)) {
      return Row.unreadable(line, "It contains a NUL character.");
    }
    String listing = text(fields, "listing");
    return new Row(
        line,
        text(fields, "pattern"),
        text(fields, "note"),
        text(fields, "owner"),
        text(fields, "source"),
        text(fields, "expires"),
        text(fields, "mode"),
        listing.equals("trusted")
            ? Listing.TRUSTED
            : listing.equals("blocked") ? Listing.BLOCKED : null,
        null);
  }

  private static String text(Map<String, String> fields, String name) {
    String text = fields.get(name);
    return text == null ? "" : text;
  }
}
