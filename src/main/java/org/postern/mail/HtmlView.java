package org.postern.mail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Turns HTML into blocks: parsed by jsoup, walked without recursion, only known elements kept,
 * every attribute dropped but the few that are turned into words. There is no path from here to a
 * socket, a file or a class of the sender's choosing. Confined to one call.
 */
final class HtmlView {
  private static final Pattern CHARSET =
      Pattern.compile(
          "<meta[^>]{0,200}?charset\\s*=\\s*[\"']?\\s*([A-Za-z0-9_:.-]{1,40})",
          Pattern.CASE_INSENSITIVE);

  /** Elements whose content is code, not text; they are reported by {@link HtmlRisks}. */
  private static final Set<String> SKIPPED =
      Set.of(
          "script",
          "style",
          "head",
          "title",
          "template",
          "iframe",
          "frame",
          "frameset",
          "object",
          "embed",
          "applet",
          "noembed",
          "noframes",
          "svg",
          "math",
          "canvas",
          "audio",
          "video",
          "map",
          "select",
          "datalist",
          "textarea",
          "xml");

  private static final Set<String> LINES =
      Set.of(
          "p",
          "div",
          "section",
          "article",
          "header",
          "footer",
          "main",
          "nav",
          "aside",
          "address",
          "center",
          "form",
          "fieldset",
          "legend",
          "details",
          "summary",
          "figure",
          "figcaption",
          "dl",
          "dt",
          "dd",
          "body",
          "html",
          "caption",
          "dialog",
          "hgroup",
          "menu",
          "dir",
          "noscript");

  private record Frame(
      CssStyle.Frame css,
      Set<Inline.Style> styles,
      boolean keepBlanks,
      boolean container,
      boolean line,
      boolean link) {}

  private final CssStyle css = new CssStyle();
  private final BlockBuilder out;
  private final HtmlRisks risks;
  private final Findings findings;
  private final Budget budget;
  private final Deque<Frame> frames = new ArrayDeque<>();
  private int nodes;

  private HtmlView(Findings findings, Budget budget) {
    this.findings = findings;
    this.budget = budget;
    this.out = new BlockBuilder(findings);
    this.risks = new HtmlRisks(findings);
  }

  static List<Block> render(String html, Findings findings, Budget budget) {
    budget.check();
    // Cut before parsing: a megabyte of "<p>" costs the parser more than anything it could tell.
    String bounded = html.substring(0, startOfTag(html, Limits.HTML_NODES));
    if (bounded.length() < html.length()) {
      tooMany(findings);
    }
    Document document = Parser.htmlParser().setMaxDepth(Limits.HTML_DEPTH).parseInput(bounded, "");
    HtmlView view = new HtmlView(findings, budget);
    view.walk(document);
    view.risks.finish();
    return view.out.finish();
  }

  private static void tooMany(Findings findings) {
    findings.add(
        Finding.Kind.HTML_CUT,
        "The web page in this message has more than "
            + Limits.HTML_NODES
            + " elements; the rest is not shown.");
  }

  /** Where the tag of that number begins, or the length if there are fewer. */
  private static int startOfTag(String html, int number) {
    int at = -1;
    for (int i = 0; i <= number; i++) {
      at = html.indexOf('<', at + 1);
      if (at < 0) {
        return html.length();
      }
    }
    return at;
  }

  /**
   * What the page itself says its character set is (WHATWG HTML, clause 13.2.3.2), from its first
   * kilobyte; null if nothing.
   */
  static @Nullable String declaredCharset(byte[] html) {
    Matcher m =
        CHARSET.matcher(
            new String(html, 0, Math.min(html.length, 1024), StandardCharsets.ISO_8859_1));
    return m.find() ? m.group(1) : null;
  }

  private void walk(Document document) {
    for (Element style : document.getElementsByTag("style")) {
      css.add(style.data());
      risks.sheet(style.data());
    }
    frames.push(new Frame(CssStyle.Frame.TOP, Set.of(), false, false, false, false));
    Node node = document;
    int depth = 0;
    boolean down = true;
    while (true) {
      if (down && ++nodes % 256 == 0) {
        budget.check();
      }
      if (nodes > Limits.HTML_NODES) {
        tooMany(findings);
        return;
      }
      if (down) {
        enter(node);
      }
      Node child =
          down && node.childNodeSize() > 0 && depth < Limits.HTML_DEPTH + 10
              ? node.childNode(0)
              : null;
      if (child != null) {
        node = child;
        depth++;
        continue;
      }
      leave(node);
      Node sibling = depth == 0 ? null : node.nextSibling();
      if (sibling != null) {
        node = sibling;
        down = true;
      } else {
        Node parent = node.parent();
        if (depth == 0 || parent == null) {
          return;
        }
        node = parent;
        depth--;
        down = false;
      }
    }
  }

  private boolean skipping() {
    return skippedDepth > 0;
  }

  private int skippedDepth;

  private void enter(Node node) {
    switch (node) {
      case TextNode text -> text(text.getWholeText());
      case Comment comment -> risks.comment(comment.getData());
      case Element element -> element(element);
      default -> {
        // Doctypes, CDATA and processing instructions have nothing to show.
      }
    }
  }

