package org.postern.mail;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A media type with its parameters, repaired where it is broken in the ways that real mail is: junk
 * around it, no subtype, two semicolons, a comment inside. Repairing it here, and handing on only
 * what we wrote ourselves, does for every message what Jakarta Mail's {@code
 * mail.mime.contenttypehandler} does for a process that set it before the first class was loaded.
 * Immutable.
 */
record ContentType(String main, String sub, Params params, boolean repaired) {
  private static final Pattern TYPE =
      Pattern.compile("([^\\s/;]+)\\s*/\\s*([^\\s/;]+)(.*)", Pattern.DOTALL);

  static ContentType parse(@Nullable String header, String missing) {
    if (header == null || header.isBlank()) {
      Matcher m = TYPE.matcher(missing);
      return m.matches()
          ? new ContentType(m.group(1), m.group(2), Params.parse(""), false)
          : plain(Params.parse(""));
    }
    Params params = Params.parse(header);
    String value = params.value().replaceAll("\\([^()]*\\)", " ").replace("\"", "").strip();
    Matcher m = TYPE.matcher(value);
    if (m.matches()) {
      String junk = m.group(3).strip();
      if (junk.indexOf('=') > 0) {
        // "text/html charset=utf-8": the semicolon is missing.
        int at = header.toLowerCase(Locale.ROOT).indexOf(m.group(2)) + m.group(2).length();
        at = Math.min(at, header.length());
        params = Params.parse(header.substring(0, at) + ";" + header.substring(at));
      }
      return new ContentType(
          m.group(1), m.group(2), params, !junk.isEmpty() || !value.equals(params.value()));
    }
    String main = value.replaceAll("[^a-z].*", "");
    return switch (main) {
      case "multipart" -> new ContentType("multipart", "mixed", params, true);
      case "application", "image", "audio", "video" ->
          new ContentType(main, "octet-stream", params, true);
      default ->
          params.get("boundary") != null
              ? new ContentType("multipart", "mixed", params, true)
              : plain(params);
    };
  }

  private static ContentType plain(Params params) {
    return new ContentType("text", "plain", params, true);
  }

  String name() {
    return main + "/" + sub;
  }

  boolean is(String name) {
    return name().equals(name);
  }

  boolean isMultipart() {
    return main.equals("multipart");
  }

  /**
   * A message inside the message that can be read in its turn (RFC 2046 clause 5.2.1, RFC 6532
   * clause 3.7).
   */
  boolean isMessage() {
    return is("message/rfc822") || is("message/global") || is("message/news");
  }
}
