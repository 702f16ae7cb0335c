package io.espalier.template;

import io.espalier.model.Attribute;
import io.espalier.model.Schema;
import io.espalier.model.ValueType;
import io.espalier.rule.Rule;
import io.espalier.rule.RulePrinter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * An attribute that is synced only because templates need it: what an ESP's own language cannot
 * say. The same condition or format, in whatever email, is the same derived attribute.
 *
 * @param attribute a text, named {@code es_} and eight hex digits of its source's hash
 */
public record Derived(Attribute attribute, Source source) {

  /** The two spellings of a flag. */
  public static final String YES = "yes";

  public static final String NO = "no";

  /** What its value is made of. */
  public sealed interface Source {}

  /** {@link #YES} or {@link #NO}; never missing. */
  public record FlagOf(Rule rule) implements Source {}

  /** An attribute's formatted text; missing where the attribute is. */
  public record TextOf(String attribute, List<Filter> filters) implements Source {
    public TextOf {
      filters = List.copyOf(filters);
    }
  }

  /** Usable for what every attribute that the rule reads is usable for. */
  static Derived flag(Rule rule, Schema schema) {
    String text = RulePrinter.print(rule);
    Set<String> names = AttributesOf.rule(rule);
    return new Derived(
        attribute("flag " + text, "Email condition: " + text, names, List.of(YES, NO), schema),
        new FlagOf(rule));
  }

  static Derived text(Template.Output output, Schema schema) {
    StringBuilder text = new StringBuilder(output.attribute());
    output.filters().forEach(f -> text.append(" | ").append(f));
    return new Derived(
        attribute(
            "text " + text, "Email text: " + text, Set.of(output.attribute()), List.of(), schema),
        new TextOf(output.attribute(), output.filters()));
  }

  private static Attribute attribute(
      String identity, String label, Set<String> reads, List<String> values, Schema schema) {
    List<Attribute> read =
        reads.stream().map(schema.attributes()::get).filter(Objects::nonNull).toList();
    Set<String> purposes = new LinkedHashSet<>();
    if (read.isEmpty()) {
      purposes.add("marketing");
    } else {
      purposes.addAll(read.get(0).purposes());
      read.forEach(a -> purposes.retainAll(a.purposes()));
    }
    boolean pii = read.stream().anyMatch(Attribute::pii);
    return new Attribute(
        "es_" + hash(identity),
        ValueType.TEXT,
        label,
        "contextual",
        pii,
        purposes,
        values,
        null,
        Map.of());
  }

  private static String hash(String identity) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
