package org.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.postern.policy.slip.Sensitivity;

/** A policy that was changed says what one built from the changed lists says. */
class PolicyChangeTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  /** Few letters, so that names are near each other, share heads and come back. */
  private static final String[] HEADS = {
    "army",
    "arm",
    "armyy",
    "navy",
    "navi",
    "homeoffice",
    "homeofice",
    "homeoffise",
    "us.army",
    "a.rmy",
    "a",
    "defenceacademy",
    "defence-academy",
    "xn--mnchen-3ya",
    "munchen",
    "yahoo"
  };

  private static final String[] ENDS = {
    "mil", "ml", "gov.uk", "uk", "com", "co.uk", "mod.uk", "gov", "co", "mill"
  };

  private static final String[] FORMS = {"%s", "=%s", "*.%s", "liaison@%s"};

  private static String name(SplittableRandom random) {
    return random.nextInt(12) == 0
        ? ENDS[random.nextInt(ENDS.length)]
        : HEADS[random.nextInt(HEADS.length)] + "." + ENDS[random.nextInt(ENDS.length)];
  }

  private static Entry entry(SplittableRandom random, String name) {
    String form = FORMS[random.nextInt(FORMS.length)];
    Instant[] ends = {null, null, null, NOON.plusSeconds(5), NOON.plusSeconds(50)};
    return new Entry(
        EntryPattern.parse(form.formatted(name)).ok().orElseThrow(),
        random.nextInt(3) == 0 ? Listing.BLOCKED : Listing.TRUSTED,
        random.nextInt(5) == 0 ? Mode.MONITOR : Mode.ENFORCE,
        "note " + random.nextInt(3),
        "",
        "",
        ends[random.nextInt(ends.length)]);
  }

  private static String key(Entry e) {
    return e.listing() + " " + e.pattern().text();
  }

  /** The lists kept the plain way, and the policy that follows their changes. */
  private static final class Lists {
    private final Map<String, Entry> lists = new LinkedHashMap<>();
    private Policy changed = fresh(0, NOON, Unlisted.DELIVER, Sensitivity.BALANCED);

    Policy fresh(long serial, Instant at, Unlisted unlisted, Sensitivity sensitivity) {
      return Policy.of(serial, unlisted, lists.values(), at, sensitivity);
    }

    void change(
        long serial,
        Instant at,
        Unlisted unlisted,
        Sensitivity sensitivity,
        Collection<Entry> removed,
        Collection<Entry> added) {
      removed.forEach(e -> lists.remove(key(e)));
      added.forEach(e -> lists.put(key(e), e));
      changed = changed.after(serial, unlisted, removed, added, at, sensitivity, KnownNames.NONE);
    }
  }

  private static void assertSame(Policy changed, Policy fresh, Collection<String> questions) {
    for (String question : questions) {
      Verdict expected = fresh.judge(question);
      Verdict verdict = changed.judge(question);
      assertEquals(expected.proof().json(), verdict.proof().json(), question);
      assertEquals(expected, verdict);
    }
    assertThat(changed.entries()).containsExactlyInAnyOrderElementsOf(fresh.entries());
    assertThat(changed.entries()).hasSize(fresh.entries().size());
    assertEquals(fresh.until(), changed.until());
  }

  @Property(tries = 60)
  void anyEdits_sayWhatAFreshPolicySays(@ForAll long seed) {
    var random = new SplittableRandom(seed);
    Lists lists = new Lists();
    List<String> questions = new ArrayList<>();
    for (String head : HEADS) {
      for (String end : ENDS) {
        questions.add(head + "." + end);
      }
    }
    questions.addAll(List.of("liaison@army.mil", "x@us.army.ml", "mil", "army.mil.evil.com"));
    for (int step = 1; step <= 12; step++) {
      List<Entry> removed = new ArrayList<>();
      List<Entry> added = new ArrayList<>();
      List<Entry> there = new ArrayList<>(lists.lists.values());
      for (int i = random.nextInt(4); i > 0 && !there.isEmpty(); i--) {
        removed.add(there.remove(random.nextInt(there.size())));
      }
      for (int i = random.nextInt(6); i > 0; i--) {
        added.add(entry(random, name(random)));
      }
      Unlisted unlisted = List.of(Unlisted.values()).get(random.nextInt(2));
      Sensitivity sensitivity = List.of(Sensitivity.values()).get(random.nextInt(3));
      Instant at = NOON.plusSeconds(step * 2L);
      lists.change(step, at, unlisted, sensitivity, removed, added);
      Policy fresh = lists.fresh(step, at, unlisted, sensitivity);
      List<String> some = new ArrayList<>(questions);
      some.removeIf(_ -> random.nextInt(4) > 0);
      assertSame(lists.changed, fresh, some);
    }
  }

  /** Crowded heads meet every bound of the search, and so many changes that tables are merged. */
  @Test
  void manyNamesOfOneHead_sayWhatAFreshPolicySays() {
    var random = new SplittableRandom(7);
    Lists lists = new Lists();
    List<Entry> crowd = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      crowd.add(trust("homeoffice." + (char) ('a' + i % 26) + i + "gov.uk"));
    }
    lists.change(1, NOON, Unlisted.DELIVER, Sensitivity.STRICT, List.of(), crowd.subList(0, 300));
    List<String> questions =
        List.of(
            "homeoffice.gov.uk",
            "homeofice.m12gov.uk",
            "homeoffice.a0gov.co",
            "homeoffice-login.com",
            "homeoffize.z399gov.uk");
    for (int step = 2; step < 40; step++) {
      List<Entry> removed = new ArrayList<>();
      List<Entry> added = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        (random.nextBoolean() ? removed : added).add(crowd.get(random.nextInt(crowd.size())));
      }
      added.removeIf(removed::contains);
      lists.change(step, NOON, Unlisted.DELIVER, Sensitivity.STRICT, removed, added);
      assertSame(
          lists.changed, lists.fresh(step, NOON, Unlisted.DELIVER, Sensitivity.STRICT), questions);
    }
  }

  @Test
  void manyChanges_mergeTheTables() {
    Lists lists = new Lists();
    for (int step = 1; step <= 30; step++) {
      List<Entry> added = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        added.add(trust("unit" + step + "-" + i + ".army.mil"));
      }
      lists.change(step, NOON, Unlisted.DELIVER, Sensitivity.BALANCED, List.of(), added);
    }
    assertSame(
        lists.changed,
        lists.fresh(30, NOON, Unlisted.DELIVER, Sensitivity.BALANCED),
        List.of("unit3-7.army.mil", "unit3-7.army.ml", "unit30-49army.mil", "unit1-1.example"));
  }

  private static Entry trust(String pattern) {
    return Entry.of(Listing.TRUSTED, EntryPattern.parse(pattern).ok().orElseThrow());
  }
}
