package io.espalier.template;

import java.util.Optional;

/** What a name between braces may stand for besides an attribute: a slot, a value with a name. */
@FunctionalInterface
public interface Bindings {
  Bindings NONE = name -> Optional.empty();

  /**
   * What the name stands for: {@link Template.Text} and {@link Template.Output}, or a {@link
   * Template.Sequence} of them, all {@link Context#PLAIN}. Empty where it is no such name.
   */
  Optional<Template> of(String name);
}
