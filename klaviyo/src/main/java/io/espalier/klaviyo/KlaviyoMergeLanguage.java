package io.espalier.klaviyo;

import io.espalier.model.Cased;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Comparison;
import io.espalier.template.ClockForm;
import io.espalier.template.Context;
import io.espalier.template.Field;
import io.espalier.template.MergeLanguage;
import io.espalier.template.MergeTest;
import io.espalier.template.Template;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Klaviyo's dialect of the Django template language. Sources, read 2026-11-23: help.klaviyo.com
 * 4408802648731 (variables) and 7655926841499 (conditions); what a missing value does was run on
 * Django 5.2.
 *
 * <p>A missing value may be empty text or None here, nobody says which; every form below is the
 * same for both.
 */
final class KlaviyoMergeLanguage implements MergeLanguage {
  /** Below every number that the mapper lets through; a missing value is not above it. */
  private static final String LEAST = "-1000000000000000000000000000000";

  private static final String AND = " and ";

  /** Holds the time of sending, as text, see {@link #prologue}. */
  private static final String CLOCK = "es_now";

  private static final Pattern COUPON = Pattern.compile("[\\p{L}\\p{Nd}_. -]+");

  @Override
  public String id() {
    return KlaviyoEsp.ID;
  }

  @Override
  public Grouping grouping() {
    return Grouping.AND_BEFORE_OR;
  }

  @Override
  public Optional<String> test(MergeTest test) {
    String read = KlaviyoLiterals.read(test.field());
    if (test instanceof MergeTest.Flag) {
      return Optional.of(read + " == 'yes'");
    } else if (test instanceof MergeTest.Word word) {
      return Optional.of(read + " == '" + word.word() + "'");
    } else if (test instanceof MergeTest.Exists) {
      return Optional.of(exists(test.field()));
    }
    if (test instanceof MergeTest.Due due) {
      return Optional.of(
          due.before() ? read + " > " + CLOCK : exists(test.field()) + AND + CLOCK + " >= " + read);
    }
    MergeTest.Compare compare = (MergeTest.Compare) test;
    if (compare.value() instanceof Value.Text text && compare.field().type() == ValueType.TEXT) {
      return text(compare, text.text());
    } else if (compare.value() instanceof Value.Number number
        && compare.field().type() == ValueType.NUMBER) {
      return number(compare, number);
    } else if (compare.value() instanceof Value.Flag flag
        && compare.field().type() == ValueType.BOOL) {
      return flag(compare, flag.flag());
    }
    // Whether a date is text or a date inside a template is not documented.
    return Optional.empty();
  }

  /** Zero and false are values, but not true. */
  private static String exists(Field field) {
    String read = KlaviyoLiterals.read(field);
    return switch (field.type()) {
      case NUMBER -> read + " >= " + LEAST;
      case BOOL -> read + " >= 0";
      case TEXT, DATE, DATETIME, LIST -> read;
    };
  }

  private static Optional<String> text(MergeTest.Compare compare, String text) {
    boolean equal = compare.comparison() == Comparison.EQUAL;
    if (!equal && compare.comparison() != Comparison.UNEQUAL) {
      return Optional.empty();
    }
    Field field = compare.field();
    boolean listed = field.values().contains(text);
    Optional<String> subject =
        compare.exact() || listed
            ? Optional.of(KlaviyoLiterals.read(field))
            : KlaviyoLiterals.folded(field, text);
    Optional<String> literal =
        KlaviyoLiterals.quoted(compare.exact() || listed ? Cased.nfc(text) : Cased.fold(text));
    if (subject.isEmpty() || literal.isEmpty()) {
      return Optional.empty();
    }
    String comparison = subject.get() + (equal ? " == " : " != ") + literal.get();
    return Optional.of(equal ? comparison : exists(field) + AND + comparison);
  }

  /** Klaviyo keeps 64 bits of a number and so does its reading of a literal: both or none. */
  private static Optional<String> number(MergeTest.Compare compare, Value.Number number) {
    if (!KlaviyoMapper.isKept(number.number())) {
      return Optional.empty();
    }
    String comparison =
        KlaviyoLiterals.read(compare.field())
            + " "
            + compare.comparison().symbol()
            + " "
            + number.number().toPlainString();
    return Optional.of(
        compare.comparison() == Comparison.UNEQUAL
            ? exists(compare.field()) + AND + comparison
            : comparison);
  }

  /** True is 1 and false is 0; "known and not true" is false. */
  private static Optional<String> flag(MergeTest.Compare compare, boolean flag) {
    return switch (compare.comparison()) {
      case EQUAL -> Optional.of(KlaviyoLiterals.read(compare.field()) + " == " + (flag ? 1 : 0));
      case UNEQUAL -> Optional.of(KlaviyoLiterals.read(compare.field()) + " == " + (flag ? 0 : 1));
      case LESS, AT_MOST, GREATER, AT_LEAST -> Optional.empty();
    };
  }

