package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.StringReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Explanation;
import org.postern.policy.Listing;
import org.postern.policy.Verdict;

/** Known names in a real store: what they change, and what stays hidden. */
@OnEveryEngine
@SuppressWarnings("NullAway.Init") // set in open, before each test
class KnownTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T09:00:00Z"), ZoneOffset.UTC);
  private static final Author BY = new Author("A. Carter", "known names");

  /** Near barton.com by a learned slip that a short list holds. */
  private static final String NEAR = "burton.com";

  private final Engine engine;
  @TempDir Path directory;
  private Store store;

  KnownTest(Engine engine) {
    this.engine = engine;
  }

  @BeforeEach
  void open() throws Exception {
    store = engine.open(directory, CLOCK);
    store.lists().add(List.of(trusted("barton.com"), trusted("army.mil")), BY);
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private static Entry trusted(String pattern) {
    return Entry.of(Listing.TRUSTED, EntryPattern.parse(pattern).ok().orElseThrow());
  }

  private Known.Added add(String file) throws Exception {
    return store.known().add(new StringReader(file), BY);
  }

  private String verdict() throws Exception {
    return store.policy().judge("a@" + NEAR).word();
  }

  @Test
  void known_isDelivered_andTheProofSaysWhy() throws Exception {
    assertEquals("lookalike", verdict());
    add("sales@" + NEAR + ", 2025-03-01\n");
    var unlisted = assertInstanceOf(Verdict.Unlisted.class, store.policy().judge("a@mail." + NEAR));
    assertThat(unlisted.known().orElseThrow().since()).isEqualTo(LocalDate.of(2025, 3, 1));
    assertThat(unlisted.proof().json())
        .contains("\"since\":\"2025-03-01\"", "\"scoreBefore\":0.", "\"meant\":\"mail.barton");
    assertThat(Explanation.of(unlisted).headline())
        .startsWith("Known: would be held as a lookalike of mail.barton.com")
        .endsWith("you have written to it since 2025-03-01.");
  }

  @Test
  void known_neverExcusesDeceit() throws Exception {
    add("army.mil.evil.example\nevil.example\nxn--arm-ffd.mil\nsecure-army-mail.com\n");
    for (String deceit :
        List.of("army.mil.evil.example", "xn--arm-ffd.mil", "secure-army-mail.com")) {
      Verdict verdict = store.policy().judge("a@" + deceit);
      var held = assertInstanceOf(Verdict.Lookalike.class, verdict, deceit);
      assertThat(held.best().score())
          .as(deceit)
          .isCloseTo(held.known().orElseThrow().before(), within(0.05));
      assertThat(Explanation.of(held).why()).anyMatch(w -> w.contains("among the known names"));
    }
  }

  @Test
  void turnedOff_orCleared_orUndone_isAsBefore_eachARevision() throws Exception {
    long imported = add(NEAR).serial();
    assertEquals("unlisted", verdict());
    assertEquals(imported + 1, store.known().turn(false, BY));
    assertEquals("lookalike", verdict());
    assertEquals(imported + 2, store.known().turn(true, BY));
    assertEquals("unlisted", verdict());
    assertEquals("lookalike", store.policyAt(imported - 1, CLOCK.instant()).judge(NEAR).word());
    assertEquals(imported + 3, store.lists().undo(imported, BY));
    assertEquals("lookalike", verdict());
    assertEquals(0, store.known().state().count());

    add(NEAR);
    long cleared = store.known().clear(BY);
    assertEquals(new Known.State(0, false), store.known().state());
    assertEquals("lookalike", verdict());
    assertThatThrownBy(() -> store.lists().undo(cleared, BY)).hasMessageContaining("Import them");
  }

  @Test
  void import_countsWhatIsNoName_andWhatIsThere() throws Exception {
    Known.Added added =
        add(
            "# comment\n\nfirm.example\tnot a day\nno name at all\ncom\nco.uk\nA@Firm.example\nfirm.example\n");
    assertThat(added.added()).isEqualTo(1);
    assertThat(added.present()).isEqualTo(1);
    assertThat(added.invalid()).isEqualTo(4);
    assertThat(add("www.firm.example").present()).isEqualTo(1);
    assertEquals(new Known.State(1, true), store.known().state());
  }

  @Test
  void turnedOff_staysOff_whenMoreAreImported() throws Exception {
    add("firm.example");
    store.known().turn(false, BY);
    add("other.example");
    assertEquals(new Known.State(2, false), store.known().state());
  }

  @Test
  void names_areNotInTheJournal_andCountAfterAReopen() throws Exception {
    engine.requireLasting();
    add("sesquipedalian-correspondent.example");
    String acts = store.journal().newest(100).toString();
    assertThat(acts).contains("known.added").doesNotContain("sesquipedalian");
    store.close();
    store = engine.open(directory, CLOCK);
    assertEquals(new Known.State(1, true), store.known().state());
  }
}
