package io.espalier.template;

import io.espalier.model.ValueType;
import io.espalier.rule.Place;
import io.espalier.rule.Rule;
import java.util.List;
import java.util.Optional;

/**
 * What one document says to each person, in no ESP's language. {@link TemplateEvaluator} is its
 * meaning; {@link TemplatePrinter} prints it for one ESP.
 */
public sealed interface Template {

  /** Nothing at all. */
  Template EMPTY = new Sequence(List.of());

  <R> R accept(Visitor<R> visitor);

  /**
   * The author's own copy.
   *
   * @param copy already valid in its context; may be part of a tag
   */
  record Text(String copy, Context context) implements Template {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.text(this);
    }
  }

  /**
   * An attribute's value.
   *
   * @param type the attribute's type, as declared
   * @param filters applied in this order to a value that is there
   * @param fallback plain text, shown where the value is missing
   * @param place where the author wrote it
   */
  record Output(
      String attribute,
      ValueType type,
      List<Filter> filters,
      Optional<String> fallback,
      Context context,
      Place place)
      implements Template {
    public Output {
      filters = List.copyOf(filters);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.output(this);
    }
  }

  /** The body of the first branch whose test is true; else {@code otherwise}. */
  record Choose(List<Branch> branches, Template otherwise) implements Template {
    public Choose {
      branches = List.copyOf(branches);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.choose(this);
    }
  }

  /** One branch of a choice. */
  record Branch(Rule test, Template body, Place place) {}

  /** One after the other. */
  record Sequence(List<Template> parts) implements Template {
    public Sequence {
      parts = List.copyOf(parts);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.sequence(this);
    }
  }

  /** Where the language's {@link MergeLanguage#prologue} stands; without one, at the very start. */
  record Prologue() implements Template {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.prologue(this);
    }
  }

  /** The address of the unsubscribe page, for a double-quoted href. */
  record Unsubscribe() implements Template {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.unsubscribe(this);
    }
  }

  /** The sender's postal address. */
  record Address() implements Template {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.address(this);
    }
  }

  /** One method a node and no default bodies: a new node breaks every reader at compile time. */
  interface Visitor<R> {
    R text(Text node);

    R output(Output node);

    R choose(Choose node);

    R sequence(Sequence node);

    R prologue(Prologue node);

    R unsubscribe(Unsubscribe node);

    R address(Address node);
  }
}
