package io.espalier.sandbox.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.contract.SegmentPeople;
import io.espalier.rule.Rule;
import io.espalier.sandbox.salesforcemc.sql.QueryActivity;
import io.espalier.sandbox.salesforcemc.sql.Table;
import io.espalier.spi.Esp;
import io.espalier.spi.NativeSegment;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** A query's rows are the rule's members, of people whom the adapter sent. */
class NativeSegmentLawTest {
  private static final Esp ESP = SegmentPeople.esp("salesforce-mc");
  private static final List<SegmentPeople.Someone> PEOPLE = SegmentPeople.people(13, 40);
  private static final Table PROFILES = profiles();

  private static Table profiles() {
    Clock clock = Clock.fixed(SegmentPeople.MOMENT.now(), ZoneOffset.UTC);
    return Snapshot.read(SegmentPeople.sent(ESP, PEOPLE), new Random(1), clock)
        .get(0)
        .extensions()
        .stream()
        .filter(e -> e.definition().name().equals("Espalier Profiles"))
        .findFirst()
        .map(ExtensionTable::of)
        .orElseThrow();
  }

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
        .coverage(c -> c.check(true).percentage(p -> p > 20));
    if (said.isEmpty()) {
      return;
    }
    Set<String> members = new TreeSet<>();
    PEOPLE.stream()
        .filter(p -> SegmentPeople.isMember(rule, p))
        .forEach(p -> members.add(p.profile().key().value()));
    LocalDateTime now = LocalDateTime.ofInstant(SegmentPeople.MOMENT.now(), ZoneOffset.UTC);
    for (boolean caseMatters : new boolean[] {false, true}) {
      assertEquals(
          members,
          QueryActivity.run(
                  said.get().text(),
                  name -> name.equalsIgnoreCase("Espalier Profiles") ? PROFILES : null,
                  now,
                  caseMatters)
              .stream()
              .map(row -> String.valueOf(row.get("subscriberkey")))
              .collect(Collectors.toCollection(TreeSet::new)),
          () -> text + "\n" + said.get().text());
    }
  }
}
