package org.postern.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.policy.Entry;
import org.postern.policy.EntryPattern;
import org.postern.policy.Listing;
import org.postern.policy.Mode;
import org.postern.store.Hygiene.Finding;
import org.postern.store.Hygiene.Kind;

/** Findings over a real store; every remedy is carried out and looked at again. */
@SuppressWarnings("NullAway.Init") // set in open, before each test
class HygieneTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final Instant YEAR = Instant.parse("2027-11-23T00:00:00Z");
  private static final String LATER = "2027-10-01T00:00:00Z";

  @TempDir Path directory;
  private Store store;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(directory, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private void given(Listing listing, String text, @Nullable String expires, Mode mode)
      throws Exception {
    Entry entry =
        new Entry(
            EntryPattern.parse(text).ok().orElseThrow(),
            listing,
            mode,
            "",
            "",
            "",
            expires == null ? null : Instant.parse(expires));
    store.lists().add(List.of(entry), new Author("R. Osei", "given"));
  }

  private void trusted(String text, @Nullable String expires) throws Exception {
    given(Listing.TRUSTED, text, expires, Mode.ENFORCE);
  }

  private void blocked(String text) throws Exception {
    given(Listing.BLOCKED, text, null, Mode.ENFORCE);
  }

  private Hygiene.Report look(Instant at, Optional<LocalDate> since) throws Exception {
    LocalDate today = LocalDate.of(2026, 11, 22);
    return Hygiene.look(
        new Hygiene.Lists(
            store.policy(),
            store.lists().index(Listing.TRUSTED, null),
            store.lists().index(Listing.BLOCKED, null),
            Map.of(Listing.TRUSTED, store.hits().counts(Listing.TRUSTED, today)),
            since),
        at,
        _ -> {},
        () -> false);
  }

  private Hygiene.Report look() throws Exception {
    return look(NOW, Optional.empty());
  }

  private static List<String> of(Hygiene.Report report, Kind kind) {
    return report.findings().getOrDefault(kind, List.of()).stream()
        .map(f -> f.item().entry().pattern().text())
        .toList();
  }

  private void remedied(Kind kind) throws Exception {
    List<Op> ops = new ArrayList<>();
    look().findings().getOrDefault(kind, List.of()).forEach(f -> ops.add(Hygiene.remedy(f, YEAR)));
    store.editing().change(ops, new Author("A. Carter", "tidied up"));
    assertThat(look().counts()).doesNotContainKey(kind);
  }

  @Test
  void inOrder_findsNothing() throws Exception {
    trusted("army.mil", LATER);
    blocked("army.ml");
    assertThat(look().counts()).isEmpty();
  }

  @Test
  void conflict_isTheSamePatternOnBothLists_andTheTrustGoes() throws Exception {
    trusted("mod.gov.uk", LATER);
    blocked("mod.gov.uk");
    blocked("=mod.gov.uk");
    assertThat(of(look(), Kind.CONFLICT)).containsExactly("mod.gov.uk");
    remedied(Kind.CONFLICT);
    assertThat(store.lists().count(Listing.TRUSTED)).isZero();
    assertThat(store.lists().count(Listing.BLOCKED)).isEqualTo(2);
  }

  @Test
  void covered_isWhatAWiderEntryOfTheSameListDecidesAnyway() throws Exception {
    blocked("ml");
    blocked("army.ml");
    blocked("x@navy.ml");
    blocked("=ml.example");
    blocked("ml.example");
    given(Listing.BLOCKED, "watched.ml", null, Mode.MONITOR);
    trusted("gov.ml", LATER);
    blocked("bad.gov.ml"); // stands out from trust in between
    Hygiene.Report report = look();
    assertThat(of(report, Kind.COVERED_BLOCK))
        .containsExactlyInAnyOrder("army.ml", "x@navy.ml", "=ml.example");
    remedied(Kind.COVERED_BLOCK);
  }

  @Test
  void coveredTrust_onlyIfTheWiderOneLastsAsLong() throws Exception {
    trusted("army.mil", "2027-01-01T00:00:00Z");
    trusted("us.army.mil", LATER);
    trusted("eur.army.mil", "2026-12-24T00:00:00Z");
    assertThat(of(look(), Kind.COVERED_TRUST)).containsExactly("eur.army.mil");
  }

  @Test
  void slip_ofTwoTrustedNames_isTheYoungerOne() throws Exception {
    trusted("army.mil", LATER);
    trusted("army.ml", LATER);
    Hygiene.Report report = look();
    assertThat(report.findings().get(Kind.SLIP))
        .singleElement()
        .isEqualTo(
            new Finding.Slip(
                store
                    .lists()
                    .find(Listing.TRUSTED, EntryPattern.parse("army.ml").ok().orElseThrow())
                    .orElseThrow(),
                "army.mil"));
    assertThat(report.slipsLookedAt()).isEqualTo(2);
    remedied(Kind.SLIP);
  }

  @Test
  void ends_comingAndPast_endlessTrust_wholeEndings() throws Exception {
    trusted("soon.mil", "2026-12-24T00:00:00Z");
    trusted("over.mil", "2026-11-01T00:00:00Z");
    trusted("mil", LATER);
    trusted("=forever.example", null);
    given(Listing.BLOCKED, "decide.example", "2026-11-01T00:00:00Z", Mode.ENFORCE);
    Hygiene.Report report = look();
    assertThat(of(report, Kind.ENDING)).containsExactly("soon.mil");
    assertThat(of(report, Kind.ENDED)).containsExactly("over.mil", "decide.example");
    assertThat(of(report, Kind.WHOLE_ENDING)).containsExactly("mil");
    assertThat(of(report, Kind.ENDLESS)).containsExactly("=forever.example");
    remedied(Kind.ENDING);
    remedied(Kind.ENDLESS);
    remedied(Kind.ENDED);
    assertThat(store.lists().count(Listing.BLOCKED))
        .as("a block never goes by itself")
        .isEqualTo(1);
  }

  @Test
  void unused_isToldOnlyOnceHitsAreCountedForLongEnough() throws Exception {
    trusted("army.mil", "2029-01-01T00:00:00Z");
    trusted("=quiet.example", "2029-01-01T00:00:00Z");
    Instant later = NOW.plus(java.time.Duration.ofDays(200));
    LocalDate lately = LocalDate.ofInstant(later, ZoneOffset.UTC).minusDays(3);
    EntryPattern army = EntryPattern.parse("army.mil").ok().orElseThrow();
    store.hits().count(List.of(new Hits.Hit("c1", Listing.TRUSTED, army, lately)));
    assertThat(of(look(later, Optional.of(lately)), Kind.UNUSED)).isEmpty();
    assertThat(of(look(later, Optional.of(lately.minusDays(190))), Kind.UNUSED))
        .containsExactly("=quiet.example");
  }

  @Test
  void pastPolicy_givesTheIdenticalProof_forItsSerialAndMoment() throws Exception {
    trusted("army.mil", "2026-12-01T00:00:00Z");
    var then = store.policy();
    String proof = then.judge("gen@army.ml").proof().hash();
    blocked("army.ml");
    trusted("navy.mil", LATER);
    assertThat(store.policy().judge("gen@army.ml").proof().hash()).isNotEqualTo(proof);
    assertThat(store.policyAt(then.serial(), then.at()).judge("gen@army.ml").proof().hash())
        .isEqualTo(proof);
    Instant lapsed = Instant.parse("2026-12-02T00:00:00Z");
    assertThat(store.policyAt(then.serial(), lapsed).judge("gen@army.ml").proof().hash())
        .as("trust had ended")
        .isNotEqualTo(proof);
  }
}
