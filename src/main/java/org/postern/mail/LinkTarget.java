package org.postern.mail;

import com.ibm.icu.text.IDNA;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a link in a message would really go, read as browsers read it (WHATWG URL) but without any
 * class that could resolve or open it. All strings inert. Immutable.
 *
 * @param shown defanged, so that no program turns it into a link again
 * @param scheme lower case, "" if the address is relative
 * @param host A-label form, "" if none
 * @param hostUnicode U-label form
 * @param oddity what is suspicious about the address itself, null if nothing
 */
record LinkTarget(
    String shown, String scheme, String host, String hostUnicode, @Nullable String oddity) {
  private static final int MAX = 500;
  private static final Set<String> USUAL =
      Set.of("http", "https", "mailto", "tel", "cid", "mid", "sms", "ftp", "");
  private static final IDNA NAMES =
      IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.NONTRANSITIONAL_TO_UNICODE);

  /**
   * A host name as people write it in running text: alone, after a scheme, after the @ of an
   * address; not a part of a path, not what stands before an @.
   */
  private static final Pattern NAMED_HOST =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}/=._?&#:%~-])(https?://|hxxps?://|www\\.)?"
              + "((?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,62}+)\\.){1,8}+\\p{L}[\\p{L}\\p{N}-]{1,62}+)(?![@.]\\p{L})",
          Pattern.CASE_INSENSITIVE);

  /** What looks like a top-level domain in a text but is far more often the end of a file name. */
  private static final Set<String> FILE_LIKE =
      Set.of(
          "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "zip", "txt", "html", "htm", "php",
          "php3", "asp", "aspx", "jsp", "cgi", "cfm", "dtd", "xml", "jpg", "jpeg", "png", "gif",
          "map", "exe", "js", "css", "csv", "eml", "log", "ext", "dll", "py", "pl", "sh", "java",
          "rar", "odt", "ods");

  static LinkTarget of(String href) {
    // Browsers drop leading and trailing blanks and controls, and TAB, CR, LF anywhere.
    String url =
        href.replaceAll("^[\\x00-\\x20]+|[\\x00-\\x20]+$", "").replaceAll("[\\t\\r\\n]", "");
    if (url.length() > 4096) {
      url = url.substring(0, 4096);
    }
    Matcher m = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]{0,40}):").matcher(url);
    String scheme = m.find() ? m.group(1).toLowerCase(Locale.ROOT) : "";
    String rest = url.substring(scheme.isEmpty() ? 0 : scheme.length() + 1);
    boolean web = scheme.equals("http") || scheme.equals("https") || scheme.equals("ftp");
    String slashed = web || scheme.isEmpty() ? rest.replace('\\', '/') : rest;
    String oddity = null;
    String raw = "";
    if (scheme.equals("mailto")) {
      int query = rest.indexOf('?');
      String address = percentDecoded(query < 0 ? rest : rest.substring(0, query));
      raw = address.substring(address.lastIndexOf('@') + 1);
    } else if (web || slashed.startsWith("//")) {
      String authority = slashed.replaceAll("^/+", "").replaceAll("[/?#].*$", "");
      int at = authority.lastIndexOf('@');
      if (at >= 0) {
        oddity =
            "Before the real host stands “"
                + Inert.brief(authority.substring(0, at), 60)
                + "”, which is only a user name.";
      }
      raw = percentDecoded(authority.substring(at + 1)).replaceAll(":\\d*$", "");
    }
    String host = ascii(raw);
    String unicode = unicode(host);
    if (!USUAL.contains(scheme)) {
      oddity =
          "The link does not open a page but something else (“" + Inert.brief(scheme, 40) + ":”).";
    } else if (oddity == null && host.matches("[0-9.]+|0x[0-9a-f.x]+|\\[.*]")) {
      oddity = "The link goes to a bare number instead of a name.";
    } else if (oddity == null && !unicode.equals(host)) {
      oddity =
          "The host is written in international letters: "
              + Inert.brief(unicode, 100)
              + " is "
              + Inert.brief(host, 100)
              + ".";
    }
    return new LinkTarget(
        defang(url), scheme, Inert.brief(host, 253), Inert.brief(unicode, 253), oddity);
  }

  boolean isRemote() {
    return !host.isEmpty() && !scheme.equals("mailto");
  }

  boolean isDangerous() {
    return !USUAL.contains(scheme);
  }

  /**
   * A sentence where the visible text names another host than the link goes to; null where it names
   * none, or the same.
   */
  @Nullable String mismatch(String visible) {
    String text = visible.strip();
    if (host.isEmpty() || text.length() > 2000) {
      return null;
    }
    Matcher named = NAMED_HOST.matcher(text);
    while (named.find()) {
      boolean bare = named.group(1) == null;
      String shownHost = ascii(named.group(2));
      String last = shownHost.substring(shownHost.lastIndexOf('.') + 1);
      boolean prose = bare && text.indexOf(' ') >= 0 && last.length() > 6;
      if ((bare && FILE_LIKE.contains(last)) || prose) {
        continue;
      }
      if (!related(shownHost, host)) {
        return "The text names "
            + Inert.brief(shownHost, 100)
            + ", the link goes to "
            + Inert.brief(host, 100)
            + ".";
      }
    }
    return null;
  }

  private static boolean related(String shown, String real) {
    String a = shown.replaceFirst("^www\\d?\\.", "");
    String b = real.replaceFirst("^www\\d?\\.", "");
    return a.equals(b) || b.endsWith("." + a);
  }

  private static String ascii(String raw) {
    String host =
        raw.replaceAll("[\\x00-\\x20]", "").toLowerCase(Locale.ROOT).replaceAll("\\.+$", "");
    if (host.length() > 300 || host.startsWith("[")) {
      return host.length() > 300 ? host.substring(0, 300) : host;
    }
    StringBuilder out = new StringBuilder();
    NAMES.nameToASCII(host, out, new IDNA.Info());
    return out.toString();
  }

  private static String unicode(String host) {
    if (!host.contains("xn--")) {
      return host;
    }
    StringBuilder out = new StringBuilder();
    NAMES.nameToUnicode(host, out, new IDNA.Info());
    return out.toString();
  }

  private static String percentDecoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] out = new byte[text.length() * 4];
    int n = 0;
    for (int i = 0; i < text.length(); i++) {
      int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (text.charAt(i) == '%' && high >= 0 && low >= 0) {
        out[n++] = (byte) (high * 16 + low);
        i += 2;
      } else {
        for (byte b : text.substring(i, i + 1).getBytes(StandardCharsets.UTF_8)) {
          out[n++] = b;
        }
      }
    }
    return Charsets.utf8OrWestern(out, n);
  }

  private static String defang(String url) {
    int colon = url.indexOf(':');
    String safe = url.regionMatches(true, 0, "http", 0, 4) ? "hxxp" + url.substring(4) : url;
    int hostEnd = safe.indexOf('/', Math.max(0, colon) + 3);
    int end = hostEnd < 0 ? safe.length() : hostEnd;
    return Inert.brief(safe.substring(0, end).replace(".", "[.]") + safe.substring(end), MAX);
  }
}
