package io.espalier.template;

import java.util.List;
import java.util.Optional;

/**
 * What one ESP's merge language can say, one piece at a time. It never sees a tree: grouping,
 * nesting and the split of native and synced are the business of {@link Lowering} and {@link
 * TemplatePrinter}.
 */
public interface MergeLanguage {

  /** The ESP's id; also the suffix of golden files. */
  String id();

  /** How conditions may be joined. */
  Grouping grouping();

  /** What may stand in one condition. */
  enum Grouping {
    /** and, or, not and parentheses; every pair is written. AMPscript. */
    PARENTHESES,
    /** and binds before or, no parentheses; not stands before a single test. Django-like. */
    AND_BEFORE_OR,
    /** One test a condition; not by the otherwise branch. Mailchimp. */
    ONE_TEST
  }

  /**
   * The test as a condition that is true exactly where the evaluator says so, for every value that
   * can occur, a missing one included; empty where this language cannot say exactly that, and then
   * a flag is synced in its place. A {@link MergeTest.Flag} and a {@link MergeTest.Word} are never
   * empty.
   */
  Optional<String> test(MergeTest test);

  /** The negation of a condition printed by {@link #test}; empty where there is none. */
  Optional<String> not(String condition);

  /**
   * How this language reads a clock at send time; empty where it has none that could be trusted.
   */
  Optional<ClockForm> clock();

  /**
   * The time of sending is before this one or, without {@code before}, is not.
   *
   * @param time in the {@link #clock} form
   */
  String clockIs(boolean before, String time);

  /** True where fields are few, so that what can share one field shall. */
  boolean fieldsAreScarce();

  /** True where it can print a value within a JSON string as it is. */
  boolean escapesJson();

  /**
   * True where a part of a URL's path can be encoded exactly; otherwise an encoded copy is synced.
   */
  default boolean encodesPaths() {
    return true;
  }

  /** True where a subject line may hold conditions, and so also a fallback. */
  boolean choosesInLines();

  /** Joins two or more conditions; called only where {@link #grouping} allows it. */
  String and(List<String> conditions);

  /** Joins two or more conditions; called only where {@link #grouping} allows it. */
  String or(List<String> conditions);

  /** Opens a choice. */
  String open(String condition);

  /** A further branch of an open choice. */
  String orElse(String condition);

  String otherwise();

  String end();

  /**
   * What must stand once, before anything else, for these fields to be used; may be empty.
   *
   * @param fields every field that the document reads, each once
   * @param clock whether it asks for the time of sending
   */
  String prologue(List<Field> fields, boolean clock);

  /**
   * The field's value, harmless in this context.
   *
   * @param fallback shown where the field is missing; plain text, made harmless here
   */
  String output(Field field, Optional<String> fallback, Context context);

  /**
   * The author's own copy, made harmless: nothing in it starts code in this language.
   *
   * @param copy already valid in its context, e.g. HTML
   */
  String copy(String copy, Context context);

  /**
   * A mustache tag that the mail client reads, braces included, such that the ESP hands it on as it
   * is. Where the language has no use for double braces, it is the tag itself.
   */
  default String mustache(String tag) {
    return tag;
  }

  /** How an email's AMP part gets to the ESP. */
  enum AmpPart {
    /** With the email, by the API. */
    WITH_THE_EMAIL,
    /** By hand: there is a place for it, and no documented way to it. */
    BY_HAND,
    /** Not at all: the HTML part carries the fallback. */
    NONE
  }

  default AmpPart ampPart() {
    return AmpPart.NONE;
  }

  /** What an AMP part must begin with for its mustache to survive; empty for nothing. */
  default String ampGuard() {
    return "";
  }

  /** The target of the ESP's unsubscribe link, fit for a double-quoted href. */
  String unsubscribeUrl();

  /** The sender's postal address, as HTML or plain text. */
  String postalAddress(Context context);

  /** The address of one of the ESP's pages, fit for a double-quoted href. */
  String pageUrl(Template.Page page);

  /**
   * A code of the ESP's pool of coupons; empty where it has no such pools.
   *
   * @param fallback plain text, made harmless here; shown where no code is left and the language
   *     can tell
   */
  Optional<String> coupon(String pool, Optional<String> fallback, Context context);
}
