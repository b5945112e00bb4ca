package org.postern.ui.quarantine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Skin;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.skin.ContextMenuSkin;
import javafx.scene.control.skin.RadioButtonSkin;
import javafx.scene.control.skin.ScrollPaneSkin;
import javafx.scene.control.skin.TextAreaSkin;
import javafx.scene.control.skin.TextFieldSkin;
import org.postern.mail.MailReader;
import org.postern.mail.ReadMessage;
import org.postern.ui.Background;

/**
 * Does once, behind the officer's back, what the first message, menu and sheet would otherwise wait
 * for: parsers and controls are loaded. What is made here is thrown away and hangs in no window, so
 * it may be made beside the FX thread.
 */
final class Warm {
  /** The list comes first. */
  private static final Duration AFTER = Duration.ofSeconds(1);

  /** Has something of everything that is shown. */
  private static final String SAMPLE =
      """
      From: =?utf-8?Q?A?= <a@mod.example>
      To: b@mod.example
      Subject: =?utf-8?Q?B?=
      Date: Sun, 22 Nov 2026 09:00:00 +0000
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=x

      --x
      Content-Type: text/html; charset=utf-8

      <style>p{color:#000}</style><h1>A</h1><p>b <b>c</b> <a href="https://d.example/">e</a></p>
      <ul><li>f</ul><blockquote>g</blockquote><table><tr><td>h</table><hr><img src="cid:i">
      --x
      Content-Type: application/zip; name=j.zip
      Content-Transfer-Encoding: base64

      UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==
      --x--
      """;

  private Warm() {}

  static void up(Background background) {
    background.run(
        Background.Job.newest("quarantine.warm").after(AFTER), Warm::made, _ -> {}, _ -> {});
  }

  private static List<Skin<?>> made() {
    ReadMessage message =
        new MailReader().read(SAMPLE.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    var _ = new SafeView(_ -> {}, new PicturePlaces(1, () -> {})).node(message);
    var _ = new FindingTags(message.findings()).node();
    return List.of(
        new ContextMenuSkin(new ContextMenu(new MenuItem("A"))),
        new TextAreaSkin(new TextArea()),
        new TextFieldSkin(new TextField()),
        new RadioButtonSkin(new RadioButton()),
        new ScrollPaneSkin(new ScrollPane()));
  }
}
