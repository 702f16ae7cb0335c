package io.espalier.contract;

import io.espalier.model.Attribute;
import io.espalier.model.EventType;
import io.espalier.model.Schema;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Comparison;
import io.espalier.rule.Duration;
import io.espalier.rule.Operand;
import io.espalier.rule.Origin;
import io.espalier.rule.Place;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleParser;
import io.espalier.rule.Span;
import io.espalier.template.Context;
import io.espalier.template.Filter;
import io.espalier.template.Template;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Modules by chance: copy, values in every context, choices, lists, deep and shallow. */
final class ModuleMaker {
  static final List<String> SIZES = List.of("S", "M", "L", "XL");
  static final List<String> TOWNS =
      List.of("Peru", "peru", "İstanbul", "Ärger", "it's", "0", "yes");

  static final Schema SCHEMA =
      Schema.of(
          List.of(
              Attribute.of("first_name", ValueType.TEXT),
              Attribute.of("town", ValueType.TEXT),
              new Attribute(
                  "size",
                  ValueType.TEXT,
                  "size",
                  "demographic",
                  false,
                  Set.of("marketing"),
                  SIZES,
                  null,
                  Map.of()),
              Attribute.of("points", ValueType.NUMBER),
              Attribute.of("spent", ValueType.NUMBER),
              Attribute.of("vip", ValueType.BOOL),
              Attribute.of("birthday", ValueType.DATE),
              Attribute.of("last_order", ValueType.DATETIME),
              Attribute.of("interests", ValueType.LIST)),
          List.of(new EventType("order", Map.of("amount", ValueType.NUMBER))),
          Set.of("regulars"));

  private static final List<String> COPY =
      List.of(
          "Hello ",
          " & more ",
          " {{ person }} ",
          " {% if x %} ",
          " *|FNAME|* ",
          " *|IF:X|* ",
          " %%=v(@x)=%% ",
          " %%[ IF 1 ]%% ",
          " 100% %%first%% ",
          " {# c #} ",
          "😀 ",
          " שלום ",
          "|*",
          "{",
          "%",
          "*",
          "|",
          " a ");
  private static final List<String> RULES =
      List.of(
          "count(order, all) >= 2",
          "sum(order.amount, 30d) > 100",
          "in_segment regulars",
          "town contains \"er\"",
          "interests has_any [\"skiing\", \"a & b\"]",
          "town starts_with \"p\"",
          "points == spent",
          "points != spent",
          "points >= spent",
          "last_order > birthday",
          "first_name == town",
          "points between -1 and 10.5",
          "not (points between -1 and 10.5)",
          "points in [0, 5, 10.5]",
          "points not in [0, 5]",
          "size in [\"S\", \"M\"]",
          "size not in [\"S\", \"M\"]",
          "town not contains \"er\"",
          "town ends_with \"U\"",
          "town matches \"^p.*u$\"",
          "first_name == \"*|FNAME|* *|IF:X|* *|END:IF|*\"",
          "first_name == \"%%=v(1)=%% %%[ set @a = 1 ]%% 100%\"",
          "first_name ==:cs \"{{ person }} {% if a %} {# b #}\"",
          "first_name == \"none\"",
          "first_name != \"null\"",
          "first_name contains \"\\\"\"",
          "interests has_none [\"skiing\", \"0\"]",
          "interests has_all [\"skiing\", \"0\"]",
          "size(interests) >= 2",
          "size(interests) == 0",
          "month(birthday) == 2",
          "day(last_order) == 28",
          "weekday(birthday) in [6, 7]",
          "anniversary(birthday, 0d..7d)",
          "birthday between today - 30d and today",
          "last_order between now - 30d and now",
          "vip == true and not (in_segment regulars)",
          "count(order where amount > 50, 30d) == 0",
          "last_order < 2026-11-27");

  private final Random random;

  ModuleMaker(long seed) {
    random = new Random(seed);
  }

  /** A module, and around it what shows where it begins and ends. */
  Template module() {
    return new Template.Sequence(
        List.of(new Template.Prologue(), text("<p>"), template(2), text("</p>")));
  }

  /** One of each thing that can go wrong, by itself. */
  List<Template> small() {
    List<Template> modules = new ArrayList<>();
    for (Context context :
        List.of(Context.HTML, Context.ATTRIBUTE, Context.URL, Context.PATH, Context.JSON)) {
      Template output =
          new Template.Output(
              "first_name",
              ValueType.TEXT,
              List.of(),
              Optional.empty(),
              context,
              Place.file("module"));
      modules.add(
          switch (context) {
            case URL -> around("<a href=\"https://x.example.com/?q=", output, "&amp;k=1\">x</a>");
            case PATH -> around("<a href=\"https://x.example.com/", output, "/k\">x</a>");
            case ATTRIBUTE -> around("<b title=\"", output, "\">b</b>");
            case JSON ->
                around("<script type=\"application/ld+json\">{\"v\":\"", output, "\"}</script>");
            case HTML, PLAIN -> around("<p>", output, "</p>");
          });
    }
    for (Comparison comparison : Comparison.values()) {
      for (String constant : List.of("0", "5")) {
        modules.add(yesOrNo(compare("points", comparison, Value.number(constant), false)));
      }
    }
    modules.add(yesOrNo(compare("size", Comparison.UNEQUAL, Value.text("S"), false)));
    modules.add(yesOrNo(parsed("in_segment regulars")));
    for (String sign : List.of("==", "!=", "<", "<=", ">", ">=")) {
      String test = "points " + sign + " 5";
      modules.add(yesOrNo(parsed(test + " and exists first_name")));
      modules.add(yesOrNo(parsed(test + " or missing size")));
      modules.add(yesOrNo(parsed("not (" + test + ")")));
      modules.add(second(test));
    }
    modules.add(yesOrNo(parsed("size != \"S\" or points == 0")));
    modules.add(second("in_segment regulars"));
    return modules;
  }

