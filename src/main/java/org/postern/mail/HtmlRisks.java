package org.postern.mail;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;

/**
 * Reports what the HTML of a message would do in a browser. Looks at every element, also at those
 * that are never shown. Confined to one call.
 */
final class HtmlRisks {
  private static final Pattern URL =
      Pattern.compile(
          "(?:url\\s*\\(\\s*['\"]?|@import\\s*['\"]?)([^'\")\\s;]{1,500})",
          Pattern.CASE_INSENSITIVE);
  private static final Set<String> MEDIA = Set.of("audio", "video", "source", "track", "bgsound");

  private final Findings findings;
  private final Map<String, Integer> imageHosts = new LinkedHashMap<>();
  private int trackers;

  HtmlRisks(Findings findings) {
    this.findings = findings;
  }

  void element(Element e, String name) {
    switch (name) {
      case "script" ->
          findings.add(Finding.Kind.SCRIPT, "The message contains a script; it is not run.");
      case "form", "isindex" -> form(e);
      case "input", "button" -> field(e);
      case "meta" -> meta(e);
      case "iframe", "frame", "portal", "fencedframe" ->
          findings.add(
              Finding.Kind.FRAME,
              "The message would show another page inside it" + from(e, "src") + ".");
      case "object", "embed", "applet" ->
          findings.add(
              Finding.Kind.PLUGIN,
              "The message would start a program or plug-in"
                  + from(e, "data", "src", "code")
                  + ".");
      case "svg", "math" ->
          findings.add(
              Finding.Kind.ACTIVE_DRAWING,
              "The message contains a drawing that can carry code; it is not drawn.");
      case "base" ->
          findings.add(
              Finding.Kind.BASE_ADDRESS,
              "The message redirects all its short links" + from(e, "href") + ".");
      case "link" -> link(e);
      case "audio", "video", "source", "track", "bgsound" -> media(e);
      default -> {
        // Nothing that the element's name alone would tell.
      }
    }
    for (Attribute attribute : e.attributes()) {
      attribute(e, name, attribute.getKey().toLowerCase(Locale.ROOT), attribute.getValue());
    }
  }

  private void attribute(Element e, String element, String name, String value) {
    if (name.startsWith("on") && name.length() > 3) {
      findings.add(
          Finding.Kind.SCRIPT,
          "The message contains a script in the attribute “"
              + Inert.brief(name, 40)
              + "”; it is not run.");
    } else if (name.equals("style")) {
      sheet(value);
    } else if (name.equals("srcdoc")) {
      findings.add(Finding.Kind.FRAME, "The message carries another page inside it.");
    } else if (name.equals("background") || name.equals("poster")) {
      image(LinkTarget.of(value), false);
    } else if (name.equals("ping")) {
      findings.add(
          Finding.Kind.REMOTE_PRELOAD,
          "A link would report that it was followed to " + host(LinkTarget.of(value)) + ".");
    } else if (name.endsWith("href")
        && !element.equals("a")
        && !element.equals("area")
        && !element.equals("base")
        && !element.equals("link")) {
      // SVG and MathML references, legacy attributes.
      LinkTarget target = LinkTarget.of(value);
      if (target.isRemote() && !element.equals("image") && !element.equals("img")) {
        image(target, false);
      } else if (target.isDangerous()) {
        dangerous(target);
      }
    } else if (name.equals("src")
        || name.equals("action")
        || name.equals("formaction")
        || name.equals("data")
        || name.equals("values")
        || name.equals("to")) {
      LinkTarget target = LinkTarget.of(value);
      if (target.isDangerous()
          && !target.scheme().equals("data")
          && !target.scheme().equals("blob")) {
        dangerous(target);
      }
    } else if (name.equals("srcset") && !e.hasAttr("src")) {
      LinkTarget target = LinkTarget.of(value.strip().split("[\\s,]+", 2)[0]);
      if (element.equals("source")) {
        image(target, false);
      }
    }
  }

  private void dangerous(LinkTarget target) {
    findings.add(
        target.scheme().contains("script") ? Finding.Kind.SCRIPT : Finding.Kind.LINK_SCHEME,
        "The message refers to “" + Inert.brief(target.shown(), 80) + "”.");
  }

  private void form(Element e) {
    findings.add(
        Finding.Kind.FORM,
        "The message asks to fill in a form"
            + from(e, "action")
            + "; nothing can be entered or sent here.");
  }

  private void field(Element e) {
    String type = e.attr("type").toLowerCase(Locale.ROOT);
    if (type.equals("password")) {
      findings.add(Finding.Kind.FORM, "The message asks for a password.");
    } else if (e.hasAttr("formaction")) {
      findings.add(
          Finding.Kind.FORM, "A button would send what was entered" + from(e, "formaction") + ".");
    } else if (type.equals("image")) {
      image(LinkTarget.of(e.attr("src")), false);
    }
  }

