package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.espalier.contract.SegmentPeople;
import io.espalier.model.Event;
import io.espalier.model.Value;
import io.espalier.rule.Rule;
import io.espalier.sandbox.Switches;
import io.espalier.spi.Esp;
import io.espalier.spi.NativeSegment;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** What is said natively has the members that the rule has, of people whom the adapter sent. */
class NativeSegmentLawTest {
  /** However Klaviyo reads what its documents leave open, the members are the same. */
  private static final List<SegmentReading> READINGS =
      List.of(
          new SegmentReading(false, true, false),
          new SegmentReading(true, true, false),
          new SegmentReading(false, true, true));

  private static final Esp ESP = SegmentPeople.esp("klaviyo");
  private static final List<SegmentPeople.Someone> PEOPLE = SegmentPeople.people(11, 40);
  private static final Holdings HELD = held();
  private static final Map<SegmentPeople.Someone, SegmentSubject> SUBJECTS =
      PEOPLE.stream().collect(Collectors.toMap(p -> p, NativeSegmentLawTest::subject));

  private static Holdings held() {
    Clock clock = Clock.fixed(SegmentPeople.MOMENT.now(), java.time.ZoneOffset.UTC);
    return Snapshot.read(
        SegmentPeople.sent(ESP, PEOPLE), clock, new Ids(clock, new Random(1)), Switches.usual());
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
        .coverage(c -> c.check(true).percentage(p -> p > 30));
    if (said.isEmpty()) {
      return;
    }
    JsonObject json = JsonParser.parseString(said.get().text()).getAsJsonObject();
    for (SegmentReading reading : READINGS) {
      SegmentDefinition definition =
          SegmentDefinition.parse(json, "", reading, group -> true, metric -> true);
      for (SegmentPeople.Someone someone : PEOPLE) {
        assertEquals(
            SegmentPeople.isMember(rule, someone),
            definition.holds(SUBJECTS.get(someone), SegmentPeople.MOMENT.now()),
            () -> text + "\n" + someone + "\n" + said.get().text());
      }
    }
  }

  private static SegmentSubject subject(SegmentPeople.Someone someone) {
    Person person =
        HELD.people.byId().values().stream()
            .filter(p -> someone.email().address().equals(p.email))
            .findFirst()
            .orElseThrow();
    JsonObject attributes = person.attributes();
    attributes.addProperty("email", person.email);
    List<SegmentSubject.Occurrence> occurrences = new ArrayList<>();
    for (Event event : someone.events()) {
      JsonObject properties = new JsonObject();
      event.properties().forEach((name, value) -> properties.add(name, json(value)));
      Value amount = event.properties().get("amount");
      occurrences.add(
          new SegmentSubject.Occurrence(
              "espalier:metric:" + SegmentPeople.EVENTS.get(event.type()).name(),
              event.time(),
              properties,
              amount instanceof Value.Number n ? n.number() : null));
    }
    return new SegmentSubject(attributes, person.consents, group -> null, occurrences);
  }

  private static com.google.gson.JsonElement json(Value value) {
    if (value instanceof Value.Number n) {
      return new JsonPrimitive(n.number());
    } else if (value instanceof Value.Flag f) {
      return new JsonPrimitive(f.flag());
    } else if (value instanceof Value.TextList l) {
      JsonArray array = new JsonArray();
      l.texts().forEach(array::add);
      return array;
    }
    return new JsonPrimitive(value.plain());
  }
}
