package io.espalier.salesforcemc;

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
import java.math.BigDecimal;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * AMPscript.
 *
 * <p>{@link #prologue} looks every field up once by the subscriber's key and leaves it in a
 * variable as plain text, empty where missing, so that no test meets a null (which AMPscript takes
 * for less and greater than everything) nor a boolean or date of the engine's own. Everything is
 * written with parentheses: three sources give three precedences.
 */
final class SalesforceMcMergeLanguage implements MergeLanguage {
  /** Of a number literal: what a double keeps, and so the engine. */
  private static final int EXACT_DIGITS = 15;

  /** No field's variable, as those have an underscore after the prefix. */
  private static final String CLOCK = "@esclock";

  /** The account's clock is six hours behind UTC, all the year (ampscript.guide, 2026-11). */
  private static final String TELL_TIME =
      "SET "
          + CLOCK
          + " = Replace(Replace(Replace(FormatDate(DateAdd(Now(),6,'H'),'yyyy-MM-dd','HH:mm:ss')"
          + ",'-',''),':',''),' ','') ";

  @Override
  public String id() {
    return SalesforceMcEsp.ID;
  }

  @Override
  public Grouping grouping() {
    return Grouping.PARENTHESES;
  }

  @Override
  public Optional<String> test(MergeTest test) {
    String variable = variable(test.field());
    if (test instanceof MergeTest.Flag) {
      return Optional.of("(" + variable + " == 'yes')");
    } else if (test instanceof MergeTest.Word word) {
      return Optional.of("(" + variable + " == '" + word.word() + "')");
    } else if (test instanceof MergeTest.Exists) {
      return Optional.of("(NOT (Empty(" + variable + ")))");
    } else if (test instanceof MergeTest.Due due) {
      String sign = due.before() ? " > " : " <= ";
      return Optional.of(guarded(variable, variable + sign + CLOCK));
    } else if (test instanceof MergeTest.Compare compare) {
      return compare(compare, variable);
    }
    return Optional.empty();
  }

  private static Optional<String> compare(MergeTest.Compare compare, String variable) {
    ValueType type = compare.field().type();
    Comparison comparison = compare.comparison();
    boolean equality = comparison == Comparison.EQUAL || comparison == Comparison.UNEQUAL;
    Value value = compare.value();
    if (type == ValueType.NUMBER && value instanceof Value.Number number) {
      return literal(number.number())
          .map(digits -> guarded(variable, variable + " " + comparison.symbol() + " " + digits));
    } else if (type == ValueType.BOOL && value instanceof Value.Flag flag && equality) {
      String word = "'" + flag.flag() + "'";
      return Optional.of(guarded(variable, variable + " " + comparison.symbol() + " " + word));
    } else if (type == ValueType.TEXT && value instanceof Value.Text text && equality) {
      return compare.exact()
          ? Optional.of(exact(variable, comparison, Cased.nfc(text.text())))
          : folded(variable, comparison, Cased.nfc(text.text()));
    }
    if (type == ValueType.DATE && value instanceof Value.Day day) {
      String digits = day.day().format(DateTimeFormatter.BASIC_ISO_DATE);
      return Optional.of(
          guarded(
              variable, "Replace(" + variable + ",'-','') " + comparison.symbol() + " " + digits));
    }
    // Texts are ordered by a culture, and moments by a clock six hours off: neither is ours.
    return Optional.empty();
  }

  private static String guarded(String variable, String condition) {
    return "((NOT (Empty(" + variable + "))) AND (" + condition + "))";
  }

  /** With a letter in front of both sides no text is taken for a number, a date or a boolean. */
  private static Optional<String> folded(String variable, Comparison comparison, String text) {
    if (!SameCase.isSound(text)) {
      return Optional.empty();
    }
    String side = SameCase.hasI(text) ? "Replace(" + variable + ",'İ','i')" : variable;
    return Optional.of(
        guarded(
            variable,
            "Concat('s',"
                + side
                + ") "
                + comparison.symbol()
                + " "
                + AmpscriptText.literal("s" + text)));
  }

  private static String exact(String variable, Comparison comparison, String text) {
    String match =
        "Empty(RegExMatch("
            + variable
            + ","
            + AmpscriptText.literal(AmpscriptText.pattern(text))
            + ",0))";
    return guarded(variable, comparison == Comparison.EQUAL ? "NOT (" + match + ")" : match);
  }

  private static Optional<String> literal(BigDecimal number) {
    BigDecimal plain = number.stripTrailingZeros();
    boolean exact =
        plain.precision() <= EXACT_DIGITS && plain.precision() - plain.scale() <= EXACT_DIGITS;
    return exact ? Optional.of(plain.toPlainString()) : Optional.empty();
  }

  @Override
  public Optional<String> not(String condition) {
    return Optional.of("(NOT " + condition + ")");
  }

  @Override
  public String and(List<String> conditions) {
    return joined(conditions, " AND ");
  }

  @Override
  public String or(List<String> conditions) {
    return joined(conditions, " OR ");
  }

  /** Two at a time, each pair in parentheses. */
  private static String joined(List<String> conditions, String word) {
    return conditions.stream()
        .reduce((left, right) -> "(" + left + word + right + ")")
        .orElseThrow();
  }

  @Override
  public String open(String condition) {
    return "%%[ IF " + condition + " THEN ]%%";
  }

  @Override
  public String orElse(String condition) {
    return "%%[ ELSEIF " + condition + " THEN ]%%";
  }

  @Override
  public String otherwise() {
    return "%%[ ELSE ]%%";
  }

  @Override
  public String end() {
    return "%%[ ENDIF ]%%";
  }

  @Override
  public Optional<ClockForm> clock() {
    return Optional.of(ClockForm.UTC_DIGITS);
  }

  @Override
  public String clockIs(boolean before, String time) {
    return "(" + CLOCK + (before ? " < " : " >= ") + time + ")";
  }

  @Override
  public boolean fieldsAreScarce() {
    return false;
  }

  @Override
  public boolean escapesJson() {
    return true;
  }

  @Override
  public boolean choosesInLines() {
    return true;
  }

  @Override
  public String prologue(List<Field> fields, boolean clock) {
    if (fields.isEmpty() && !clock) {
      return "";
    }
    StringBuilder code = new StringBuilder("%%[ ");
    if (clock) {
      code.append(TELL_TIME);
    }
    for (Field field : fields) {
      String variable = variable(field);
      code.append("SET ")
          .append(variable)
          .append(" = Lookup('")
          .append(SalesforceMcNames.PROFILES)
          .append("','")
          .append(field.vendorName())
          .append("','")
          .append(SalesforceMcNames.KEY)
          .append("',_subscriberkey) ")
          .append(normalised(field, variable));
    }
    return code.append("]%%").toString();
  }

  /** Brings what a column yields to our own plain text, and a null to the empty text. */
  private static String normalised(Field field, String variable) {
    if (field.type() == ValueType.BOOL) {
      return "IF ("
          + variable
          + " == 'true') THEN SET "
          + variable
          + " = 'true' ELSEIF ("
          + variable
          + " == 'false') THEN SET "
          + variable
          + " = 'false' ELSE SET "
          + variable
          + " = '' ENDIF ";
    }
    String plain =
        switch (field.type()) {
          // A decimal column fills up with zeros: 5.000000000.
          case NUMBER -> "RegExMatch(" + variable + ",'^(-?[0-9]+(?:\\.[0-9]*[1-9])?)\\.?0*$',1)";
          case DATE -> "FormatDate(" + variable + ",'yyyy-MM-dd')";
          case DATETIME ->
              "Concat(Replace(FormatDate(" + variable + ",'yyyy-MM-dd','HH:mm:ss'),' ','T'),'Z')";
          default -> "";
        };
    String set = plain.isEmpty() ? "" : " ELSE SET " + variable + " = " + plain;
    return "IF (Empty(" + variable + ")) THEN SET " + variable + " = ''" + set + " ENDIF ";
  }

  @Override
  public String output(Field field, Optional<String> fallback, Context context) {
    String variable = variable(field);
    String shown = AmpscriptOutput.escaped(variable, context);
    if (fallback.isEmpty()) {
      return "%%=" + (shown.equals(variable) ? "v(" + variable + ")" : shown) + "=%%";
    }
    String text = AmpscriptOutput.escapedHere(fallback.get(), context);
    return "%%=IIf(Empty(" + variable + ")," + AmpscriptText.literal(text) + "," + shown + ")=%%";
  }

  @Override
  public String copy(String copy, Context context) {
    return AmpscriptCopy.harmless(copy, context);
  }

  /**
   * Gives the older template language other braces, so that mustache keeps its own
   * (help.salesforce.com, AMP appendix, November 2026).
   */
  @Override
  public String ampGuard() {
    return "<!-- {{={< >}=}} -->\n";
  }

  /**
   * The AMP tab of Content Builder; no asset view for it is documented. The switch for an API, the
   * day there is one, is this answer.
   */
  @Override
  public AmpPart ampPart() {
    return AmpPart.BY_HAND;
  }

  @Override
  public String unsubscribeUrl() {
    return "%%unsub_center_url%%";
  }

  @Override
  public String postalAddress(Context context) {
    return "%%member_busname%%, %%member_addr%%, %%member_city%%, %%member_state%%"
        + " %%member_postalcode%%, %%member_country%%";
  }

  @Override
  public String pageUrl(Template.Page page) {
    return switch (page) {
      case PREFERENCES -> "%%profile_center_url%%";
      case VIEW_ONLINE -> "%%view_email_url%%";
    };
  }

  /**
   * A row of the data extension of this name, claimed for the subscriber; its columns are those of
   * the vendor's example: Code, IsClaimed, SubscriberKey.
   */
  @Override
  public Optional<String> coupon(String pool, Optional<String> fallback, Context context) {
    String claimed =
        "ClaimRowValue("
            + AmpscriptText.literal(pool)
            + ",'Code','IsClaimed',"
            + AmpscriptText.literal(fallback.orElse(""))
            + ",'SubscriberKey',_subscriberkey)";
    return Optional.of("%%=" + AmpscriptOutput.escaped(claimed, context) + "=%%");
  }

  /** Variables share one space with a marketer's own code, whatever its case. */
  private static String variable(Field field) {
    return "@es_" + field.vendorName().toLowerCase(Locale.ROOT);
  }
}
