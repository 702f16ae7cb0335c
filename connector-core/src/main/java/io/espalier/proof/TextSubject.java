package io.espalier.proof;

import io.espalier.model.Cased;
import io.espalier.model.Value;
import io.espalier.rule.Comparison;
import io.espalier.rule.Moment;
import io.espalier.rule.Operand;
import io.espalier.rule.Rule;
import io.espalier.rule.TextOperator;
import io.espalier.rule.TextPattern;
import io.espalier.rule.ValueOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * A text: one of those that it is compared with, another spelling of one, or something else; and
 * each test of it holds or does not.
 */
final class TextSubject extends Subject {

  /** A test in the form in which it is decided. */
  private record Test(TextOperator operator, String form, boolean exact) {
    boolean holds(String text) {
      String held = ValueOrder.form(text, exact);
      return switch (operator) {
        case CONTAINS -> held.contains(form);
        case STARTS_WITH -> held.startsWith(form);
        case ENDS_WITH -> held.endsWith(form);
        case MATCHES -> TextPattern.of(form, exact).find(text);
      };
    }

    /** Whether every text that this holds for is one that the other holds for. */
    boolean implies(Test other) {
      if (operator == TextOperator.MATCHES
          || other.operator == TextOperator.MATCHES
          || other.exact && !exact) {
        return false;
      }
      String own = other.exact ? form : Cased.fold(form);
      return switch (other.operator) {
        case CONTAINS -> own.contains(other.form);
        case STARTS_WITH -> operator == other.operator && own.startsWith(other.form);
        case ENDS_WITH -> operator == other.operator && own.endsWith(other.form);
        case MATCHES -> false;
      };
    }

    boolean excludes(Test other) {
      String a = Cased.fold(form);
      String b = Cased.fold(other.form);
      return switch (operator) {
        case STARTS_WITH -> operator == other.operator && !a.startsWith(b) && !b.startsWith(a);
        case ENDS_WITH -> operator == other.operator && !a.endsWith(b) && !b.endsWith(a);
        default -> false;
      };
    }
  }

  /**
   * @param fold empty for something else than every constant
   * @param exact empty for any other spelling
   */
  private record Place(Optional<String> fold, Optional<String> exact) {}

  private final Map<String, Set<String>> constants = new LinkedHashMap<>();
  private final Map<Test, Integer> tests = new LinkedHashMap<>();
  private final List<Place> places = new ArrayList<>();
  private int place = -1;

  TextSubject(Operand operand, Diagrams diagrams) {
    super(operand, false, diagrams);
  }

  @Override
  void settleValues() {
    constants.forEach(
        (fold, spellings) -> {
          spellings.forEach(s -> places.add(new Place(Optional.of(fold), Optional.of(s))));
          places.add(new Place(Optional.of(fold), Optional.empty()));
        });
    places.add(new Place(Optional.empty(), Optional.empty()));
    if (places.size() > 1) {
      place = diagrams.variable(places.size());
    }
    tests.replaceAll((test, none) -> diagrams.variable(2));
  }

  private int holds(Test test) {
    int variable = tests.getOrDefault(test, -1);
    return diagrams.is(variable, value -> value == 1);
  }

  @Override
  int facts() {
    int facts = Diagrams.TRUE;
    int last = places.size() - 1;
    if (place >= 0) {
      facts = diagrams.or(present(), diagrams.is(place, value -> value == last));
    }
    for (Test test : tests.keySet()) {
      int holds = holds(test);
      facts = diagrams.and(facts, diagrams.or(present(), diagrams.not(holds)));
      if (place >= 0) {
        facts = diagrams.and(facts, decided(test, holds));
      }
      for (Test other : tests.keySet()) {
        if (!test.equals(other) && test.implies(other)) {
          facts = diagrams.and(facts, diagrams.or(diagrams.not(holds), holds(other)));
        } else if (!test.equals(other) && test.excludes(other)) {
          int both = diagrams.and(holds, holds(other));
          facts = diagrams.and(facts, diagrams.not(both));
        }
      }
    }
    return facts;
  }

