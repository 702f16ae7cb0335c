package io.espalier.mailchimp;

import io.espalier.model.Cased;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Comparison;
import io.espalier.spi.FieldMap;
import io.espalier.template.ClockForm;
import io.espalier.template.Context;
import io.espalier.template.Field;
import io.espalier.template.MergeLanguage;
import io.espalier.template.MergeTest;
import io.espalier.template.Template;
import io.espalier.template.TemplateEvaluator;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Merge tags. One test stands in one IF, and little of what looks like a test means exactly ours,
 * so much is left to synced flags:
 *
 * <ul>
 *   <li>{@code =} is exact and case-sensitive; {@code !=} is true for a missing value, so it is
 *       never printed;
 *   <li>whether {@code IF:TAG} holds for {@code 0} is not known, so it is printed only where no
 *       {@code 0} can occur;
 *   <li>an ordering may take a missing value for 0 or for an empty text, so only those are printed
 *       that both ways make false.
 * </ul>
 *
 * Source: the conditional merge tag pages as quoted in 2026; see BEHAVIOR.md.
 */
final class MailchimpMergeLanguage implements MergeLanguage {
  private static final Pattern PLAIN_WORDS =
      Pattern.compile("[\\p{L}\\p{M}\\p{Nd}_.-]+( [\\p{L}\\p{M}\\p{Nd}_.-]+)*");
  private static final Pattern NUMERIC = Pattern.compile("[-+.]?[0-9].*");
  private static final List<String> FLAGS = List.of("true", "false");

  // A bar next to a star, or at an end of the copy, where another piece may bring the star.
  private static final Pattern BAR = Pattern.compile("(?<=\\*)\\||\\|(?=\\*)|^\\||\\|$");

  private static final Pattern OPENING = Pattern.compile("<(?=[A-Za-z/!?])");

  private final Set<String> tags;

  MailchimpMergeLanguage(FieldMap fields) {
    tags = fields.fields().stream().map(Field::vendorName).collect(Collectors.toSet());
  }

  @Override
  public String id() {
    return MailchimpEsp.ID;
  }

  @Override
  public Grouping grouping() {
    return Grouping.ONE_TEST;
  }

  @Override
  public Optional<String> test(MergeTest test) {
    String tag = test.field().vendorName();
    if (test instanceof MergeTest.Flag) {
      return Optional.of(tag + "=yes");
    }
    if (test instanceof MergeTest.Word word) {
      return Optional.of(tag + "=" + word.word());
    }
    if (test instanceof MergeTest.Exists) {
      return exists(test.field());
    }
    if (!(test instanceof MergeTest.Compare compare)) {
      return Optional.empty();
    }
    if (compare.value() instanceof Value.Number number && test.field().type() == ValueType.NUMBER) {
      return number(tag, compare.comparison(), number.number());
    }
    if (compare.value() instanceof Value.Flag flag && test.field().type() == ValueType.BOOL) {
      return among(tag, FLAGS, compare.comparison(), Boolean.toString(flag.flag()), true);
    }
    if (compare.value() instanceof Value.Text text && test.field().type() == ValueType.TEXT) {
      return text(compare, text.text());
    }
    return Optional.empty();
  }

  private static Optional<String> exists(Field field) {
    boolean closed = !field.values().isEmpty() && field.values().stream().noneMatch("0"::equals);
    return switch (field.type()) {
      case BOOL, DATE, DATETIME -> Optional.of(field.vendorName());
      case TEXT -> closed ? Optional.of(field.vendorName()) : Optional.empty();
      case NUMBER, LIST -> Optional.empty();
    };
  }

  private static Optional<String> number(String tag, Comparison comparison, BigDecimal constant) {
    if (!MailchimpMapper.keepsNumber(constant)) {
      return Optional.empty();
    }
    String digits = constant.toPlainString();
    int sign = constant.signum();
    return switch (comparison) {
      case EQUAL -> Optional.of(tag + "=" + digits);
      case GREATER -> sign < 0 ? Optional.empty() : Optional.of(tag + " > " + digits);
      case AT_LEAST -> sign <= 0 ? Optional.empty() : Optional.of(tag + " >= " + digits);
      case UNEQUAL, LESS, AT_MOST -> Optional.empty();
    };
  }

  private Optional<String> text(MergeTest.Compare compare, String constant) {
    Field field = compare.field();
    if (!field.values().isEmpty()) {
      return among(
          field.vendorName(), field.values(), compare.comparison(), constant, compare.exact());
    }
    return compare.exact() && compare.comparison() == Comparison.EQUAL
        ? equal(field.vendorName(), constant)
        : Optional.empty();
  }

  /** A test of a field with few values: said where it comes to exactly one of them. */
  private Optional<String> among(
      String tag, List<String> values, Comparison comparison, String constant, boolean exact) {
    if (comparison != Comparison.EQUAL && comparison != Comparison.UNEQUAL) {
      return Optional.empty();
    }
    List<String> matching =
        values.stream()
            .filter(
                v ->
                    fold(v, exact).equals(fold(constant, exact))
                        == (comparison == Comparison.EQUAL))
            .distinct()
            .toList();
    return matching.size() == 1 ? equal(tag, matching.get(0)) : Optional.empty();
  }

