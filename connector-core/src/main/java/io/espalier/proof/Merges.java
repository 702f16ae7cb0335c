package io.espalier.proof;

import io.espalier.model.Value;
import io.espalier.rule.Comparison;
import io.espalier.rule.ListOperator;
import io.espalier.rule.Operand;
import io.espalier.rule.Rule;
import io.espalier.rule.RulePrinter;
import io.espalier.rule.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One condition in place of several. Nothing is taken that is not the same on the cases. */
final class Merges {
  private final Cases cases;
  private final Diagrams diagrams;

  Merges(Cases cases) {
    this.cases = cases;
    this.diagrams = cases.diagrams();
  }

  private boolean isSame(Rule candidate, int condition, int care) {
    return diagrams.and(care, cases.condition(candidate)) == diagrams.and(care, condition);
  }

  private static boolean isSmaller(Rule a, Rule b) {
    return Simplifier.size().compare(a, b) < 0;
  }

  /** {@code not}, or the opposite test where no value can be missing. */
  Rule negated(Rule inner, int care) {
    if (inner instanceof Rule.Constant constant) {
      return new Rule.Constant(!constant.value(), constant.span());
    } else if (inner instanceof Rule.Not not) {
      return not.rule();
    }
    int condition = cases.not(inner);
    Rule smallest = new Rule.Not(inner, Span.NONE);
    for (Rule candidate : opposites(inner, care)) {
      if (isSmaller(candidate, smallest) && isSame(candidate, condition, care)) {
        smallest = candidate;
      }
    }
    return smallest;
  }

  private List<Rule> opposites(Rule inner, int care) {
    List<Rule> candidates = new ArrayList<>();
    if (inner instanceof Rule.Presence r) {
      candidates.add(new Rule.Presence(r.operand(), !r.negated(), r.span()));
    } else if (inner instanceof Rule.Compare r) {
      for (Comparison comparison : Comparison.values()) {
        boolean unequal = comparison == Comparison.EQUAL || comparison == Comparison.UNEQUAL;
        boolean was = r.comparison() == Comparison.EQUAL || r.comparison() == Comparison.UNEQUAL;
        if (unequal == was) {
          candidates.add(new Rule.Compare(r.left(), comparison, r.right(), r.exact(), r.span()));
        }
      }
    } else if (inner instanceof Rule.In r) {
      candidates.add(new Rule.In(r.operand(), !r.negated(), r.values(), r.exact(), r.span()));
    } else if (inner instanceof Rule.ListTest r && r.operator() != ListOperator.HAS_ALL) {
      ListOperator other =
          r.operator() == ListOperator.HAS_ANY ? ListOperator.HAS_NONE : ListOperator.HAS_ANY;
      candidates.add(new Rule.ListTest(r.operand(), other, r.texts(), r.exact(), r.span()));
    } else if (inner instanceof Rule.And || inner instanceof Rule.Or) {
      List<Rule> parts = Anatomy.parts(inner).stream().map(p -> negated(p, care)).toList();
      candidates.add(inner instanceof Rule.And ? joined(parts, false) : joined(parts, true));
    }
    return candidates;
  }

  /** A single condition in fewer words. */
  Rule smaller(Rule leaf, int care) {
    Rule smallest = leaf;
    int condition = cases.condition(leaf);
    for (Rule candidate : shorter(leaf)) {
      if (isSmaller(candidate, smallest) && isSame(candidate, condition, care)) {
        smallest = candidate;
      }
    }
    return smallest.equals(leaf) ? leaf : smaller(smallest, care);
  }

  private static List<Rule> shorter(Rule leaf) {
    List<Rule> candidates = new ArrayList<>();
    if (leaf instanceof Rule.In in) {
      if (in.values().size() == 1) {
        Operand constant = new Operand.Literal(in.values().get(0), in.span());
        Comparison comparison = in.negated() ? Comparison.UNEQUAL : Comparison.EQUAL;
        candidates.add(new Rule.Compare(in.operand(), comparison, constant, in.exact(), in.span()));
      }
      for (int i = in.values().size() - 1; i >= 0 && in.values().size() > 1; i--) {
        List<Value> fewer = new ArrayList<>(in.values());
        fewer.remove(i);
        candidates.add(new Rule.In(in.operand(), in.negated(), fewer, in.exact(), in.span()));
      }
    } else if (leaf instanceof Rule.ListTest test) {
      for (int i = test.texts().size() - 1; i >= 0 && test.texts().size() > 1; i--) {
        List<String> fewer = new ArrayList<>(test.texts());
        fewer.remove(i);
        candidates.add(
            new Rule.ListTest(test.operand(), test.operator(), fewer, test.exact(), test.span()));
      }
    } else if (leaf instanceof Rule.Compare compare && compare.left().equals(compare.right())) {
      if (!Subjects.isConstant(compare.left())) {
        candidates.add(new Rule.Presence(compare.left(), false, compare.span()));
      }
    }
    return candidates;
  }

  /** Parts joined by {@code and} or {@code or}, two put into one as long as that is the same. */
  Rule merged(List<Rule> all, boolean and, int care, Set<String> steps) {
    List<Rule> parts = new ArrayList<>(all);
    int condition = cases.condition(joined(parts, and));
    boolean again = true;
    while (again) {
      again = false;
      for (int i = 0; i < parts.size() && !again; i++) {
        for (int j = i + 1; j < parts.size() && !again; j++) {
          Rule a = parts.get(i);
          Rule b = parts.get(j);
          for (Rule candidate : candidates(a, b, and)) {
            List<Rule> fewer = new ArrayList<>(parts);
            fewer.set(i, candidate);
            fewer.remove(j);
            Rule whole = joined(fewer, and);
            if (isSmaller(whole, joined(parts, and)) && isSame(whole, condition, care)) {
              steps.add(
                  "'"
                      + RulePrinter.print(a)
                      + "' and '"
                      + RulePrinter.print(b)
                      + "' are one: '"
                      + RulePrinter.print(candidate)
                      + "'");
              parts.clear();
              parts.addAll(fewer);
              again = true;
              break;
            }
          }
        }
      }
    }
    return joined(parts, and);
  }

