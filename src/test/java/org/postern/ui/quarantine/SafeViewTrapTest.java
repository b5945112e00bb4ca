package org.postern.ui.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.postern.mail.Drawings;
import org.postern.mail.MailReader;
import org.postern.mail.Picture;
import org.postern.mail.ReadMessage;
import org.postern.mail.ResolverTrap;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every attack vector is read and drawn; meanwhile no name is looked up, no proxy asked, no socket
 * used and no file opened.
 */
@Isolated
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // set in start, before each test
class SafeViewTrapTest {
  private final Set<Long> others = new HashSet<>();
  @TempDir Path dir;
  private final Queue<URI> proxied = new ConcurrentLinkedQueue<>();
  private ProxySelector before;
  private StackPane place;
  private Recording recording;

  @Start
  void start(Stage stage) {
    place = new StackPane();
    stage.setScene(new Scene(Look.dressed(place), 800, 700));
    stage.show();
  }

  @BeforeEach
  void setTraps() {
    before = ProxySelector.getDefault();
    ProxySelector.setDefault(
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            proxied.add(uri);
            return List.of(Proxy.NO_PROXY);
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException e) {}
        });
    recording = new Recording();
    for (String event :
        List.of("FileRead", "FileWrite", "SocketRead", "SocketWrite", "SocketConnect")) {
      recording.enable("jdk." + event).withThreshold(Duration.ZERO).withoutStackTrace();
    }
  }

  @AfterEach
  void removeTraps() {
    ProxySelector.setDefault(before);
    recording.close();
  }

  private static List<String> vectors() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            SafeViewTrapTest.class.getResourceAsStream("/mail/html-attacks.jsonl"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> JsonMapper.shared().readTree(line).path("html").asString())
          .toList();
    }
  }

  /** Three pictures that are drawn, and a drawing that would fetch something. */
  private static byte[] illustrated() {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    for (String format : List.of("png", "jpeg", "gif")) {
      parts.put(format, Drawings.picture(format, 60, 40));
    }
    parts.put(
        "svg",
        "<svg xmlns='http://www.w3.org/2000/svg'><image href='http://bait.invalid/x.png'/></svg>"
            .getBytes(StandardCharsets.UTF_8));
    return Drawings.message(
        "<img src='cid:png'><img src='cid:jpeg'><img src='cid:gif'><img src='cid:svg'>", parts);
  }

  private void draw(FxRobot robot, MailReader reader, String html) {
    byte[] raw =
        ("From: a@example.com\r\nTo: b@example.com\r\nSubject: s\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: text/html; charset=utf-8\r\n\r\n"
                + html)
            .getBytes(StandardCharsets.UTF_8);
    draw(robot, reader, raw);
  }

  /** With every picture that the message has revealed. */
  private Map<String, Picture> draw(FxRobot robot, MailReader reader, byte[] raw) {
    ReadMessage message = reader.read(raw);
    assertThat(message.rawOnly()).isFalse();
    Map<String, Picture> pictures = reader.pictures(raw, message);
    robot.interact(
        () -> {
          PicturePlaces places = new PicturePlaces(message.pictures().size(), () -> {});
          Node view = new SafeView(_ -> {}, places).node(message);
          place.getChildren().setAll(new VBox(places.bar(), view));
          place.applyCss();
          places.show(new Revealed.Open(pictures));
          place.applyCss();
          place.layout();
        });
    return pictures;
  }

  /** Whoever is at work already, for the build or for another test, does not draw. */
  private void record() {
    Thread.getAllStackTraces().keySet().stream()
        .filter(t -> !t.equals(Thread.currentThread()))
        .filter(t -> !t.getName().startsWith("JavaFX") && !t.getName().startsWith("postern"))
        .forEach(t -> others.add(t.threadId()));
    recording.start();
  }

  /** What was opened but the program's own classes and fonts. */
  private List<String> touched() throws IOException {
    Path file = dir.resolve("trap.jfr");
    recording.stop();
    recording.dump(file);
    String home = System.getProperty("java.home");
    Predicate<String> own =
        path ->
            path.startsWith(home)
                || path.endsWith(".jar")
                || path.endsWith(".class")
                || path.endsWith(".jfr")
                || path.equals("/dev/urandom")
                || path.contains("+JXF") // a font of ours, unpacked by JavaFX
                || (path.matches(".*\\.(ttf|otf|ttc|pfb)") && !path.startsWith(dir.toString()));
    return RecordingFile.readAllEvents(file).stream()
        .filter(
            event ->
                event.getThread() == null || !others.contains(event.getThread().getJavaThreadId()))
        .map(SafeViewTrapTest::target)
        .filter(own.negate())
        .toList();
  }

  private static String target(RecordedEvent event) {
    return event.hasField("path")
        ? String.valueOf(event.getString("path"))
        : "socket " + event.getString("host");
  }

  @Test
  void everyVector_drawnWithoutOneRequestOrFile(FxRobot robot) throws Exception {
    MailReader reader = new MailReader();
    List<String> vectors = vectors();
    assertThat(vectors).hasSize(385);
    draw(robot, reader, vectors.getFirst()); // loads what the program itself needs
    byte[] illustrated = illustrated();
    draw(robot, reader, illustrated);
    ResolverTrap.ASKED.clear();
    record();
    for (String vector : vectors) {
      draw(robot, reader, vector);
    }
    String mine = dir.toUri().toString();
    for (String own :
        List.of(
            "<img src='" + mine + "x.png'>",
            "<link rel=stylesheet href='" + mine + "x.css'>",
            "<div style=\"background:url('" + mine + "x.png')\">x</div>",
            "<iframe src='" + mine + "x.html'></iframe>",
            "<style>@font-face{font-family:x;src:url('" + mine + "x.ttf')}</style>x",
            "<object data='" + mine + "x.svg'></object>")) {
      draw(robot, reader, own);
    }
    assertThat(draw(robot, reader, illustrated).values())
        .hasSize(4)
        .filteredOn(Picture.Drawn.class::isInstance)
        .hasSize(3);
    assertThat(place.lookupAll(".image-view")).hasSize(3);
    assertThat(touched()).isEmpty();
    assertThat(ResolverTrap.ASKED).isEmpty();
    assertThat(proxied).isEmpty();
  }

  @Test
  void traps_catchAFileANameAndAProxy(FxRobot robot) throws Exception {
    Path bait = Files.writeString(dir.resolve("bait.png"), "x");
    ResolverTrap.ASKED.clear();
    record();
    assertThat(Files.readAllBytes(bait)).hasSize(1);
    org.junit.jupiter.api.Assertions.assertThrows(
        IOException.class, () -> URI.create("http://bait.invalid/").toURL().openStream().close());
    robot.interact(() -> new javafx.scene.image.Image(bait.toUri().toString()));
    assertThat(touched()).anyMatch(path -> path.endsWith("bait.png"));
    assertThat(proxied).isNotEmpty();
    org.junit.jupiter.api.Assertions.assertThrows(
        java.net.UnknownHostException.class, () -> InetAddress.getAllByName("bait.invalid"));
    assertThat(ResolverTrap.ASKED).contains("bait.invalid");
  }
}
