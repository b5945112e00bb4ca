package org.postern.mail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * Just enough CSS to notice text that a recipient would not see: inline styles and simple rules
 * ({@code .a}, {@code #b}, {@code p}, {@code p.a}) outside media queries. Never used to draw
 * anything. Confined to one call.
 */
final class CssStyle {
  /** What an element passes to its children. Colours are RGB, -1 where unknown. */
  record Frame(@Nullable String hidden, double fontPx, int colour, int background) {
    static final Frame TOP = new Frame(null, 16, 0x000000, 0xFFFFFF);

    /** Why text directly in this element is not seen; null if it is. */
    @Nullable String why() {
      if (hidden != null) {
        return hidden;
      }
      if (fontPx < 3) {
        return "letters too small to see";
      }
      return colour >= 0 && background >= 0 && near(colour, background)
          ? "the colour of the background"
          : null;
    }

    private static boolean near(int a, int b) {
      return Math.abs((a >> 16) - (b >> 16)) < 12
          && Math.abs((a >> 8 & 255) - (b >> 8 & 255)) < 12
          && Math.abs((a & 255) - (b & 255)) < 12;
    }
  }

  private static final int MAX_CSS = 200_000;
  private static final int MAX_RULES = 2_000;
  private static final Pattern RULE = Pattern.compile("([^{}]{1,500})\\{([^{}]{0,4000})}");
  private static final Pattern SIMPLE = Pattern.compile("([a-z][a-z0-9]*)?([.#][A-Za-z0-9_-]+)?");
  private static final Pattern LENGTH =
      Pattern.compile("(-?\\d{0,9}(?:\\.\\d{1,9})?)\\s*(px|pt|em|rem|%|vw|vh|in|cm)?");
  private static final Map<String, Integer> NAMED =
      Map.ofEntries(
          Map.entry("white", 0xFFFFFF),
          Map.entry("black", 0),
          Map.entry("red", 0xFF0000),
          Map.entry("blue", 0x0000FF),
          Map.entry("green", 0x008000),
          Map.entry("yellow", 0xFFFF00),
          Map.entry("gray", 0x808080),
          Map.entry("grey", 0x808080),
          Map.entry("silver", 0xC0C0C0),
          Map.entry("navy", 0x000080),
          Map.entry("whitesmoke", 0xF5F5F5),
          Map.entry("snow", 0xFFFAFA),
          Map.entry("ivory", 0xFFFFF0),
          Map.entry("ghostwhite", 0xF8F8FF),
          Map.entry("floralwhite", 0xFFFAF0),
          Map.entry("orange", 0xFFA500));

  private final Map<String, Map<String, String>> rules = new HashMap<>();

  /** Reads one style sheet. */
  void add(String sheet) {
    String css = sheet.length() > MAX_CSS ? sheet.substring(0, MAX_CSS) : sheet;
    Matcher m = RULE.matcher(withoutMedia(css.replaceAll("(?s)/\\*.{0,20000}?\\*/|<!--|-->", " ")));
    while (m.find() && rules.size() < MAX_RULES) {
      for (String selector : m.group(1).split(",", 50)) {
        String key = selector.strip();
        if (!key.isEmpty() && SIMPLE.matcher(key).matches()) {
          rules.computeIfAbsent(key, _ -> new LinkedHashMap<>()).putAll(declarations(m.group(2)));
        }
      }
    }
  }

  Frame enter(Element e, Frame outer) {
    Map<String, String> css = styleOf(e);
    String hidden = outer.hidden() != null ? outer.hidden() : hiddenBy(e, css);
    double font = fontSize(css.get("font-size"), outer.fontPx());
    int colour =
        colour(
            css.getOrDefault(
                "color",
                e.normalName().equals("font")
                    ? e.attr("color")
                    : e.normalName().equals("body") ? e.attr("text") : ""));
    int background = outer.background();
    String image = css.getOrDefault("background-image", "");
    String shorthand = css.getOrDefault("background", "");
    if (image.contains("url(")
        || image.contains("gradient")
        || shorthand.contains("url(")
        || shorthand.contains("gradient")
        || e.hasAttr("background")) {
      background = -1;
    } else {
      for (String candidate :
          List.of(e.attr("bgcolor"), shorthand, css.getOrDefault("background-color", ""))) {
        int found = colour(candidate);
        background = found >= 0 ? found : background;
      }
    }
    return new Frame(hidden, font, colour >= 0 ? colour : outer.colour(), background);
  }

  Map<String, String> styleOf(Element e) {
    Map<String, String> css = new HashMap<>();
    if (!rules.isEmpty()) {
      List<String> keys = new ArrayList<>(List.of(e.normalName()));
      for (String name : e.attr("class").strip().split("\\s+", 30)) {
        keys.add("." + name);
        keys.add(e.normalName() + "." + name);
      }
      keys.add("#" + e.attr("id"));
      keys.add(e.normalName() + "#" + e.attr("id"));
      keys.forEach(key -> css.putAll(rules.getOrDefault(key, Map.of())));
    }
    css.putAll(declarations(e.attr("style")));
    return css;
  }

  private static @Nullable String hiddenBy(Element e, Map<String, String> css) {
    boolean clipped = css.getOrDefault("overflow", "").startsWith("hidden");
    if (e.hasAttr("hidden") || css.getOrDefault("display", "").equals("none")) {
      return "not displayed";
    } else if (css.getOrDefault("visibility", "").matches("hidden|collapse")) {
      return "made invisible";
    } else if (number(css.get("opacity"), 1) < 0.1) {
      return "transparent";
    } else if (css.getOrDefault("color", "").equals("transparent")) {
      return "transparent letters";
    } else if (clipped
        && (number(css.get("max-height"), 99) <= 1
            || number(css.get("height"), 99) <= 1
            || number(css.get("width"), 99) <= 1
            || number(css.get("max-width"), 99) <= 1)) {
      return "clipped to nothing";
    } else if (number(css.get("text-indent"), 0) < -500
        || number(css.get("left"), 0) < -500
        || number(css.get("top"), 0) < -500
        || number(css.get("margin-left"), 0) < -500
        || number(css.get("right"), 0) < -500) {
      return "moved off the page";
    } else if (css.getOrDefault("clip", "")
            .replace(" ", "")
            .matches("rect\\(0(px)?,?0(px)?,?0(px)?,?0(px)?\\)")
        || css.getOrDefault("transform", "").replace(" ", "").contains("scale(0)")) {
      return "clipped to nothing";
    }
    return null;
  }

  static Map<String, String> declarations(String style) {
    Map<String, String> found = new LinkedHashMap<>();
    String bounded = style.length() > 10_000 ? style.substring(0, 10_000) : style;
    for (String declaration : bounded.split(";", 200)) {
      int colon = declaration.indexOf(':');
      if (colon > 0) {
        String value =
            declaration
                .substring(colon + 1)
                .replaceAll("(?i)!\\s*important", "")
                .strip()
                .toLowerCase(Locale.ROOT);
        found.put(declaration.substring(0, colon).strip().toLowerCase(Locale.ROOT), value);
      }
    }
    return found;
  }

  /** The first number of a value in its own unit; {@code otherwise} if there is none. */
  static double number(@Nullable String value, double otherwise) {
    if (value == null) {
      return otherwise;
    }
    Matcher m = LENGTH.matcher(value);
    if (!m.lookingAt() || m.group(1).isEmpty() || m.group(1).equals("-")) {
      return otherwise;
    }
    double n = Double.parseDouble(m.group(1));
    return "%".equals(m.group(2)) && n > 1 ? otherwise : n;
  }

  private static double fontSize(@Nullable String value, double outer) {
    if (value == null) {
      return outer;
    }
    Matcher m = LENGTH.matcher(value);
    if (!m.lookingAt() || m.group(1).isEmpty() || m.group(1).equals("-")) {
      return value.matches(".*(small|medium|large).*") ? 16 : outer;
    }
    double n = Double.parseDouble(m.group(1));
    String unit = m.group(2) == null ? "px" : m.group(2);
    return switch (unit) {
      case "px" -> n;
      case "pt" -> n * 4 / 3;
      case "em" -> n * outer;
      case "%" -> n * outer / 100;
      default -> n * 16;
    };
  }

  /** RGB of the first colour in the value, -1 if there is none. */
  static int colour(String value) {
    for (String word : value.strip().toLowerCase(Locale.ROOT).split("\\s+(?![^(]*\\))", 10)) {
      Integer named = NAMED.get(word);
      if (named != null) {
        return named;
      }
      if (word.matches("#[0-9a-f]{6}")) {
        return Integer.parseInt(word.substring(1), 16);
      }
      if (word.matches("#[0-9a-f]{3}")) {
        int n = Integer.parseInt(word.substring(1), 16);
        return (n >> 8) * 0x110000 + (n >> 4 & 15) * 0x1100 + (n & 15) * 0x11;
      }
      Matcher rgb =
          Pattern.compile("rgba?\\(\\s*(\\d{1,3})[ ,]+(\\d{1,3})[ ,]+(\\d{1,3})\\s*\\)")
              .matcher(word);
      if (rgb.matches()) {
        return (Integer.parseInt(rgb.group(1)) & 255) << 16
            | (Integer.parseInt(rgb.group(2)) & 255) << 8
            | (Integer.parseInt(rgb.group(3)) & 255);
      }
    }
    return -1;
  }

  /** Rules inside {@code @media} hide things for telephones or printers only. */
  private static String withoutMedia(String css) {
    StringBuilder kept = new StringBuilder(css.length());
    int at = 0;
    while (at < css.length()) {
      int media = css.indexOf("@media", at);
      if (media < 0) {
        return kept.append(css, at, css.length()).toString();
      }
      kept.append(css, at, media);
      int depth = 0;
      int i = media;
      for (; i < css.length(); i++) {
        if (css.charAt(i) == '{') {
          depth++;
        } else if (css.charAt(i) == '}' && --depth <= 0) {
          break;
        }
      }
      at = i + 1;
    }
    return kept.toString();
  }
}
