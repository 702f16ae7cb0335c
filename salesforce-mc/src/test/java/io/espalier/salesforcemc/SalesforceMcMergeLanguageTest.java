package io.espalier.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Comparison;
import io.espalier.template.Context;
import io.espalier.template.Field;
import io.espalier.template.MergeTest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SalesforceMcMergeLanguageTest {
  private static final Field COUNTRY = field("country", ValueType.TEXT);
  private static final Field ORDERS = field("orders_total", ValueType.NUMBER);
  private static final Field VIP = field("vip", ValueType.BOOL);
  private static final Field LAST = field("last_order", ValueType.DATETIME);

  private final SalesforceMcMergeLanguage language = new SalesforceMcMergeLanguage();

  @Test
  void flagIsComparedWithYes() {
    assertEquals(Optional.of("(@es_country == 'yes')"), language.test(new MergeTest.Flag(COUNTRY)));
  }

  @Test
  void numbersAreGuardedAgainstNothing() {
    assertEquals(
        Optional.of("((NOT (Empty(@es_orders_total))) AND (@es_orders_total >= -5.5))"),
        compare(ORDERS, Comparison.AT_LEAST, Value.number("-5.5"), false));
  }

  @Test
  void numberThatADoubleCannotHoldIsNotSaid() {
    assertEquals(
        Optional.empty(),
        compare(ORDERS, Comparison.LESS, Value.number("9007199254740993"), false));
    assertEquals(
        Optional.empty(),
        compare(ORDERS, Comparison.LESS, Value.number("1" + "0".repeat(20)), false));
  }

  @Test
  void textsAreComparedBehindALetterSoThatNoneIsANumber() {
    assertEquals(
        Optional.of("((NOT (Empty(@es_country))) AND (Concat('s',@es_country) != 's007'))"),
        compare(COUNTRY, Comparison.UNEQUAL, Value.text("007"), false));
  }

  @Test
  void turkishDottedIIsBroughtToOurs() {
    assertEquals(
        Optional.of(
            "((NOT (Empty(@es_country))) AND"
                + " (Concat('s',Replace(@es_country,'İ','i')) == 'sItaly'))"),
        compare(COUNTRY, Comparison.EQUAL, Value.text("Italy"), false));
  }

  @Test
  void textWhoseCaseIsDisputedIsNotSaid() {
    for (String text : List.of("straße", "ΟΔΟΣ", "ı", "ſ", "µ", "İ", "𐐀")) {
      assertEquals(
          Optional.empty(), compare(COUNTRY, Comparison.EQUAL, Value.text(text), false), text);
    }
  }

  @Test
  void exactTextIsAPattern() {
    assertEquals(
        Optional.of(
            "((NOT (Empty(@es_country))) AND"
                + " (NOT (Empty(RegExMatch(@es_country,'\\Aa\\.b''c\\z',0)))))"
                    .replace("b''c", "b\\''c")),
        compare(COUNTRY, Comparison.EQUAL, Value.text("a.b'c"), true));
  }

  @Test
  void orderOfTextsAndAnythingOfDatesIsNotSaid() {
    assertEquals(Optional.empty(), compare(COUNTRY, Comparison.LESS, Value.text("a"), false));
    assertEquals(
        Optional.empty(), compare(LAST, Comparison.LESS, new Value.Moment(Instant.EPOCH), false));
  }

  @Test
  void booleansAreTextsAfterThePrologue() {
    assertEquals(
        Optional.of("((NOT (Empty(@es_vip))) AND (@es_vip != 'true'))"),
        compare(VIP, Comparison.UNEQUAL, Value.flag(true), false));
  }

  @Test
  void everyPairIsInParentheses() {
    assertEquals("((a AND b) AND c)", language.and(List.of("a", "b", "c")));
    assertEquals("(a OR b)", language.or(List.of("a", "b")));
    assertEquals(Optional.of("(NOT (a))"), language.not("(a)"));
  }

  @Test
  void constantNeverHoldsWhatOpensCode() {
    assertEquals(
        Optional.of(
            "((NOT (Empty(@es_country))) AND"
                + " (Concat('s',@es_country) == Concat('s%','%=v(@x)=%','%{','{')))"),
        compare(COUNTRY, Comparison.EQUAL, Value.text("%%=v(@x)=%%{{"), false));
  }

  @Test
  void prologueLeavesPlainTextInEveryVariable() {
    assertEquals(
        "%%[ SET @es_country = Lookup('Espalier Profiles','country','SubscriberKey',"
            + "_subscriberkey) IF (Empty(@es_country)) THEN SET @es_country = '' ENDIF"
            + " SET @es_orders_total = Lookup('Espalier Profiles','orders_total',"
            + "'SubscriberKey',_subscriberkey) IF (Empty(@es_orders_total)) THEN"
            + " SET @es_orders_total = '' ELSE SET @es_orders_total ="
            + " RegExMatch(@es_orders_total,'^(-?[0-9]+(?:\\.[0-9]*[1-9])?)\\.?0*$',1) ENDIF ]%%",
        language.prologue(List.of(COUNTRY, ORDERS), false));
    assertEquals("", language.prologue(List.of(), false));
  }

  @Test
  void outputIsEscapedForItsContext() {
    assertEquals("%%=v(@es_country)=%%", output(Optional.empty(), Context.PLAIN));
    assertEquals(
        "%%=Replace(Replace(URLEncode(@es_country,1,1),'*','%2A'),'%7E','~')=%%",
        output(Optional.empty(), Context.URL));
    assertEquals(
        "%%=Replace(Replace(Replace(Replace(Replace(Replace(@es_country,'&','&amp;'),'<','&lt;'),"
            + "'>','&gt;'),'\"','&quot;'),'''','&#39;'),'{','&#123;')=%%",
        output(Optional.empty(), Context.HTML));
  }

  @Test
  void fallbackIsEscapedToo() {
    assertEquals(
        "%%=IIf(Empty(@es_country),'you & ''me''',@es_country)=%%",
        output(Optional.of("you & 'me'"), Context.PLAIN));
    assertEquals(
        "%%=IIf(Empty(@es_country),'%3F%25%25',Replace(Replace(URLEncode(@es_country,1,1),'*','%2A'),'%7E','~'))=%%",
        output(Optional.of("?%%"), Context.URL));
  }

  @Test
  void hostileCopyStaysTextInEveryContext() {
    assertEquals("&#37;&#37;[x", language.copy("%%[x", Context.HTML));
    assertEquals("50% off &#123;&#123;x}}", language.copy("50% off {{x}}", Context.HTML));
    assertEquals("only 50&#37;", language.copy("only 50%", Context.HTML));
    assertEquals(
        "&lt;script runat=server>x</script>",
        language.copy("<script runat=server>x</script>", Context.HTML));
    assertEquals("\\u0025\\u0025=", language.copy("%%=", Context.JSON));
    assertEquals("?q=%25%20%25", language.copy("?q=%%20%", Context.URL));
    assertEquals(
        "%%=Concat('%','%')=%%=v(1)=%%=Concat('%','%')=%%",
        language.copy("%%=v(1)=%%", Context.PLAIN));
    assertEquals("{a}", language.copy("{a}", Context.HTML).replace("&#123;", "{"));
  }

  private Optional<String> compare(Field field, Comparison comparison, Value value, boolean exact) {
    return language.test(new MergeTest.Compare(field, comparison, value, exact));
  }

  private String output(Optional<String> fallback, Context context) {
    return language.output(COUNTRY, fallback, context);
  }

  private static Field field(String name, ValueType type) {
    return new Field(name, name, type, List.of());
  }
}