  private static String fold(String text, boolean exact) {
    return exact ? Cased.nfc(text) : Cased.fold(text);
  }

  /** Only plain words: nobody knows how Mailchimp escapes others, or takes a number or a tag. */
  private Optional<String> equal(String tag, String constant) {
    String text = Cased.nfc(constant);
    boolean safe =
        PLAIN_WORDS.matcher(text).matches()
            && !NUMERIC.matcher(text).matches()
            && !tags.contains(text)
            && !MailchimpNames.isReserved(text)
            && text.getBytes(StandardCharsets.UTF_8).length <= MailchimpMapper.TEXT_BYTES;
    return safe ? Optional.of(tag + "=" + text) : Optional.empty();
  }

  @Override
  public Optional<String> not(String condition) {
    return Optional.empty();
  }

  @Override
  public String and(List<String> conditions) {
    throw new IllegalStateException("Mailchimp takes one test in an IF");
  }

  @Override
  public String or(List<String> conditions) {
    throw new IllegalStateException("Mailchimp takes one test in an IF");
  }

  @Override
  public String open(String condition) {
    return "*|IF:" + condition + "|*";
  }

  @Override
  public String orElse(String condition) {
    return "*|ELSEIF:" + condition + "|*";
  }

  @Override
  public String otherwise() {
    return "*|ELSE:|*";
  }

  @Override
  public String end() {
    return "*|END:IF|*";
  }

  @Override
  public String prologue(List<Field> fields, boolean clock) {
    return "";
  }

  /** A date can be printed, but nothing compares with it. */
  @Override
  public Optional<ClockForm> clock() {
    return Optional.empty();
  }

  @Override
  public String clockIs(boolean before, String time) {
    throw new IllegalStateException("Mailchimp compares nothing with the time");
  }

  /** Thirty to an audience, as a rule. */
  @Override
  public boolean fieldsAreScarce() {
    return true;
  }

  @Override
  public boolean escapesJson() {
    return false;
  }

  /** Whether {@code URL:} writes a space as a plus is not known; in a query it makes none. */
  @Override
  public boolean encodesPaths() {
    return false;
  }

  /** In a subject plain tags are known to work, conditions are reported not to. */
  @Override
  public boolean choosesInLines() {
    return false;
  }

  @Override
  public String output(Field field, Optional<String> fallback, Context context) {
    boolean encoded = context == Context.URL || context == Context.PATH || context == Context.JSON;
    // Plain text is printed raw, whether or not plain tags escape for HTML: nobody knows.
    String modifier = encoded ? "URL:" : context == Context.PLAIN ? "HTML:" : "";
    String tag = "*|" + modifier + field.vendorName() + "|*";
    if (fallback.isEmpty()) {
      return tag;
    }
    // Whether IF:TAG holds for a 0 is not known; that TAG=0 fails where it is missing, is.
    boolean zero = field.type() == ValueType.NUMBER || exists(field).isEmpty();
    return open(field.vendorName())
        + tag
        + (zero ? orElse(field.vendorName() + "=0") + "0" : "")
        + otherwise()
        + copy(escaped(fallback.get(), context), context)
        + end();
  }

  private static String escaped(String text, Context context) {
    return switch (context) {
      case HTML, ATTRIBUTE ->
          text.replace("&", "&amp;")
              .replace("<", "&lt;")
              .replace(">", "&gt;")
              .replace("\"", "&quot;")
              .replace("'", "&#39;");
      case URL, PATH, JSON -> TemplateEvaluator.encoded(text);
      case PLAIN -> text;
    };
  }

  @Override
  public String copy(String copy, Context context) {
    String bar =
        switch (context) {
          case HTML, ATTRIBUTE -> "&#124;";
          case URL, PATH -> "%7C";
          case JSON -> "\\u007c";
          case PLAIN -> "\u2060|\u2060";
        };
    String safe = BAR.matcher(copy).replaceAll(Matcher.quoteReplacement(bar));
    // A plain line may be synced as a value, and a value must not look like a tag.
    return context == Context.PLAIN ? OPENING.matcher(safe).replaceAll("<\u2060") : safe;
  }

  @Override
  public String unsubscribeUrl() {
    return "*|UNSUB|*";
  }

  @Override
  public String postalAddress(Context context) {
    if (context == Context.PLAIN) {
      return "*|LIST:ADDRESSLINE|*";
    }
    return "*|HTML:LIST_ADDRESS_HTML|*";
  }

  @Override
  public String pageUrl(Template.Page page) {
    return switch (page) {
      case PREFERENCES -> "*|UPDATE_PROFILE|*";
      case VIEW_ONLINE -> "*|ARCHIVE|*";
    };
  }

  /** Mailchimp's own codes belong to a connected shop, and one rule of it at a time. */
  @Override
  public Optional<String> coupon(String pool, Optional<String> fallback, Context context) {
    return Optional.empty();
  }
}
