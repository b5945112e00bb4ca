package org.postern.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlViewTest {
  private static List<Block> blocks(String html) {
    return Mails.html(html).blocks();
  }

  private static Inline.Text plain(String text) {
    return new Inline.Text(text, Set.of(), null);
  }

  @Test
  void structure_becomesBlocks() {
    assertThat(
            blocks(
                "<h2>Title</h2><p>one <b>two</b><br>three</p><ul><li>a<li>b</ul><blockquote>q</blockquote><pre>x\n  y</pre><hr>"))
        .containsExactly(
            new Block.Heading(2, List.of(plain("Title"))),
            new Block.Paragraph(
                List.of(
                    plain("one "),
                    new Inline.Text("two", Set.of(Inline.Style.STRONG), null),
                    new Inline.Break(),
                    plain("three"))),
            new Block.Items(
                false,
                List.of(
                    List.of(new Block.Paragraph(List.of(plain("a")))),
                    List.of(new Block.Paragraph(List.of(plain("b")))))),
            new Block.Quote(List.of(new Block.Paragraph(List.of(plain("q"))))),
            new Block.Preformatted(List.of(plain("x\n  y"))),
            new Block.Rule());
  }

  @Test
  void table_isGrid_layoutTableIsNot() {
    assertThat(blocks("<table><tr><th>a<th>b<tr><td>1<td>2</table>"))
        .singleElement()
        .isInstanceOf(Block.Grid.class);
    assertThat(blocks("<table><tr><td></td><td>only</td></tr><tr><td>more</table>"))
        .containsExactly(
            new Block.Paragraph(List.of(plain("only"))),
            new Block.Paragraph(List.of(plain("more"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <p style="display:none">SECRET</p>                                         | not displayed
          <p hidden>SECRET</p>                                                        | not displayed
          <span style="visibility:hidden">SECRET</span>                               | made invisible
          <span style="font-size:1px">SECRET</span>                                   | letters too small to see
          <span style="font-size:0">SECRET</span>                                     | letters too small to see
          <span style="opacity:0.01">SECRET</span>                                    | transparent
          <font color="#FFFFFF">SECRET</font>                                         | the colour of the background
          <td bgcolor=#003366><span style="color:#003467">SECRET</span>               | the colour of the background
          <div style="max-height:0;overflow:hidden">SECRET</div>                      | clipped to nothing
          <div style="position:absolute;left:-9999px">SECRET</div>                    | moved off the page
          <style>.x{display:none}</style><p class="a x">SECRET</p>                    | not displayed
          """)
  void hiddenText_isShownWithTheReason(String html, String why) {
    ReadMessage message = Mails.html("<table><tr>" + html);
    assertThat(message.findings())
        .anyMatch(f -> f.kind() == Finding.Kind.HIDDEN_TEXT && f.detail().contains(why));
    assertThat(TextView.plain(message.blocks())).contains("SECRET");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <p>plain</p>
          <p style="font-size:0"><span style="font-size:14px">shown</span></p>
          <td bgcolor=#003366><font color=white>shown</font>
          <td background="x.png"><font color=white>shown</font>
          <style>@media print{p{display:none}}</style><p>shown</p>
          <p style="max-height:0">shown</p>
          """)
  void visibleText_isNotCalledHidden(String html) {
    assertThat(Mails.kinds(Mails.html("<table><tr>" + html)))
        .doesNotContain(Finding.Kind.HIDDEN_TEXT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <a href="https://army.ml/x">https://army.mil/x</a>           | army.ml            | LINK_MISMATCH
          <a href="https://army.ml">www.army.mil</a>                   | army.ml            | LINK_MISMATCH
          <a href="https://army.mil@evil.example/">click</a>           | evil.example       | LINK_HOST
          <a href="https:\\\\army.mil\\@evil.example">click</a>        | army.mil           | NONE
          <a href="http://0x7f.1/">click</a>                           | 0x7f.1             | LINK_HOST
          <a href="http://xn--rmy-5cd.mil/">click</a>                  | xn--rmy-5cd.mil    | LINK_HOST
          <a href="https://\u0430rmy.mil/">click</a>                   | xn--rmy-5cd.mil    | LINK_HOST
          <a href="javascript:alert(1)">click</a>                      | ''                 | LINK_SCHEME
          <a href=" java&#10;script:alert(1)">click</a>                | ''                 | LINK_SCHEME
          <a href="data:text/html,x">click</a>                         | ''                 | LINK_SCHEME
          <a href="https://www.army.mil/a">army.mil</a>                | www.army.mil       | NONE
          <a href="https://mail.army.mil/">Read it at army.mil</a>     | mail.army.mil      | NONE
          <a href="mailto:gen@army.ml">gen@army.mil</a>                | army.ml            | LINK_MISMATCH
          <a href="https://army.mil/report.pdf">report.pdf</a>         | army.mil           | NONE
          <a href="/relative">click</a>                                | ''                 | NONE
          """)
  void link_realHostAndOddity(String html, String host, String kind) {
    ReadMessage message = Mails.html(html);
    Block.Paragraph paragraph = (Block.Paragraph) message.blocks().getFirst();
    Inline.Link link = (Inline.Link) paragraph.content().getFirst();
    assertThat(link.host()).isEqualTo(host);
    List<String> found =
        Mails.kinds(message).stream()
            .map(Finding.Kind::name)
            .filter(name -> name.startsWith("LINK_"))
            .toList();
    assertThat(found).isEqualTo(kind.equals("NONE") ? List.of() : List.of(kind));
    assertThat(link.warning() != null).isEqualTo(!kind.equals("NONE"));
    assertThat(link.target()).doesNotStartWith("http");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <script>x</script>                                              | SCRIPT
          <p onclick=x>y                                                  | SCRIPT
          <p style="width:expression(1)">y                                | SCRIPT
          <form action=https://evil.example><input type=password></form> | FORM
          <meta http-equiv="refresh" content="0;url=https://evil.example"> | META_REFRESH
          <iframe src=//evil.example></iframe>                            | FRAME
          <object data=//evil.example></object>                           | PLUGIN
          <svg><circle/></svg>                                            | ACTIVE_DRAWING
          <base href=https://evil.example>                                | BASE_ADDRESS
          <img src=https://evil.example/a.png width=300>                  | REMOTE_IMAGE
          <img srcset="https://evil.example/a.png 2x">                    | REMOTE_IMAGE
          <picture><source srcset=https://evil.example/a><img></picture>  | REMOTE_IMAGE
          <img src=https://evil.example/a.png width=1 height=1>           | TRACKING_PIXEL
          <link rel=stylesheet href=https://evil.example/s>               | REMOTE_STYLE
          <style>@import'https://evil.example/s'</style>                  | REMOTE_STYLE
          <p style="background:u\\72l(//evil.example/a)">x                | REMOTE_STYLE
          <video src=https://evil.example/v></video>                      | REMOTE_MEDIA
          <link rel=prefetch href=https://evil.example>                   | REMOTE_PRELOAD
          """)
  void risk_isFound(String html, Finding.Kind kind) {
    assertThat(Mails.kinds(Mails.html(html))).contains(kind);
  }

  @Test
  void honestMessage_hasNoFindings() {
    assertThat(
            Mails.html(
                    "<html><head><title>t</title></head><body><p>Dear all,<br>see <a href='https://www.army.mil/'>our page</a>.</p></body></html>")
                .findings())
        .isEmpty();
  }

  @Test
  void images_arePlaceholders() {
    ReadMessage message =
        Mails.html(
            "<p><img src='cid:a@b' alt='Logo'><img src='https://pics.example/x.png'><img src='data:image/png;base64,AAAA'>");
    Block.Paragraph paragraph = (Block.Paragraph) message.blocks().getFirst();
    assertThat(paragraph.content())
        .containsExactly(
            new Inline.Image("Logo", Inline.ImageSource.ATTACHED, "", "a@b", false),
            new Inline.Image("", Inline.ImageSource.REMOTE, "pics.example", "", false),
            new Inline.Image("", Inline.ImageSource.EMBEDDED, "", "", false));
  }

  @Test
  void deceivingCharacters_areVisibleInBlocks() {
    assertThat(TextView.plain(blocks("<p>army&#8238;lim.&#8203;x</p>")))
        .isEqualTo("army[U+202E]lim.[U+200B]x");
  }

  @Test
  void plainText_quotesAndLinksInert() {
    List<Block> blocks =
        TextView.render("Hello\n> quoted\n>> deeper\nsee https://army.ml/x now", new Findings());
    assertThat(blocks).hasSize(3);
    assertThat(blocks.get(1)).isInstanceOf(Block.Quote.class);
    Block.Paragraph last = (Block.Paragraph) blocks.get(2);
    assertThat(last.content())
        .anyMatch(inline -> inline instanceof Inline.Link link && link.host().equals("army.ml"));
  }

  @Test
  void deepNesting_isFlattenedNotLost() {
    String html = "<blockquote>".repeat(500) + "deep" + "</blockquote>".repeat(500);
    assertThat(TextView.plain(blocks(html))).isEqualTo("deep");
    assertThat(TextView.plain(blocks("<div>".repeat(20_000) + "deep"))).isEqualTo("deep");
  }
}
