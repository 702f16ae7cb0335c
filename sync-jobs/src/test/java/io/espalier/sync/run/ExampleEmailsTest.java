package io.espalier.sync.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.mjml.MjmlEmail;
import io.espalier.model.Event;
import io.espalier.model.Profile;
import io.espalier.model.ProfileKey;
import io.espalier.model.Value;
import io.espalier.rule.RuleEvaluator;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.ProjectReader;
import io.espalier.template.TemplateEvaluator;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The three examples, at their edges. */
class ExampleEmailsTest {
  private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
  private static final Path OUTFITTER =
      Path.of(System.getProperty("espalier.root", ".."), "examples", "outfitter");

  private final Project project =
      new ProjectReader(Connections.esps(), name -> null).read(OUTFITTER).project().orElseThrow();

  private String text(String email, Map<String, Value> values, Event... events) {
    MjmlEmail read =
        MjmlEmail.read(
                OUTFITTER.resolve("emails/" + email + ".mjml"),
                project.modules(),
                email,
                project.schema(),
                project.zone())
            .value()
            .orElseThrow();
    Profile person = new Profile(new ProfileKey("p"), values, Map.of());
    RuleEvaluator rules = new RuleEvaluator(project.schema(), project.moment(NOW), Map.of());
    return new TemplateEvaluator(
            rule -> rules.test(rule, person, List.of(events)), person, project.zone())
        .render(read.text());
  }

  private static Event order(String id, String when, String amount, String... categories) {
    return new Event(
        "order",
        id,
        Instant.parse(when),
        Map.of("amount", Value.number(amount), "categories", Value.list(List.of(categories))));
  }

  @Test
  void boughtOneThingGetsWhatGoesWithIt() {
    assertTrue(text("accessories", Map.of()).contains("To begin with"), "never bought");
    Event jacket = order("1", "2026-11-01T10:00:00Z", "189", "jackets");
    assertTrue(text("accessories", Map.of(), jacket).contains("For your jacket"));
    Event refund = order("2", "2026-11-05T10:00:00Z", "-189", "jackets");
    assertTrue(text("accessories", Map.of(), jacket, refund).contains("To begin with"), "refunded");
    Event boots = order("3", "2026-11-02T10:00:00Z", "179", "boots");
    assertTrue(text("accessories", Map.of(), boots).contains("For your boots"));
    assertTrue(
        text("accessories", Map.of(), boots, jacket).contains("For your jacket"),
        "of two the priority decides");
    Event old = order("4", "2026-08-22T07:59:59Z", "189", "jackets");
    assertTrue(text("accessories", Map.of(), old).contains("To begin with"), "91 days ago");
  }

  @Test
  void idleForThirtyDaysIsWonBack() {
    assertTrue(
        text("win-back", clicked("2026-10-21T08:00:00Z")).contains("been a while"), "exactly");
    assertTrue(text("win-back", clicked("2026-10-21T08:00:01Z")).contains("Good to see you"));
    assertTrue(text("win-back", Map.of()).contains("Have we met?"), "no last click");
    String told = text("win-back", clicked("2026-09-30T23:30:00Z"));
    assertTrue(told.contains("on 1 October"), "a day of the shop: " + told);
  }

  private static Map<String, Value> clicked(String when) {
    return Map.of("last_click", new Value.Moment(Instant.parse(when)));
  }

  @Test
  void premiumGetsDealsAndThePriorityDecides() {
    Value premium = Value.list(List.of("hiking", "Premium"));
    assertTrue(text("deals", Map.of("interests", premium)).contains("The good shelf"));
    assertTrue(text("deals", Map.of("spent_365d", Value.number("600"))).contains("good shelf"));
    assertTrue(
        text("deals", Map.of("spent_365d", Value.number("599.99"), "points", Value.number("1200")))
            .contains("1,200 points"));
    assertTrue(
        text("deals", Map.of("interests", premium, "points", Value.number("1200")))
            .contains("The good shelf"),
        "both: the smaller priority");
    assertTrue(text("deals", Map.of()).contains("New on the shelf"));
    assertEquals(-1, text("deals", Map.of()).indexOf("{{"));
  }
}