  /** A test that is asked only where another has failed. */
  private static Template second(String test) {
    return new Template.Choose(
        List.of(
            new Template.Branch(parsed("points == 1000"), text("first"), Place.file("module")),
            new Template.Branch(parsed(test), text("second"), Place.file("module"))),
        text("no"));
  }

  private static Template yesOrNo(Rule rule) {
    return new Template.Choose(
        List.of(new Template.Branch(rule, text("yes"), Place.file("module"))), text("no"));
  }

  /** A subject: plain text, with choices or without. */
  Template line() {
    return plain(template(1));
  }

  private static Template text(String html) {
    return new Template.Text(html, Context.HTML);
  }

  private Template template(int depth) {
    int kind = random.nextInt(depth == 0 ? 8 : 14);
    if (kind < 2) {
      return copy();
    } else if (kind < 6) {
      return output(Context.HTML);
    } else if (kind == 6) {
      return random.nextBoolean()
          ? around("<a href=\"https://x.example.com/?q=", output(Context.URL), "&amp;k=1\">x</a>")
          : around("<a href=\"https://x.example.com/", output(Context.PATH), "/k\">x</a>");
    } else if (kind == 7) {
      return random.nextBoolean()
          ? around("<b title=\"", output(Context.ATTRIBUTE), "\">b</b>")
          : around(
              "<script type=\"application/ld+json\">{\"v\":\"",
              output(Context.JSON),
              "\"}</script>");
    } else if (kind < 10) {
      List<Template> parts = new ArrayList<>();
      for (int i = random.nextInt(3) + 1; i > 0; i--) {
        parts.add(template(depth - 1));
      }
      return new Template.Sequence(parts);
    } else if (kind == 10) {
      return each(depth);
    }
    return choose(depth);
  }

  private static Template around(String before, Template inner, String after) {
    return new Template.Sequence(List.of(text(before), inner, text(after)));
  }

  private Template copy() {
    StringBuilder copy = new StringBuilder();
    for (int i = random.nextInt(3) + 1; i > 0; i--) {
      copy.append(any(COPY));
    }
    return text(copy.toString());
  }

  private Template choose(int depth) {
    List<Template.Branch> branches = new ArrayList<>();
    for (int i = random.nextInt(3) + 1; i > 0; i--) {
      branches.add(new Template.Branch(rule(2), template(depth - 1), Place.file("module")));
    }
    return new Template.Choose(
        branches, random.nextInt(3) == 0 ? Template.EMPTY : template(depth - 1));
  }

  private Template each(int depth) {
    List<Template> bodies = new ArrayList<>();
    Template tail = template(depth - 1);
    for (int i = 1; i <= 3; i++) {
      Template item =
          new Template.Output(
              "interests",
              ValueType.LIST,
              List.of(new Filter(Filter.Kind.ITEM, Integer.toString(i))),
              Optional.empty(),
              Context.HTML,
              Place.file("module"));
      bodies.add(new Template.Sequence(List.of(text("<i>"), item, text("</i>"), tail)));
    }
    return new Template.Each("interests", bodies, text("none"), Place.file("module"));
  }

  private Template output(Context context) {
    Attribute attribute = any(List.copyOf(SCHEMA.attributes().values()));
    Optional<String> fallback =
        random.nextBoolean()
            ? Optional.of(any(List.of("you", "R&D <b>", "{{ x }}", "%%x%%", "*|X|*", "it's \"x\"")))
            : Optional.empty();
    return new Template.Output(
        attribute.name(),
        attribute.type(),
        filters(attribute.type()),
        fallback,
        context,
        Place.file("module"));
  }

