package io.espalier.mjml;

import io.espalier.template.Bindings;
import io.espalier.template.Template;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names that stand for something at one place of an email: slots, values, items of a list. */
final class Scope implements Bindings {
  static final Scope NONE = new Scope(Map.of());

  /**
   * What a name stands for.
   *
   * @param value as {@link Bindings} says
   * @param condition the text of a rule, where the name may stand in a test
   */
  record Bound(Template value, Optional<Decoded> condition) {}

  private final Map<String, Bound> names;

  private Scope(Map<String, Bound> names) {
    this.names = names;
  }

  Scope with(String name, Bound bound) {
    Map<String, Bound> more = new LinkedHashMap<>(names);
    more.put(name, bound);
    return new Scope(more);
  }

  @Override
  public Optional<Template> of(String name) {
    return Optional.ofNullable(names.get(name)).map(Bound::value);
  }

  /** The rule's text that a name stands for. */
  Optional<Decoded> condition(String name) {
    return Optional.ofNullable(names.get(name)).flatMap(Bound::condition);
  }

  Set<String> names() {
    return names.keySet();
  }
}