  private void text(String text) {
    if (!skipping()) {
      Frame frame = frames.element();
      out.text(Inert.lines(text), frame.styles(), frame.css().why(), frame.keepBlanks());
    }
  }

  private void element(Element e) {
    String name = e.normalName();
    risks.element(e, name);
    Frame outer = frames.element();
    CssStyle.Frame style = css.enter(e, outer.css());
    if (skipping() || SKIPPED.contains(name)) {
      skippedDepth++;
      frames.push(outer);
      return;
    }
    boolean container = false;
    boolean line = LINES.contains(name);
    boolean link = false;
    boolean keep = outer.keepBlanks();
    Set<Inline.Style> styles = outer.styles();
    if (line) {
      out.endLine();
    }
    switch (name) {
      case "h1", "h2", "h3", "h4", "h5", "h6" -> {
        out.heading(name.charAt(1) - '0');
        line = true;
      }
      case "pre", "listing", "plaintext", "xmp" -> {
        out.preformatted();
        line = true;
        keep = true;
      }
      case "blockquote" -> container = out.open(BlockBuilder.Container.QUOTE);
      case "ul" -> container = out.open(BlockBuilder.Container.BULLETS);
      case "ol" -> container = out.open(BlockBuilder.Container.NUMBERS);
      case "li" -> container = out.open(BlockBuilder.Container.ITEM);
      case "table" -> container = out.open(BlockBuilder.Container.TABLE);
      case "tr" -> container = out.open(BlockBuilder.Container.ROW);
      case "td", "th" -> container = out.open(BlockBuilder.Container.CELL);
      case "br" -> out.lineBreak();
      case "hr" -> out.rule();
      case "img", "image" -> out.image(image(e, style));
      case "b", "strong" -> styles = with(styles, Inline.Style.STRONG);
      case "i", "em", "cite" -> styles = with(styles, Inline.Style.EMPHASIS);
      case "s", "strike", "del" -> styles = with(styles, Inline.Style.STRUCK);
      case "code", "tt", "kbd", "samp" -> styles = with(styles, Inline.Style.CODE);
      case "a", "area" -> {
        if (e.hasAttr("href")) {
          out.openLink(LinkTarget.of(e.attr("href")), style.why());
          link = true;
        }
      }
      case "input", "button" -> field(e);
      default -> {
        // Unknown elements are transparent: their text is shown, they are not.
      }
    }
    frames.push(new Frame(style, styles, keep, container, line, link));
  }

  private void leave(Node node) {
    if (!(node instanceof Element)) {
      return;
    }
    Frame frame = frames.pop();
    if (skipping()) {
      skippedDepth--;
      return;
    }
    if (frame.link()) {
      out.closeLink();
    }
    if (frame.container()) {
      out.close();
    } else if (frame.line()) {
      out.endLine();
    }
  }

  /** A field is shown as what the recipient would be asked, not as something to fill in. */
  private void field(Element e) {
    String label = e.attr("placeholder").isBlank() ? e.attr("value") : e.attr("placeholder");
    if (!e.attr("type").toLowerCase(Locale.ROOT).equals("hidden") && !label.isBlank()) {
      out.text(" [" + Inert.brief(label, 80) + "] ", Set.of(), null, false);
    }
  }

  private static Set<Inline.Style> with(Set<Inline.Style> styles, Inline.Style style) {
    EnumSet<Inline.Style> all = EnumSet.of(style);
    all.addAll(styles);
    return Set.copyOf(all);
  }

  private Inline.Image image(Element e, CssStyle.Frame style) {
    String source = firstSource(e);
    String alt = Inert.brief(e.attr("alt").strip(), 200);
    String lower = source.strip().toLowerCase(Locale.ROOT);
    if (lower.startsWith("cid:")) {
      return new Inline.Image(
          alt, Inline.ImageSource.ATTACHED, "", Pictures.id(source.strip().substring(4)), false);
    }
    if (lower.startsWith("data:")) {
      return new Inline.Image(alt, Inline.ImageSource.EMBEDDED, "", "", false);
    }
    LinkTarget target = LinkTarget.of(source);
    boolean remote = target.isRemote();
    boolean tracker = remote && (isTiny(e) || style.hidden() != null);
    risks.image(target, tracker);
    return new Inline.Image(
        alt,
        remote ? Inline.ImageSource.REMOTE : Inline.ImageSource.UNKNOWN,
        remote ? target.host() : "",
        "",
        tracker);
  }

  private static String firstSource(Element e) {
    for (String attribute :
        List.of("src", "srcset", "href", "xlink:href", "data-src", "dynsrc", "lowsrc")) {
      String value = e.attr(attribute).strip();
      if (!value.isEmpty()) {
        return attribute.equals("srcset") ? value.split("[\\s,]+", 2)[0] : value;
      }
    }
    return "";
  }

  private boolean isTiny(Element e) {
    var style = css.styleOf(e);
    List<Double> sizes = new ArrayList<>();
    sizes.add(CssStyle.number(e.hasAttr("width") ? e.attr("width") : style.get("width"), 100));
    sizes.add(CssStyle.number(e.hasAttr("height") ? e.attr("height") : style.get("height"), 100));
    return sizes.stream().anyMatch(size -> size <= 2);
  }
}