  private List<Filter> filters(ValueType type) {
    Filter upper = new Filter(Filter.Kind.UPPER, "");
    return switch (type) {
      case TEXT ->
          any(
              List.of(
                  List.of(),
                  List.of(),
                  List.of(upper),
                  List.of(new Filter(Filter.Kind.TITLE, "")),
                  List.of(new Filter(Filter.Kind.LOWER, "")),
                  List.of(upper, new Filter(Filter.Kind.TITLE, "")),
                  List.of(new Filter(Filter.Kind.TRUNCATE, "1")),
                  List.of(new Filter(Filter.Kind.TRUNCATE, "5"), upper)));
      case NUMBER ->
          any(
              List.of(
                  List.of(),
                  List.of(new Filter(Filter.Kind.NUMBER, "#,##0.00")),
                  List.of(new Filter(Filter.Kind.NUMBER, "0.##")),
                  List.of(new Filter(Filter.Kind.CURRENCY, "JPY")),
                  List.of(new Filter(Filter.Kind.CURRENCY, "EUR de-DE")),
                  List.of(new Filter(Filter.Kind.CURRENCY, "EUR"))));
      case DATE, DATETIME ->
          any(List.of(List.of(), List.of(new Filter(Filter.Kind.DATE, "d MMMM yyyy"))));
      case LIST ->
          any(
              List.of(
                  List.of(new Filter(Filter.Kind.JOIN, " & ")),
                  List.of(new Filter(Filter.Kind.JOIN, ",")),
                  List.of(new Filter(Filter.Kind.ITEM, "2")),
                  List.of(new Filter(Filter.Kind.ITEM, "9"))));
      case BOOL -> List.of();
    };
  }

  private Rule rule(int depth) {
    int kind = random.nextInt(depth == 0 ? 6 : 10);
    if (kind >= 6) {
      if (kind == 6) {
        return new Rule.Not(rule(depth - 1), Span.NONE);
      }
      List<Rule> parts = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Rule part = rule(depth - 1);
        boolean same = kind == 9 ? part instanceof Rule.Or : part instanceof Rule.And;
        parts.add(same ? new Rule.Not(new Rule.Not(part, Span.NONE), Span.NONE) : part);
      }
      return kind == 9 ? new Rule.Or(parts, Span.NONE) : new Rule.And(parts, Span.NONE);
    }
    return switch (kind) {
      case 0 -> parsed(any(RULES));
      case 1 -> compare("town", equality(), Value.text(any(TOWNS)), random.nextBoolean());
      case 2 -> compare("size", equality(), Value.text(any(SIZES)), random.nextBoolean());
      case 3 ->
          random.nextInt(4) == 0
              ? compare("vip", equality(), Value.flag(random.nextBoolean()), false)
              : compare(
                  any(List.of("points", "spent")),
                  any(List.of(Comparison.values())),
                  Value.number(any(List.of("0", "5", "-1", "10.5", "1000"))),
                  false);
      case 4 ->
          new Rule.Presence(
              new Operand.Attribute(any(List.copyOf(SCHEMA.attributes().keySet())), Span.NONE),
              random.nextBoolean(),
              Span.NONE);
      default -> clock();
    };
  }

  private Rule clock() {
    if (random.nextInt(4) == 0) {
      return compare(
          "birthday",
          any(List.of(Comparison.values())),
          new Value.Day(LocalDate.parse(any(List.of("1990-01-01", "2024-02-29")))),
          false);
    }
    Optional<Operand.Shift> shift =
        Optional.of(
            new Operand.Shift(
                random.nextBoolean(),
                new Duration(
                    any(List.of(1, 30)), any(List.of(Duration.Unit.DAY, Duration.Unit.MONTH)))));
    Operand clock =
        random.nextBoolean()
            ? new Operand.Now(shift, Span.NONE)
            : new Operand.Today(shift, Span.NONE);
    return new Rule.Compare(
        new Operand.Attribute(any(List.of("birthday", "last_order")), Span.NONE),
        any(List.of(Comparison.values())),
        clock,
        false,
        Span.NONE);
  }

  private Comparison equality() {
    return random.nextBoolean() ? Comparison.EQUAL : Comparison.UNEQUAL;
  }

  private static Rule compare(String name, Comparison comparison, Value value, boolean exact) {
    return new Rule.Compare(
        new Operand.Attribute(name, Span.NONE),
        comparison,
        new Operand.Literal(value, Span.NONE),
        exact,
        Span.NONE);
  }

  private static Rule parsed(String text) {
    return RuleParser.parse(text, Origin.of("module", text)).value().orElseThrow();
  }

  /** The same without tags, as a subject would have it. */
  private static Template plain(Template template) {
    if (template instanceof Template.Text text) {
      return new Template.Text(text.copy().replaceAll("<[^>]*>", ""), Context.PLAIN);
    } else if (template instanceof Template.Output o) {
      return new Template.Output(
          o.attribute(), o.type(), o.filters(), o.fallback(), Context.PLAIN, o.place());
    } else if (template instanceof Template.Choose c) {
      return new Template.Choose(
          c.branches().stream()
              .map(b -> new Template.Branch(b.test(), plain(b.body()), b.place()))
              .toList(),
          plain(c.otherwise()));
    } else if (template instanceof Template.Each e) {
      return new Template.Each(
          e.attribute(),
          e.bodies().stream().map(ModuleMaker::plain).toList(),
          plain(e.empty()),
          e.place());
    } else if (template instanceof Template.Sequence s) {
      return new Template.Sequence(s.parts().stream().map(ModuleMaker::plain).toList());
    }
    return Template.EMPTY;
  }

  private <T> T any(List<T> among) {
    return among.get(random.nextInt(among.size()));
  }
}
