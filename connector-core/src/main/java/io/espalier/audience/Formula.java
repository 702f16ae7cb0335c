package io.espalier.audience;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Statements joined by and and or. There is no not: whoever makes one says the opposite of a
 * statement in a statement.
 */
public sealed interface Formula<T> {

  /** All of them hold; of none, always. Flat, of none or of two parts and more. */
  record All<T>(List<Formula<T>> parts) implements Formula<T> {
    public All {
      parts = List.copyOf(parts);
    }
  }

  /** One of them holds; of none, never. Flat, of none or of two parts and more. */
  record Any<T>(List<Formula<T>> parts) implements Formula<T> {
    public Any {
      parts = List.copyOf(parts);
    }
  }

  record One<T>(T statement) implements Formula<T> {}

  /** Puts something else for a statement. */
  @FunctionalInterface
  interface Saying<T, U> {
    Formula<U> say(T statement) throws CannotSayException;
  }

  static <T> Formula<T> always() {
    return new All<>(List.of());
  }

  static <T> Formula<T> never() {
    return new Any<>(List.of());
  }

  static <T> Formula<T> one(T statement) {
    return new One<>(statement);
  }

  static <T> Formula<T> all(Collection<Formula<T>> parts) {
    Set<Formula<T>> flat = new LinkedHashSet<>();
    for (Formula<T> part : parts) {
      if (part instanceof Any<T> any && any.parts().isEmpty()) {
        return part;
      }
      flat.addAll(part instanceof All<T> inner ? inner.parts() : List.of(part));
    }
    return flat.size() == 1 ? flat.iterator().next() : new All<>(List.copyOf(flat));
  }

  static <T> Formula<T> any(Collection<Formula<T>> parts) {
    Set<Formula<T>> flat = new LinkedHashSet<>();
    for (Formula<T> part : parts) {
      if (part instanceof All<T> all && all.parts().isEmpty()) {
        return part;
      }
      flat.addAll(part instanceof Any<T> inner ? inner.parts() : List.of(part));
    }
    return flat.size() == 1 ? flat.iterator().next() : new Any<>(List.copyOf(flat));
  }

  @SafeVarargs
  static <T> Formula<T> all(Formula<T>... parts) {
    return all(List.of(parts));
  }

  @SafeVarargs
  static <T> Formula<T> any(Formula<T>... parts) {
    return any(List.of(parts));
  }

  /**
   * The same with other statements.
   *
   * @param refused receives every statement's refusal; with one in it the result says nothing
   */
  default <U> Formula<U> say(Saying<T, U> saying, Collection<CannotSayException> refused) {
    if (this instanceof One<T> one) {
      try {
        return saying.say(one.statement());
      } catch (CannotSayException e) {
        refused.add(e);
        return never();
      }
    }
    boolean and = this instanceof All<T>;
    List<Formula<U>> said = new ArrayList<>();
    for (Formula<T> part : parts()) {
      said.add(part.say(saying, refused));
    }
    return and ? all(said) : any(said);
  }

  /** What it is joined of; itself of a single statement. */
  default List<Formula<T>> parts() {
    if (this instanceof All<T> all) {
      return all.parts();
    }
    return this instanceof Any<T> any ? any.parts() : List.of(this);
  }

  /** Every statement in it, in order. */
  default List<T> statements() {
    if (this instanceof One<T> one) {
      return List.of(one.statement());
    }
    return parts().stream().flatMap(part -> part.statements().stream()).toList();
  }

  /**
   * The same as an and of ors: of an {@code a or (b and c)} that is {@code (a or b) and (a or c)}.
   * Without repetitions and without an or that another one implies; no group at all is always true,
   * an empty group never.
   *
   * @param most statements in all the groups together
   * @throws CannotSayException where it would take more
   */
  default List<List<T>> andOfOrs(int most) throws CannotSayException {
    List<List<T>> groups = new ArrayList<>();
    // Growing while it is multiplied out is no reason to give up before what is implied has gone.
    for (Set<T> group : groups(Math.max(4_096, most * 32L))) {
      groups.add(List.copyOf(group));
    }
    int size = groups.stream().mapToInt(List::size).sum();
    if (size > most) {
      throw tooLarge(size + " conditions", most);
    }
    return groups;
  }

  private static CannotSayException tooLarge(String size, int most) {
    return new CannotSayException(
        io.espalier.rule.Span.NONE,
        "as an and of ors this rule takes " + size + ", and " + most + " is the limit there",
        "make the rule smaller, or leave 'native' off");
  }

  private Set<Set<T>> groups(long room) throws CannotSayException {
    if (this instanceof One<T> one) {
      return Set.of(Set.of(one.statement()));
    }
    Set<Set<T>> groups = new LinkedHashSet<>();
    if (this instanceof All<T> all) {
      for (Formula<T> part : all.parts()) {
        groups.addAll(part.groups(room));
      }
      return withoutImplied(groups);
    }
    groups.add(new LinkedHashSet<>());
    for (Formula<T> part : parts()) {
      Set<Set<T>> grown = new LinkedHashSet<>();
      long size = 0;
      for (Set<T> left : groups) {
        for (Set<T> right : part.groups(room)) {
          Set<T> both = new LinkedHashSet<>(left);
          both.addAll(right);
          size += grown.add(both) ? both.size() : 0;
          if (size > room) {
            throw tooLarge("more than " + room + " conditions", (int) (room / 32));
          }
        }
      }
      groups = withoutImplied(grown);
    }
    return groups;
  }

  private static <T> Set<Set<T>> withoutImplied(Set<Set<T>> groups) {
    List<Set<T>> bySize = new ArrayList<>(groups);
    bySize.sort(java.util.Comparator.comparingInt(Set::size));
    List<Set<T>> kept = new ArrayList<>();
    for (Set<T> group : bySize) {
      if (kept.stream().noneMatch(group::containsAll)) {
        kept.add(group);
      }
    }
    Set<Set<T>> inOrder = new LinkedHashSet<>(groups);
    inOrder.retainAll(new LinkedHashSet<>(kept));
    return inOrder;
  }
}
