package org.postern.ui.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.target.Comparison;
import org.postern.target.Difference;
import org.postern.target.Target;
import org.postern.ui.DirectBackground;
import org.postern.ui.publish.TargetsModel.Result;

@SuppressWarnings("NullAway.Init") // set before each test
class TargetsModelTest {
  @TempDir Path directory;
  private Desk desk;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    desk = new Desk(directory, Instant.parse("2026-11-22T09:00:00Z"));
    desk.officer("Maj. A. Carter");
    desk.gateway("relay-1.mod.example");
    desk.trust("army.mil");
    desk.block("ml", "Mali");
  }

  @AfterEach
  void close() throws Exception {
    desk.close();
  }

  private TargetsModel model(DirectBackground background) {
    PublishModel publish = new PublishModel(desk.press, background, told::add);
    publish.look();
    background.flush();
    return publish.targets().orElseThrow();
  }

  private static Comparison of(TargetsModel model, Target target) {
    return model.results().get().get(target) instanceof Result.Compared(Comparison comparison)
        ? comparison
        : fail(target + " was not compared");
  }

  @Test
  void compare_everyMailSystem_sizeAndWhatItDoesOtherwise() {
    TargetsModel model = model(new DirectBackground());
    model.compare();
    assertThat(model.busy().get()).isEmpty();
    assertThat(model.results().get()).containsOnlyKeys(Target.values());
    assertThat(of(model, Target.EXIM).differences()).isEmpty();
    assertThat(of(model, Target.EXIM).size()).isPositive();
    assertThat(of(model, Target.DEFENDER).differences())
        .extracting(Difference::kind)
        .contains(Difference.Kind.MESSAGE_REFUSED);
  }

  @Test
  void compare_morePlaces_lessIsLeftOut() {
    TargetsModel model = model(new DirectBackground());
    model.compare("127.0.0.1:24", 500);
    int before = of(model, Target.DEFENDER).written();
    model.compare("quarantine.mod.example:24", 1_000);
    assertThat(before).isEqualTo(500);
    assertThat(of(model, Target.DEFENDER).written()).isEqualTo(1_000);
    assertThat(model.options().host()).isEqualTo("quarantine.mod.example");
  }

  @Test
  void compare_noPlace_saysWhatOneIs_andKeepsWhatIsKnown() {
    TargetsModel model = model(new DirectBackground());
    model.compare();
    model.compare("nowhere", 500);
    assertThat(model.problem().get()).contains("127.0.0.1:24");
    assertThat(model.results().get()).containsOnlyKeys(Target.values());
  }

  @Test
  void stop_asksNoFurther() {
    DirectBackground background = DirectBackground.paused();
    TargetsModel model = model(background);
    model.compare();
    background.flush();
    assertThat(model.results().get()).containsOnlyKeys(Target.EXIM);
    model.stop();
    background.flush();
    assertThat(model.results().get()).containsOnlyKeys(Target.EXIM);
    assertThat(model.busy().get()).isEmpty();
  }

  @Test
  void write_aNewFolder_neverOverAnother() throws Exception {
    TargetsModel model = model(new DirectBackground());
    model.write(Target.SENDMAIL, directory);
    assertThat(told).singleElement().asString().contains("Sendmail", "sendmail-2");
    assertThat(directory.resolve("sendmail-2/mailertable")).isNotEmptyFile();
    Files.writeString(directory.resolve("sendmail-2/mailertable"), "mine");
    model.write(Target.SENDMAIL, directory);
    assertThat(model.problem().get()).contains("is there already");
    assertThat(directory.resolve("sendmail-2/mailertable")).hasContent("mine");
  }
}
