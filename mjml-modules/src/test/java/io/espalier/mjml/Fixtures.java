package io.espalier.mjml;

import io.espalier.model.Attribute;
import io.espalier.model.Profile;
import io.espalier.model.ProfileKey;
import io.espalier.model.Schema;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Issue;
import io.espalier.rule.Moment;
import io.espalier.rule.Parsed;
import io.espalier.rule.RuleEvaluator;
import io.espalier.template.Template;
import io.espalier.template.TemplateEvaluator;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/** What the tests of this package read. */
final class Fixtures {
  private Fixtures() {}

  static final Schema INN =
      Schema.of(
          List.of(
              Attribute.of("name", ValueType.TEXT),
              Attribute.of("city", ValueType.TEXT),
              Attribute.of("visits", ValueType.NUMBER),
              Attribute.of("spent", ValueType.NUMBER),
              Attribute.of("vip", ValueType.BOOL),
              Attribute.of("next_visit", ValueType.DATE)),
          List.of(),
          Set.of("regulars"));

  static final Schema RETAIL =
      Schema.of(
          List.of(
              Attribute.of("customer", ValueType.TEXT),
              Attribute.of("country", ValueType.TEXT),
              Attribute.of("orders_total", ValueType.NUMBER),
              Attribute.of("spent_365d", ValueType.NUMBER),
              Attribute.of("last_order", ValueType.DATETIME)),
          List.of(),
          Set.of("bag-fans"));

  static Path folder(String name) {
    try {
      return Path.of(Fixtures.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static MjmlEmail everywhere() {
    return value(
        MjmlEmail.read(
            folder("emails").resolve("everywhere.mjml"),
            folder("modules"),
            "emails/everywhere.mjml",
            INN));
  }

  static MjmlEmail comeBack() {
    Path shared = Path.of(System.getProperty("espalier.root"), "..", "shared");
    Path shop = shared.resolve("examples/online-retail");
    Assumptions.assumeTrue(shop.toFile().isDirectory(), "shared/ is absent: skipped");
    return value(
        MjmlEmail.read(
            shop.resolve("emails/come-back.mjml"),
            shop.resolve("modules"),
            "emails/come-back.mjml",
            RETAIL));
  }

  private static MjmlEmail value(Parsed<MjmlEmail> parsed) {
    return parsed
        .value()
        .orElseThrow(
            () ->
                new AssertionError(
                    String.join("\n", parsed.issues().stream().map(Issue::display).toList())));
  }

  static Profile person(Map<String, Value> attributes, Map<String, Boolean> segments) {
    return new Profile(new ProfileKey("p"), attributes, segments);
  }

  static String render(Template template, Schema schema, Profile person) {
    Moment moment = new Moment(Instant.parse("2011-12-01T00:00:00Z"), ZoneOffset.UTC);
    RuleEvaluator rules = new RuleEvaluator(schema, moment, Map.of());
    return new TemplateEvaluator(r -> rules.test(r, person, List.of()), person, ZoneOffset.UTC)
        .render(template);
  }
}
