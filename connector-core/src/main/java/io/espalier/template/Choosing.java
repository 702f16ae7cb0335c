package io.espalier.template;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Prints one guarded choice in the way in which a language joins its conditions. */
final class Choosing {
  private Choosing() {}

  /** Empty where it would be too long. */
  static Optional<Code> print(Guard guard, MergeLanguage language, Code then, Code otherwise) {
    if (guard instanceof Guard.Fixed fixed) {
      return Optional.of(fixed.value() ? then : otherwise);
    }
    if (guard.tests() > Lowering.MAX_TESTS) {
      return Optional.empty();
    }
    return switch (language.grouping()) {
      case PARENTHESES ->
          Optional.of(
              Code.when(grouped(guard, language), fields(guard), clock(guard), then, otherwise));
      case AND_BEFORE_OR ->
          alternatives(guard)
              .map(a -> Code.when(flat(a, language), fields(guard), clock(guard), then, otherwise));
      case ONE_TEST -> Optional.of(nested(guard, then, otherwise));
    };
  }

  private static String grouped(Guard guard, MergeLanguage language) {
    if (guard instanceof Guard.All all) {
      return language.and(all.parts().stream().map(p -> grouped(p, language)).toList());
    } else if (guard instanceof Guard.Any any) {
      return language.or(any.parts().stream().map(p -> grouped(p, language)).toList());
    }
    return ((Guard.Atom) guard).condition();
  }

  private static String flat(List<List<Guard.Atom>> alternatives, MergeLanguage language) {
    List<String> parts = new ArrayList<>();
    for (List<Guard.Atom> atoms : alternatives) {
      List<String> tests = atoms.stream().map(Guard.Atom::condition).distinct().toList();
      parts.add(tests.size() == 1 ? tests.get(0) : language.and(tests));
    }
    return parts.size() == 1 ? parts.get(0) : language.or(parts);
  }

  /** The guard as an "or" of "and"s; empty where that has too many tests. */
  private static Optional<List<List<Guard.Atom>>> alternatives(Guard guard) {
    List<List<Guard.Atom>> found = new ArrayList<>();
    if (guard instanceof Guard.Any any) {
      for (Guard part : any.parts()) {
        Optional<List<List<Guard.Atom>>> inner = alternatives(part);
        if (inner.isEmpty()) {
          return inner;
        }
        found.addAll(inner.get());
      }
    } else if (guard instanceof Guard.All all) {
      found.add(List.of());
      for (Guard part : all.parts()) {
        Optional<List<List<Guard.Atom>>> inner = alternatives(part);
        if (inner.isEmpty() || (long) found.size() * inner.get().size() > Lowering.MAX_TESTS) {
          return Optional.empty();
        }
        found = product(found, inner.get());
      }
    } else {
      found.add(List.of((Guard.Atom) guard));
    }
    int tests = found.stream().mapToInt(List::size).sum();
    return tests > Lowering.MAX_TESTS ? Optional.empty() : Optional.of(found);
  }

  private static List<List<Guard.Atom>> product(
      List<List<Guard.Atom>> left, List<List<Guard.Atom>> right) {
    List<List<Guard.Atom>> both = new ArrayList<>();
    for (List<Guard.Atom> a : left) {
      for (List<Guard.Atom> b : right) {
        List<Guard.Atom> joined = new ArrayList<>(a);
        joined.addAll(b);
        both.add(joined);
      }
    }
    return both;
  }

  private static Code nested(Guard guard, Code then, Code otherwise) {
    if (guard instanceof Guard.All all) {
      Code inner = then;
      for (int i = all.parts().size() - 1; i >= 0; i--) {
        inner = nested(all.parts().get(i), inner, otherwise);
      }
      return inner;
    } else if (guard instanceof Guard.Any any) {
      Code inner = otherwise;
      for (int i = any.parts().size() - 1; i >= 0; i--) {
        inner = nested(any.parts().get(i), then, inner);
      }
      return inner;
    }
    Guard.Atom atom = (Guard.Atom) guard;
    return atom.negated()
        ? Code.when(atom.condition(), fields(atom), atom.clock(), otherwise, then)
        : Code.when(atom.condition(), fields(atom), atom.clock(), then, otherwise);
  }

  private static List<Field> fields(Guard guard) {
    Set<Field> fields = new LinkedHashSet<>();
    guard.each(atom -> atom.field().ifPresent(fields::add));
    return List.copyOf(fields);
  }

  private static boolean clock(Guard guard) {
    boolean[] asks = {false};
    guard.each(atom -> asks[0] |= atom.clock());
    return asks[0];
  }
}