  /** {@code not} binds looser than a comparison and tighter than {@code and}. */
  @Override
  public Optional<String> not(String condition) {
    return KlaviyoLiterals.outsideQuotes(condition).contains(AND)
        ? Optional.empty()
        : Optional.of("not " + condition);
  }

  @Override
  public String and(List<String> conditions) {
    return String.join(AND, conditions);
  }

  @Override
  public String or(List<String> conditions) {
    return String.join(" or ", conditions);
  }

  @Override
  public String open(String condition) {
    return "{% if " + condition + " %}";
  }

  @Override
  public String orElse(String condition) {
    return "{% elif " + condition + " %}";
  }

  @Override
  public String otherwise() {
    return "{% else %}";
  }

  @Override
  public String end() {
    return "{% endif %}";
  }

  /** Seconds since 1970 are the same in every account's time zone. */
  @Override
  public String prologue(List<Field> fields, boolean clock) {
    return clock ? "{% now 'xU' as " + CLOCK + " %}" : "";
  }

  @Override
  public Optional<ClockForm> clock() {
    return Optional.of(ClockForm.UNIX);
  }

  @Override
  public String clockIs(boolean before, String time) {
    return CLOCK + (before ? " < '" : " >= '") + time + "'";
  }

  @Override
  public boolean fieldsAreScarce() {
    return false;
  }

  @Override
  public boolean escapesJson() {
    return false;
  }

  @Override
  public boolean choosesInLines() {
    return true;
  }

  @Override
  public String output(Field field, Optional<String> fallback, Context context) {
    String read = KlaviyoLiterals.read(field);
    String shown =
        switch (field.type()) {
          case BOOL -> open(read + " == 1") + "true" + otherwise() + "false" + end();
          case LIST -> "{{ " + read + "|join:','" + filter(field, context) + " }}";
          case DATE -> dated(read, "Y-m-d", filter(field, context));
          case DATETIME -> dated(read, "c", filter(field, context));
          case TEXT, NUMBER -> "{{ " + read + filter(field, context) + " }}";
        };
    // Without the choice, a missing value could print as None, and a zero as the fallback.
    return open(exists(field))
        + shown
        + fallback
            .map(text -> otherwise() + copy(KlaviyoLiterals.escaped(text, context), context))
            .orElse("")
        + end();
  }

  /**
   * No source tells whether a template sees a date as we sent it or as a date-time: the filter
   * makes our form of the one and nothing of the other, which is printed as it is.
   */
  private static String dated(String read, String form, String filter) {
    String formed = read + "|date:'" + form + "'";
    return "{% if "
        + formed
        + " %}{{ "
        + formed
        + filter
        + " }}{% else %}{{ "
        + read
        + filter
        + " }}{% endif %}";
  }

  /**
   * Klaviyo escapes for HTML by itself and has no filter for JSON: there, what may hold a backslash
   * or a quote is percent-encoded, which is ugly and safe.
   */
  private static String filter(Field field, Context context) {
    return switch (context) {
      case HTML, ATTRIBUTE -> "";
      // Without the argument Django leaves a slash, which would begin another part of a path.
      case URL, PATH -> "|urlencode:''";
      case JSON -> field.type() == ValueType.NUMBER ? "" : "|urlencode";
      case PLAIN -> "|safe";
    };
  }

  /**
   * Writes every brace that could open a tag as a tag that prints a brace. The last one too: what
   * follows may begin with another.
   */
  @Override
  public String copy(String copy, Context context) {
    StringBuilder safe = new StringBuilder(copy.length());
    for (int i = 0; i < copy.length(); i++) {
      char c = copy.charAt(i);
      boolean opens =
          c == '{' && (i + 1 == copy.length() || "{%#".indexOf(copy.charAt(i + 1)) >= 0);
      safe.append(opens ? "{% templatetag openbrace %}" : c);
    }
    return safe.toString();
  }

  /** Django's own way to leave text alone (developers.klaviyo.com, AMP emails, November 2026). */
  @Override
  public String mustache(String tag) {
    return "{% verbatim %}" + tag + "{% endverbatim %}";
  }

  /** The field {@code amp} of a template (OpenAPI 2026-07-15). */
  @Override
  public AmpPart ampPart() {
    return AmpPart.WITH_THE_EMAIL;
  }

  @Override
  public String unsubscribeUrl() {
    return "{% unsubscribe_link %}";
  }

  @Override
  public String postalAddress(Context context) {
    if (context == Context.PLAIN) {
      return "{{ organization.name|safe }}, {{ organization.full_address|safe }}";
    }
    return "{{ organization.name }}, {{ organization.full_address }}";
  }

  @Override
  public String pageUrl(Template.Page page) {
    return switch (page) {
      case PREFERENCES -> "{% manage_preferences_link %}";
      case VIEW_ONLINE -> "{% web_view_link %}";
    };
  }

  /** Where no code is left Klaviyo skips the person, whatever the template says. */
  @Override
  public Optional<String> coupon(String pool, Optional<String> fallback, Context context) {
    return COUPON.matcher(pool).matches()
        ? Optional.of("{% coupon_code '" + pool + "' %}")
        : Optional.empty();
  }
}
