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

  /**
   * The sender's postal address.
   *
   * @param context HTML or PLAIN
   */
  record Address(Context context) implements Template {
    /** As HTML. */
    public Address() {
      this(Context.HTML);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.address(this);
    }
  }

  /**
   * The body once for each of the first items of a list.
   *
   * @param attribute a list
   * @param bodies the body for the first item, the second …: as many as are shown at the most
   * @param empty where the list has no item or is missing
   */
  record Each(String attribute, List<Template> bodies, Template empty, Place place)
      implements Template {
    public Each {
      bodies = List.copyOf(bodies);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.each(this);
    }
  }

  /** A page of the ESP's own, for a double-quoted href. */
  record Link(Page page) implements Template {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.link(this);
    }
  }

  /** The pages that every ESP has, besides the one to unsubscribe. */
  enum Page {
    /** Where a person says what they want to get. */
    PREFERENCES,
    /** The email itself. */
    VIEW_ONLINE
  }

  /**
   * A code out of the ESP's own pool of coupons.
   *
   * @param pool its name there
   * @param fallback plain text, where there is no code, or no pool in that ESP
   */
  record Coupon(String pool, Optional<String> fallback, Context context, Place place)
      implements Template {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.coupon(this);
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

    R each(Each node);

    R link(Link node);

    R coupon(Coupon node);
  }
}