  /** What a test says of the texts that are known. */
  private int decided(Test test, int holds) {
    int must = diagrams.is(place, i -> decided(test, places.get(i)).orElse(false));
    int mustNot = diagrams.is(place, i -> !decided(test, places.get(i)).orElse(true));
    return diagrams.and(
        diagrams.or(diagrams.not(must), holds),
        diagrams.or(diagrams.not(mustNot), diagrams.not(holds)));
  }

  private static Optional<Boolean> decided(Test test, Place place) {
    if (place.exact().isPresent()) {
      return Optional.of(test.holds(place.exact().get()));
    } else if (place.fold().isEmpty() || test.exact()) {
      return Optional.empty();
    }
    return Optional.of(test.holds(place.fold().get()));
  }

  @Override
  int compare(Comparison comparison, Operand constant, boolean exact) {
    String text = ((Operand.Literal) constant).value().plain();
    String fold = Cased.fold(text);
    int there = present();
    if (!settled()) {
      Set<String> spellings = constants.computeIfAbsent(fold, f -> new TreeSet<>());
      if (exact) {
        spellings.add(Cased.nfc(text));
      }
      return Diagrams.FALSE;
    }
    Optional<String> sought = Optional.of(exact ? Cased.nfc(text) : fold);
    int same =
        place < 0
            ? Diagrams.FALSE
            : diagrams.is(
                place, i -> (exact ? places.get(i).exact() : places.get(i).fold()).equals(sought));
    boolean equal = comparison == Comparison.EQUAL;
    return diagrams.and(there, equal ? same : diagrams.not(same));
  }

  /** At once: a list may be long. */
  @Override
  int in(List<Value> values, boolean exact) {
    if (!settled() || place < 0) {
      return super.in(values, exact);
    }
    Set<String> sought = new HashSet<>();
    values.forEach(value -> sought.add(ValueOrder.form(value.plain(), exact)));
    int one =
        diagrams.is(
            place,
            i ->
                (exact ? places.get(i).exact() : places.get(i).fold())
                    .filter(sought::contains)
                    .isPresent());
    return diagrams.and(present(), one);
  }

  @Override
  int text(Rule.TextTest rule) {
    boolean pattern = rule.operator() == TextOperator.MATCHES;
    String form = pattern ? rule.text() : ValueOrder.form(rule.text(), rule.exact());
    Test test = new Test(rule.operator(), form, rule.exact());
    int there = present();
    if (!settled()) {
      tests.put(test, -1);
      return Diagrams.FALSE;
    }
    return diagrams.and(there, holds(test));
  }

  @Override
  Optional<Value> sample(int[] values, Moment moment, Random chance) {
    if (!isPresent(values)) {
      return Optional.empty();
    }
    Place at = place < 0 ? places.get(0) : places.get(values[place]);
    if (at.exact().isPresent()) {
      return Optional.of(new Value.Text(at.exact().get()));
    } else if (at.fold().isPresent()) {
      String fold = at.fold().get();
      String upper = fold.toUpperCase(Locale.ROOT);
      boolean taken = constants.getOrDefault(fold, Set.of()).contains(fold);
      return Optional.of(new Value.Text(taken ? upper : fold));
    }
    return Optional.of(new Value.Text(made(values)));
  }

  /** A text that fulfils the tests as far as they go together. */
  private String made(int[] values) {
    StringBuilder start = new StringBuilder();
    StringBuilder middle = new StringBuilder();
    StringBuilder end = new StringBuilder();
    tests.forEach(
        (test, variable) -> {
          if (values[variable] == 1) {
            switch (test.operator()) {
              case STARTS_WITH -> longer(start, test.form());
              case ENDS_WITH -> longer(end, test.form());
              case CONTAINS -> middle.append(test.form());
              case MATCHES -> middle.append(test.form().replaceAll("[\\\\^$.|()*+?\\[\\]{}]", ""));
            }
          }
        });
    String text = start.toString() + middle + end;
    return text.isBlank() ? "something else" : text.strip();
  }

  private static void longer(StringBuilder text, String other) {
    if (other.length() > text.length()) {
      text.setLength(0);
      text.append(other);
    }
  }
}
