package io.espalier.sandbox.mailchimp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.contract.SegmentPeople;
import io.espalier.rule.Rule;
import io.espalier.spi.Esp;
import io.espalier.spi.NativeSegment;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** What is said natively has the members that the rule has, of those whom a segment shows. */
class NativeSegmentLawTest {
  private static final Esp ESP = SegmentPeople.esp("mailchimp");
  private static final List<SegmentPeople.Someone> PEOPLE = SegmentPeople.people(12, 40);
  private static final Audience HELD =
      Snapshots.read(SegmentPeople.sent(ESP, PEOPLE)).audiences.values().iterator().next();

  @Provide
  Arbitrary<String> rules() {
    return SegmentPeople.rules();
  }

  @Property(tries = 1_000)
  void nativeDefinitionIsMembership(@ForAll("rules") String text) {
    Rule rule = SegmentPeople.rule(text);
    Optional<NativeSegment> said = SegmentPeople.define(ESP, text).value();
    Statistics.label("said")
        .collect(said.isPresent())
        .coverage(c -> c.check(true).percentage(p -> p > 15));
    if (said.isEmpty()) {
      return;
    }
    JsonObject options = JsonParser.parseString(said.get().text()).getAsJsonObject();
    for (boolean fulfils : new boolean[] {false, true}) {
      for (boolean caseMatters : new boolean[] {false, true}) {
        SavedConditions conditions =
            new SavedConditions(
                HELD, options, new SavedConditions.BlankReading(fulfils, caseMatters));
        for (SegmentPeople.Someone someone : PEOPLE) {
          Member member = HELD.byEmail(someone.email().address()).orElseThrow();
          if (member.status == MemberStatus.SUBSCRIBED) {
            assertEquals(
                SegmentPeople.isMember(rule, someone),
                conditions.holds(member),
                () -> text + "\n" + someone + "\n" + said.get().text());
          }
        }
      }
    }
  }
}
