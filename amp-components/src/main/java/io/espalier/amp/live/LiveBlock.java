package io.espalier.amp.live;

import io.espalier.template.Template;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One live block, as its author declared it.
 *
 * @param name in URLs and in {@code <es-live block="…"/>}: letters, digits, {@code -} and {@code _}
 * @param title plain text above the block; empty for none
 * @param say what the block says to somebody who cannot see it live: plain text with outputs, true
 *     whenever it is read
 * @param link where the block leads, absolute; empty for a form that is answered on a page of the
 *     live server where it cannot be answered in the email
 * @param linkText plain text of that link
 * @param items the attribute with the keys of the catalog's rows; empty where a block shows the
 *     profile itself
 * @param columns what an item shows → the catalog's column, or the profile's attribute
 * @param limit items at most
 * @param empty plain text where there is no item
 * @param until of a countdown: an attribute of type datetime or text, or an instant as ISO 8601
 * @param form of a form; empty for other kinds
 */
public record LiveBlock(
    String name,
    Kind kind,
    String title,
    Template say,
    String link,
    String linkText,
    Optional<String> items,
    Map<Slot, String> columns,
    int limit,
    String empty,
    Optional<String> until,
    Optional<Form> form) {

  /** What a block looks like. */
  public enum Kind {
    LIST,
    CART,
    CAROUSEL,
    ACCORDION,
    SELECTOR,
    COUNTDOWN,
    FORM;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What an item may show. */
  public enum Slot {
    TITLE,
    PRICE,
    NOTE,
    QUANTITY,
    IMAGE,
    LINK;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param fields at least one
   * @param submit plain text on the button
   * @param thanks plain text after it
   * @param once true where the first answer stands; otherwise a later one replaces it
   */
  public record Form(List<Question> fields, String submit, String thanks, boolean once) {
    public Form {
      fields = List.copyOf(fields);
    }
  }

  /**
   * One thing that a form asks.
   *
   * @param name what the answer is kept as
   * @param label plain text
   * @param options of a choice; empty for the other types
   * @param value the attribute that says what is already known; empty where nothing is
   */
  public record Question(
      String name, String label, Type type, List<String> options, Optional<String> value) {
    /** How it is answered. */
    public enum Type {
      TEXT,
      CHOICE,
      STARS,
      YES,
      /** A yes that ends the person's consent. */
      OPT_OUT
    }

    public Question {
      options = List.copyOf(options);
    }
  }

  public LiveBlock {
    columns = Map.copyOf(columns);
  }

  /** True where it asks something of the person. */
  public boolean asks() {
    return kind == Kind.FORM || kind == Kind.SELECTOR;
  }

  /** True where the page that asks the same outside of AMP is the live server's. */
  public boolean hosted() {
    return asks() && link.isEmpty();
  }

  /** Height in CSS pixels of what the block takes in an email before it is loaded. */
  public int height() {
    int heading = title.isEmpty() ? 0 : 36;
    return switch (kind) {
      case LIST, CART, ACCORDION, SELECTOR -> heading + 40 + 92 * limit;
      case CAROUSEL -> heading + 300;
      case COUNTDOWN -> heading + 64;
      case FORM -> heading + 60 + 70 * form.map(f -> f.fields().size()).orElse(1);
    };
  }
}