  private void meta(Element e) {
    if (e.attr("http-equiv").strip().equalsIgnoreCase("refresh")) {
      Matcher m =
          Pattern.compile("url\\s*=\\s*['\"]?([^'\"]{1,500})", Pattern.CASE_INSENSITIVE)
              .matcher(e.attr("content"));
      String to = m.find() ? " to " + host(LinkTarget.of(m.group(1))) : "";
      findings.add(
          Finding.Kind.META_REFRESH,
          "The message would take the reader to another page by itself" + to + ".");
    } else if (e.attr("http-equiv").strip().equalsIgnoreCase("set-cookie")) {
      findings.add(Finding.Kind.SCRIPT, "The message would set a cookie.");
    }
  }

  private void link(Element e) {
    String rel = e.attr("rel").toLowerCase(Locale.ROOT);
    LinkTarget target = LinkTarget.of(e.attr("href"));
    if (target.isRemote()) {
      boolean sheet = rel.contains("stylesheet");
      findings.add(
          sheet ? Finding.Kind.REMOTE_STYLE : Finding.Kind.REMOTE_PRELOAD,
          (sheet
                  ? "The message would load a style sheet from "
                  : "The message would make a connection to ")
              + host(target)
              + ".");
    } else if (target.isDangerous()) {
      dangerous(target);
    }
  }

  private void media(Element e) {
    boolean picture = e.parent() != null && e.parent().normalName().equals("picture");
    if (!picture && MEDIA.contains(e.normalName()) && (e.hasAttr("src") || e.hasAttr("poster"))) {
      findings.add(
          Finding.Kind.REMOTE_MEDIA,
          "The message would play sound or video" + from(e, "src", "poster") + ".");
    }
  }

  /** A style sheet or a style attribute. */
  void sheet(String style) {
    String bounded = style.length() > 100_000 ? style.substring(0, 100_000) : style;
    Matcher m = URL.matcher(unescaped(bounded));
    int seen = 0;
    while (m.find() && seen++ < 200) {
      LinkTarget target = LinkTarget.of(m.group(1));
      if (target.isRemote()) {
        findings.add(
            Finding.Kind.REMOTE_STYLE,
            "The styles of the message would load something from " + host(target) + ".");
      } else if (target.scheme().contains("script")) {
        dangerous(target);
      }
    }
    String lower = bounded.toLowerCase(Locale.ROOT);
    if (lower.contains("expression(")
        || lower.contains("-moz-binding")
        || lower.contains("behavior:")) {
      findings.add(
          Finding.Kind.SCRIPT, "The styles of the message contain a script; it is not run.");
    }
  }

  private static String unescaped(String style) {
    if (style.indexOf('\\') < 0) {
      return style;
    }
    return Pattern.compile("\\\\([0-9a-fA-F]{1,6})\\s?")
        .matcher(style)
        .replaceAll(
            m -> {
              int c = Integer.parseInt(m.group(1), 16);
              return Matcher.quoteReplacement(
                  Character.isValidCodePoint(c) ? Character.toString(c) : "?");
            });
  }

  void comment(String data) {
    String lower =
        data.length() > 2000
            ? data.substring(0, 2000).toLowerCase(Locale.ROOT)
            : data.toLowerCase(Locale.ROOT);
    if (lower.startsWith("[if") && lower.contains("<script")) {
      findings.add(
          Finding.Kind.SCRIPT, "The message contains a script for Outlook only; it is not run.");
    }
  }

  void image(LinkTarget target, boolean tracker) {
    if (target.isRemote()) {
      imageHosts.merge(host(target), 1, Integer::sum);
      trackers += tracker ? 1 : 0;
    } else if (target.isDangerous() && target.scheme().contains("script")) {
      dangerous(target);
    }
  }

  /** One finding a host, whatever the number of pictures. */
  void finish() {
    imageHosts.forEach(
        (host, count) ->
            findings.add(
                Finding.Kind.REMOTE_IMAGE,
                (count == 1 ? "One picture" : count + " pictures")
                    + " would be loaded from "
                    + host
                    + "."));
    if (trackers > 0) {
      findings.add(
          Finding.Kind.TRACKING_PIXEL,
          (trackers == 1 ? "One picture is" : trackers + " pictures are")
              + " too small to see: loading would tell the sender that the message was read.");
    }
  }

  private static String from(Element e, String... attributes) {
    for (String attribute : attributes) {
      LinkTarget target = LinkTarget.of(e.attr(attribute));
      if (!target.host().isEmpty()) {
        return " (" + host(target) + ")";
      }
    }
    return "";
  }

  private static String host(LinkTarget target) {
    return target.host().isEmpty()
        ? Inert.brief(target.shown(), 80)
        : Inert.brief(target.host(), 100);
  }
}
