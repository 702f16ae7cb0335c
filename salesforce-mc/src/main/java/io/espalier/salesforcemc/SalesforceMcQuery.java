package io.espalier.salesforcemc;

import io.espalier.audience.CannotSayException;
import io.espalier.audience.Fact;
import io.espalier.audience.Formula;
import io.espalier.audience.Spelling;
import io.espalier.model.ValueType;
import io.espalier.rule.Span;
import io.espalier.spi.FieldMap;
import io.espalier.spi.NativeScope;
import io.espalier.spi.NativeSegment;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The text of an SQL query activity over the data extension of profiles, which fills the segment's
 * own one. In the part of T-SQL that the activity takes: one SELECT.
 *
 * <p>No documented call makes a query activity (REST names only its start, {@code POST
 * /automation/v1/queries/{id}/actions/start}, recorded 2026-11-23), so a person does.
 */
final class SalesforceMcQuery {
  /** By code point, whatever the account's own collation is. */
  private static final String EXACT = " COLLATE Latin1_General_BIN2";

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

  private final FieldMap fields;
  private final NativeScope scope;

  private SalesforceMcQuery(FieldMap fields, NativeScope scope) {
    this.fields = fields;
    this.scope = scope;
  }

  static NativeSegment of(Formula<Fact> who, FieldMap fields, NativeScope scope)
      throws CannotSayException {
    List<CannotSayException> refused = new ArrayList<>();
    SalesforceMcQuery query = new SalesforceMcQuery(fields, scope);
    Formula<String> said = who.say(query::say, refused);
    if (!refused.isEmpty()) {
      CannotSayException first = refused.get(0);
      refused.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
    String text =
        "SELECT p.["
            + SalesforceMcNames.KEY
            + "], p.["
            + SalesforceMcNames.EMAIL
            + "]\nFROM ["
            + SalesforceMcNames.PROFILES
            + "] p\nWHERE "
            + print(said, true);
    return new NativeSegment(
        text,
        "In Automation Studio make an SQL Query activity of this text, with the target data extension '"
            + SalesforceMcNames.extensionName(scope.segment().name(), scope.segment().id())
            + "', which the sync makes, and the data action Overwrite; let an automation run it as"
            + " often as you like. The sync keeps the same members in it.");
  }

  private static String print(Formula<String> said, boolean top) {
    if (said instanceof Formula.One<String> one) {
      return one.statement();
    }
    boolean and = said instanceof Formula.All<String>;
    if (said.parts().isEmpty()) {
      return and ? "1 = 1" : "1 = 0";
    }
    List<String> parts = said.parts().stream().map(part -> print(part, false)).toList();
    String joined =
        String.join(top ? (and ? "\n  AND " : "\n  OR ") : and ? " AND " : " OR ", parts);
    return top ? joined : "(" + joined + ")";
  }

  private static CannotSayException no(Span span, String message, String mend) {
    return new CannotSayException(span, message, mend);
  }

  private Formula<String> say(Fact fact) throws CannotSayException {
    if (fact instanceof Fact.Member member) {
      return Formula.one(
          (member.holds() ? "" : "NOT ")
              + "EXISTS (SELECT 1 FROM ["
              + bracketed(name(member.segment()))
              + "] m WHERE m.["
              + SalesforceMcNames.KEY
              + "] = p.["
              + SalesforceMcNames.KEY
              + "])");
    } else if (fact instanceof Fact.Consented) {
      throw no(
          fact.span(),
          "in a query the status of subscribers lies in a view whose name depends on the business unit",
          "leave it out: nobody is mailed without it");
    } else if (fact instanceof Fact.Tally) {
      throw no(
          fact.span(),
          "no data extension of ours holds the events",
          "make it a computed attribute, whose value is sent, or leave 'native' off for salesforce-mc");
    }
    return Formula.one(of((Fact.OfAttribute) fact));
  }

  private String name(String segment) {
    return SalesforceMcNames.extensionName(scope.listName(segment), segment);
  }

  private static String bracketed(String name) {
    return name.replace("]", "]]");
  }

  private String of(Fact.OfAttribute fact) throws CannotSayException {
    String column = "p.[" + bracketed(fields.vendorName(fact.attribute())) + "]";
    if (fact instanceof Fact.Known known) {
      ValueType type = fields.field(fact.attribute()).orElseThrow().type();
      if (type == ValueType.TEXT || type == ValueType.LIST) {
        return known.holds()
            ? column + " <> N''"
            : "(" + column + " IS NULL OR " + column + " = N'')";
      }
      return column + (known.holds() ? " IS NOT NULL" : " IS NULL");
    } else if (fact instanceof Fact.NumberIs number) {
      if (number.number().precision() > 38) {
        throw no(fact.span(), "a number has at most 38 digits in a query", "");
      }
      String symbol =
          switch (number.comparison()) {
            case EQUAL -> "=";
            case UNEQUAL -> "<>";
            case LESS, AT_MOST, GREATER, AT_LEAST -> number.comparison().symbol();
          };
      return column + " " + symbol + " " + number.number().toPlainString();
    } else if (fact instanceof Fact.FlagIs flag) {
      return column + " = " + (flag.flag() ? 1 : 0);
    } else if (fact instanceof Fact.TextIs text) {
      return text(column, text);
    } else if (fact instanceof Fact.ListHas list) {
      return list(column, list);
    } else if (fact instanceof Fact.DayIs day) {
      return column + side(day.side()) + "'" + DAY.format(inRange(day.day(), day.span())) + "'";
    } else if (fact instanceof Fact.MomentIs moment) {
      return column + side(moment.side()) + "'" + TIME.format(whole(moment)) + "'";
    } else if (fact instanceof Fact.DayFromToday day) {
      return column
          + side(day.side())
          + "DATEADD(DAY, "
          + day.days()
          + ", CAST(GETUTCDATE() AS DATE))";
    } else if (fact instanceof Fact.MomentFromNow moment) {
      return column + side(moment.side()) + "DATEADD(HOUR, " + moment.hours() + ", GETUTCDATE())";
    }
    throw new IllegalStateException("a fact that nobody thought of: " + fact);
  }

  private static String side(Fact.Side side) {
    return side == Fact.Side.BEFORE ? " < " : " >= ";
  }

  private static LocalDate inRange(LocalDate day, Span span) throws CannotSayException {
    if (day.isBefore(LocalDate.of(1753, 1, 1)) || day.isAfter(LocalDate.of(9999, 12, 31))) {
      throw no(span, "a date in a query lies between 1753-01-01 and 9999-12-31", "");
    }
    return day;
  }

  /** A column keeps whole seconds, cut off: before or from a whole one nothing is lost. */
  private static LocalDateTime whole(Fact.MomentIs moment) throws CannotSayException {
    Instant at = moment.moment();
    if (at.getNano() != 0) {
      throw no(
          moment.span(),
          "a time is kept in whole seconds there",
          "write < or >= and a whole second");
    }
    LocalDateTime time = LocalDateTime.ofInstant(at, ZoneOffset.UTC);
    inRange(time.toLocalDate(), moment.span());
    return time;
  }

  private static void checkSpelling(Spelling spelling, String attribute, Span span)
      throws CannotSayException {
    if (spelling == Spelling.FOLDED) {
      throw no(
          span,
          "which letters are the same in '" + attribute + "' depends on the account's collation",
          "list its 'values' in profile.yaml, or compare exactly with :cs");
    }
  }

  private static String literal(String text) {
    return "N'" + text.replace("'", "''") + "'";
  }

  private static String like(String text) {
    return text.replace("\\", "\\\\")
        .replace("%", "\\%")
        .replace("_", "\\_")
        .replace("[", "\\[")
        .replace("]", "\\]");
  }

  private static String text(String column, Fact.TextIs fact) throws CannotSayException {
    checkSpelling(fact.spelling(), fact.attribute(), fact.span());
    String said;
    if (fact.part() == Fact.Part.WHOLE) {
      List<String> literals = fact.texts().stream().map(SalesforceMcQuery::literal).toList();
      said =
          literals.size() == 1
              ? column + EXACT + (fact.holds() ? " = " : " <> ") + literals.get(0)
              : column
                  + EXACT
                  + (fact.holds() ? " IN (" : " NOT IN (")
                  + String.join(", ", literals)
                  + ")";
    } else {
      String pattern = like(fact.texts().get(0));
      said =
          column
              + EXACT
              + (fact.holds() ? " LIKE " : " NOT LIKE ")
              + literal(
                  (fact.part() == Fact.Part.START ? "" : "%")
                      + pattern
                      + (fact.part() == Fact.Part.END ? "" : "%"))
              + " ESCAPE N'\\'";
    }
    return fact.holds() ? said : "(" + column + " <> N'' AND " + said + ")";
  }

  /** Its items stand in one text, joined by commas, and none has one within. */
  private static String list(String column, Fact.ListHas fact) throws CannotSayException {
    checkSpelling(fact.spelling(), fact.attribute(), fact.span());
    if (fact.text().contains(",")) {
      throw no(fact.span(), "an item with a comma cannot be kept there", "");
    }
    String said =
        "(N',' + "
            + column
            + " + N',')"
            + EXACT
            + (fact.holds() ? " LIKE " : " NOT LIKE ")
            + literal("%," + like(fact.text()) + ",%")
            + " ESCAPE N'\\'";
    return fact.holds() ? said : "(" + column + " <> N'' AND " + said + ")";
  }
}