  /** Flat. */
  static Rule joined(List<Rule> parts, boolean and) {
    if (parts.isEmpty()) {
      return new Rule.Constant(and, Span.NONE);
    } else if (parts.size() == 1) {
      return parts.get(0);
    }
    List<Rule> flat = new ArrayList<>();
    for (Rule part : parts) {
      boolean same = and ? part instanceof Rule.And : part instanceof Rule.Or;
      if (same) {
        flat.addAll(Anatomy.parts(part));
      } else {
        flat.add(part);
      }
    }
    return and ? new Rule.And(flat, Span.NONE) : new Rule.Or(flat, Span.NONE);
  }

  private List<Rule> candidates(Rule a, Rule b, boolean and) {
    List<Rule> candidates = new ArrayList<>();
    sets(a, b, and).ifPresent(candidates::add);
    comparisons(a, b, candidates);
    common(a, b, and).ifPresent(candidates::add);
    if (a instanceof Rule.ListTest x
        && b instanceof Rule.ListTest y
        && x.operand().equals(y.operand())
        && x.operator() == y.operator()
        && x.exact() == y.exact()) {
      Set<String> texts = new LinkedHashSet<>(x.texts());
      texts.addAll(y.texts());
      candidates.add(
          new Rule.ListTest(x.operand(), x.operator(), List.copyOf(texts), x.exact(), Span.NONE));
    }
    return candidates;
  }

  /** {@code x == a or x in [b]}: one list. */
  private static Optional<Rule> sets(Rule a, Rule b, boolean and) {
    Optional<Rule.In> x = in(a, and);
    Optional<Rule.In> y = in(b, and);
    if (x.isEmpty()
        || y.isEmpty()
        || !x.get().operand().equals(y.get().operand())
        || x.get().exact() != y.get().exact()) {
      return Optional.empty();
    }
    Set<Value> values = new LinkedHashSet<>(x.get().values());
    values.addAll(y.get().values());
    return Optional.of(
        new Rule.In(x.get().operand(), and, List.copyOf(values), x.get().exact(), Span.NONE));
  }

  private static Optional<Rule.In> in(Rule rule, boolean negated) {
    if (rule instanceof Rule.In in && in.negated() == negated) {
      return Optional.of(in);
    }
    Comparison wanted = negated ? Comparison.UNEQUAL : Comparison.EQUAL;
    return rule instanceof Rule.Compare compare
            && compare.comparison() == wanted
            && compare.right() instanceof Operand.Literal literal
        ? Optional.of(
            new Rule.In(
                compare.left(), negated, List.of(literal.value()), compare.exact(), Span.NONE))
        : Optional.empty();
  }

  /** Two comparisons of one value: with the same constant one of the six, with two between. */
  private static void comparisons(Rule a, Rule b, List<Rule> candidates) {
    if (a instanceof Rule.Compare x && b instanceof Rule.Compare y && x.left().equals(y.left())) {
      boolean ordered =
          x.comparison() != Comparison.EQUAL && x.comparison() != Comparison.UNEQUAL
              || y.comparison() != Comparison.EQUAL && y.comparison() != Comparison.UNEQUAL;
      if (x.right().equals(y.right())) {
        for (Comparison comparison : Comparison.values()) {
          boolean unequal = comparison == Comparison.EQUAL || comparison == Comparison.UNEQUAL;
          if (ordered || unequal) {
            candidates.add(new Rule.Compare(x.left(), comparison, x.right(), x.exact(), Span.NONE));
          }
        }
      }
      if (!Subjects.isConstant(x.left())) {
        candidates.add(new Rule.Presence(x.left(), false, Span.NONE));
      }
      if (x.comparison() == Comparison.AT_LEAST && y.comparison() == Comparison.AT_MOST) {
        candidates.add(new Rule.Between(x.left(), x.right(), y.right(), Span.NONE));
      } else if (x.comparison() == Comparison.AT_MOST && y.comparison() == Comparison.AT_LEAST) {
        candidates.add(new Rule.Between(x.left(), y.right(), x.right(), Span.NONE));
      }
    }
  }

  /** {@code (a and b) or (a and c)}: {@code a and (b or c)}; and the other way round. */
  private static Optional<Rule> common(Rule a, Rule b, boolean and) {
    List<Rule> left = parts(a, !and);
    List<Rule> right = parts(b, !and);
    List<Rule> shared = left.stream().filter(right::contains).distinct().toList();
    if (shared.isEmpty()) {
      return Optional.empty();
    }
    Rule restLeft = joined(left.stream().filter(p -> !shared.contains(p)).toList(), !and);
    Rule restRight = joined(right.stream().filter(p -> !shared.contains(p)).toList(), !and);
    List<Rule> parts = new ArrayList<>(shared);
    parts.add(joined(List.of(restLeft, restRight), and));
    return Optional.of(joined(parts, !and));
  }

  private static List<Rule> parts(Rule rule, boolean and) {
    boolean same = and ? rule instanceof Rule.And : rule instanceof Rule.Or;
    return same ? Anatomy.parts(rule) : List.of(rule);
  }
}
