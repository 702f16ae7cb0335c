package io.espalier.template;

import io.espalier.model.Attribute;
import io.espalier.model.Schema;
import io.espalier.model.ValueType;
import io.espalier.rule.Comparison;
import io.espalier.rule.Operand;
import io.espalier.rule.Rule;
import io.espalier.rule.RulePrinter;
import io.espalier.rule.Span;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
  public sealed interface Source {
    /** The attributes whose values it needs. */
    default Set<String> shown() {
      return Set.of();
    }

    /** The rules whose answers it needs. */
    default List<Rule> rules() {
      return List.of();
    }
  }

  /** {@link #YES} or {@link #NO}; never missing. */
  public record FlagOf(Rule rule) implements Source {
    @Override
    public List<Rule> rules() {
      return List.of(rule);
    }
  }

  /** An attribute's formatted text; missing where the attribute is. */
  public record TextOf(String attribute, List<Filter> filters) implements Source {
    public TextOf {
      filters = List.copyOf(filters);
    }

    @Override
    public Set<String> shown() {
      return Set.of(attribute);
    }
  }

  /** {@code b1}, {@code b2} … for the first of the rules that holds, {@code b0} for none. */
  public record ChoiceOf(List<Rule> rules) implements Source {
    public ChoiceOf {
      rules = List.copyOf(rules);
    }
  }

  /** What a person reads of a whole line, e.g. a subject. */
  public record LineOf(Template line) implements Source {
    /** What is said alike is alike, wherever it stands. */
    @Override
    public boolean equals(Object other) {
      return other instanceof LineOf l
          && TemplateText.print(line).equals(TemplateText.print(l.line));
    }

    @Override
    public int hashCode() {
      return TemplateText.print(line).hashCode();
    }

    @Override
    public Set<String> shown() {
      return Reads.of(line).shown();
    }

    @Override
    public List<Rule> rules() {
      return Reads.of(line).rules();
    }
  }

  /** {@code n0}, {@code n1} … {@code n} and the number of a list's items, up to the most. */
  public record CountOf(String attribute, int most) implements Source {
    @Override
    public Set<String> shown() {
      return Set.of(attribute);
    }
  }

  /**
   * The instant at which {@code attribute comparison clock} changes its answer; missing where the
   * attribute is.
   *
   * @param clock {@code now} or {@code today}, moved
   */
  public record DueOf(String attribute, Comparison comparison, Operand clock, ClockForm form)
      implements Source {
    @Override
    public Set<String> shown() {
      return Set.of(attribute);
    }
  }

  /** Usable for what every attribute that the rule reads is usable for. */
  static Derived flag(Rule rule, Schema schema) {
    String text = RulePrinter.print(rule);
    return new Derived(
        attribute(
            "flag " + text,
            "Email condition: " + text,
            AttributesOf.rule(rule),
            List.of(YES, NO),
            schema),
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

  /** One item of a list, counted from 1, as it is. */
  static Derived item(String attribute, int number, Schema schema) {
    List<Filter> filters = List.of(new Filter(Filter.Kind.ITEM, Integer.toString(number)));
    String text = attribute + " | " + filters.get(0);
    return new Derived(
        attribute("text " + text, "Email text: " + text, Set.of(attribute), List.of(), schema),
        new TextOf(attribute, filters));
  }

  static Derived choice(List<Rule> rules, Schema schema) {
    String text = rules.stream().map(RulePrinter::print).collect(Collectors.joining("; "));
    Set<String> reads = new LinkedHashSet<>();
    rules.forEach(rule -> reads.addAll(AttributesOf.rule(rule)));
    List<String> values = IntStream.rangeClosed(0, rules.size()).mapToObj(i -> "b" + i).toList();
    return new Derived(
        attribute("choice " + text, "Email choice: " + text, reads, values, schema),
        new ChoiceOf(rules));
  }

  static Derived line(Template line, Schema schema) {
    String text = TemplateText.print(line);
    Reads reads = Reads.of(line);
    Set<String> names = new LinkedHashSet<>(reads.shown());
    reads.rules().forEach(rule -> names.addAll(AttributesOf.rule(rule)));
    return new Derived(
        attribute("line " + text, "Email line: " + text, names, List.of(), schema),
        new LineOf(line));
  }

  static Derived count(String attribute, int most, Schema schema) {
    String text = attribute + ", up to " + most;
    List<String> values = IntStream.rangeClosed(0, most).mapToObj(i -> "n" + i).toList();
    return new Derived(
        attribute("count " + text, "Items of " + text, Set.of(attribute), values, schema),
        new CountOf(attribute, most));
  }

  /** The two comparisons that change together share it. */
  static Derived due(
      String attribute, Comparison asked, Operand clock, ClockForm form, Schema schema) {
    Comparison comparison =
        asked == Comparison.AT_LEAST || asked == Comparison.LESS
            ? Comparison.AT_LEAST
            : Comparison.GREATER;
    String text =
        RulePrinter.print(
            new Rule.Compare(
                new Operand.Attribute(attribute, Span.NONE), comparison, clock, false, Span.NONE));
    return new Derived(
        attribute(
            "due " + form + " " + text,
            "Until when: " + text,
            Set.of(attribute),
            List.of(),
            schema),
        new DueOf(attribute, comparison, clock, form));
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
