package org.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class TagsTest {
  private static final EntryPattern ARMY = EntryPattern.parse("army.mil").ok().orElseThrow();

  private static Entry noted(String note) {
    return new Entry(ARMY, Listing.TRUSTED, Mode.ENFORCE, note, "J6", "feed", null);
  }

  @Test
  void tags_stand_at_the_end_of_the_note_and_begin_with_a_letter() {
    Entry army = noted("United States Army #ally  #Mil ");
    assertThat(Tags.of(army)).containsExactly("ally", "mil");
    assertThat(Tags.note(army)).isEqualTo("United States Army");
    assertThat(Tags.of("see #ally in ticket")).isEmpty();
    assertThat(Tags.of("see ticket #4711")).isEmpty();
    assertThat(Tags.of("C# #bücher #a-b_1")).containsExactly("a-b_1", "bücher");
    assertThat(Tags.of("#only")).containsExactly("only");
    assertThat(Tags.note(noted("#only"))).isEmpty();
    assertThat(Tags.of("")).isEmpty();
    assertThat(Tags.of("# #")).isEmpty();
  }

  @Test
  void what_is_typed_is_read_with_or_without_the_sign() {
    assertThat(Tags.parse(" ally, #Mil  ally ").orElseThrow()).containsExactly("ally", "mil");
    assertThat(Tags.parse("").orElseThrow()).isEmpty();
    for (String bad : List.of("#", "4711", "a b!", "-old", "x".repeat(41))) {
      assertThat(Tags.parse(bad)).as(bad).isEmpty();
    }
  }

  @Property
  void note_and_tags_come_apart_as_they_were_put_together(
      @ForAll @StringLength(max = 60) String text) {
    Entry before = noted(text);
    Entry again = Tags.with(before, Tags.note(before), Tags.of(before));
    assertThat(Tags.of(again)).isEqualTo(Tags.of(before));
    assertThat(Tags.note(again)).isEqualTo(Tags.note(before));
    Entry more = Tags.with(before, Tags.note(before), List.of("ally"));
    assertThat(Tags.of(more)).contains("ally");
  }
}
