package io.espalier.rule;

import io.espalier.model.Cased;
import io.espalier.model.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether two rules are known never to hold for one person. Cautious: {@code true} is a proof,
 * {@code false} says nothing.
 *
 * <p>Known are: a condition and its negation; a value that would have to be two different
 * constants, or lie in two ranges that do not meet, or be there and be missing.
 */
public final class Disjoint {
  private final Set<Rule> held = new HashSet<>();
  private final Set<Rule> denied = new HashSet<>();
  private final Map<Operand, Possible> values = new HashMap<>();
  private final Set<Operand> missing = new HashSet<>();
  private boolean impossible;

  private Disjoint() {}

  public static boolean areKnownToBe(Rule a, Rule b) {
    for (Rule one : alternatives(a)) {
      for (Rule other : alternatives(b)) {
        Disjoint together = new Disjoint();
        together.hold(one);
        together.hold(other);
        if (!together.isImpossible()) {
          return false;
        }
      }
    }
    return true;
  }

  private static List<Rule> alternatives(Rule rule) {
    return rule instanceof Rule.Or or ? or.parts() : List.of(rule);
  }

  private boolean isImpossible() {
    return impossible
        || held.stream().anyMatch(denied::contains)
        || values.values().stream().anyMatch(Possible::isNone)
        || values.keySet().stream().anyMatch(missing::contains);
  }

  private void hold(Rule rule) {
    held.add(rule);
    if (rule instanceof Rule.And and) {
      and.parts().forEach(this::hold);
    } else if (rule instanceof Rule.Not not) {
      deny(not.rule());
    } else if (rule instanceof Rule.Constant constant) {
      impossible |= !constant.value();
    } else if (rule instanceof Rule.Presence presence && presence.negated()) {
      missing.add(presence.operand());
    } else if (rule instanceof Rule.Presence presence) {
      possible(presence.operand());
    } else if (rule instanceof Rule.Compare compare) {
      compare(compare);
    } else if (rule instanceof Rule.Between between) {
      bound(between.operand(), Comparison.AT_LEAST, between.low());
      bound(between.operand(), Comparison.AT_MOST, between.high());
    } else if (rule instanceof Rule.In in) {
      Possible possible = possible(in.operand());
      if (!in.negated()) {
        possible.only(in.values());
      } else if (!in.exact()) {
        possible.never(in.values());
      }
    }
  }

  private void deny(Rule rule) {
    denied.add(rule);
    if (rule instanceof Rule.Not not) {
      hold(not.rule());
    } else if (rule instanceof Rule.Or or) {
      or.parts().forEach(this::deny);
    } else if (rule instanceof Rule.Constant constant) {
      impossible |= constant.value();
    } else if (rule instanceof Rule.Presence presence) {
      hold(new Rule.Presence(presence.operand(), !presence.negated(), presence.span()));
    }
  }

  private Possible possible(Operand operand) {
    return values.computeIfAbsent(operand, o -> new Possible());
  }

  private void compare(Rule.Compare compare) {
    Operand left = compare.left();
    Operand right = compare.right();
    if (right instanceof Operand.Literal constant) {
      compare(left, compare.comparison(), constant.value(), compare.exact());
    } else if (left instanceof Operand.Literal constant) {
      compare(right, compare.comparison().mirrored(), constant.value(), compare.exact());
    } else {
      possible(left);
      possible(right);
    }
  }

  private void compare(Operand operand, Comparison comparison, Value value, boolean exact) {
    if (comparison == Comparison.EQUAL) {
      possible(operand).only(List.of(value));
    } else if (comparison == Comparison.UNEQUAL) {
      if (!exact) {
        possible(operand).never(List.of(value));
      }
    } else {
      possible(operand).bound(comparison, value);
    }
  }

  private void bound(Operand operand, Comparison comparison, Operand end) {
    Possible possible = possible(operand);
    if (end instanceof Operand.Literal constant) {
      possible.bound(comparison, constant.value());
    }
  }

  /**
   * What a value that is there may be. A text counts in its folded form: what is unequal so is
   * unequal in any case.
   */
  private static final class Possible {
    private static final Duration TWO_DAYS = Duration.ofDays(2);

    private final List<Set<Value>> onlys = new ArrayList<>();
    private final Set<Value> nevers = new HashSet<>();
    private final List<Map.Entry<Comparison, Value>> bounds = new ArrayList<>();

    void only(List<Value> values) {
      Set<Value> folded = new HashSet<>();
      values.forEach(v -> folded.add(folded(v)));
      onlys.add(folded);
    }

    void never(List<Value> values) {
      values.forEach(v -> nevers.add(folded(v)));
    }

    void bound(Comparison comparison, Value value) {
      bounds.add(Map.entry(comparison, value));
    }

    private static Value folded(Value value) {
      return value instanceof Value.Text text ? new Value.Text(Cased.fold(text.text())) : value;
    }

    boolean isNone() {
      if (!onlys.isEmpty()) {
        return onlys.get(0).stream().noneMatch(this::isPossible);
      }
      return bounds.stream().anyMatch(a -> bounds.stream().anyMatch(b -> cross(a, b)));
    }

    private boolean isPossible(Value value) {
      // A date and a datetime may be equal: of two types nothing is known.
      return nevers.stream().noneMatch(value::equals)
          && onlys.stream()
              .allMatch(o -> o.contains(value) || o.stream().anyMatch(v -> isOther(v, value)))
          && bounds.stream()
              .allMatch(
                  b ->
                      isOther(b.getValue(), value)
                          || b.getKey().holds(ValueOrder.compare(value, b.getValue(), false)));
    }

    private static boolean isOther(Value a, Value b) {
      return a.getClass() != b.getClass() || mayBeOfOneDay(a, b);
    }

    /** A date compares with an instant by its day, in a zone that is not known here. */
    private static boolean mayBeOfOneDay(Value a, Value b) {
      return a instanceof Value.Moment one
          && b instanceof Value.Moment other
          && !one.equals(other)
          && Duration.between(one.moment(), other.moment()).abs().compareTo(TWO_DAYS) < 0;
    }

    /** Whether a lower end lies above an upper one. */
    private static boolean cross(
        Map.Entry<Comparison, Value> low, Map.Entry<Comparison, Value> high) {
      boolean ends =
          (low.getKey() == Comparison.GREATER || low.getKey() == Comparison.AT_LEAST)
              && (high.getKey() == Comparison.LESS || high.getKey() == Comparison.AT_MOST);
      if (!ends || isOther(low.getValue(), high.getValue())) {
        return false;
      }
      int sign = ValueOrder.compare(low.getValue(), high.getValue(), false);
      boolean both = low.getKey() == Comparison.AT_LEAST && high.getKey() == Comparison.AT_MOST;
      return sign > 0 || sign == 0 && !both;
    }
  }
}
