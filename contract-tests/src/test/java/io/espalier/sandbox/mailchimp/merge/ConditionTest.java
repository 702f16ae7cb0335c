package io.espalier.sandbox.mailchimp.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The truth tables of section 9.3 of the sheet. */
class ConditionTest {
  private static String render(String template) {
    return MergeTags.render(template, Someone.whole(), Disputed.defaults());
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '@',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "FNAME@true",
        "CITY@false",
        "NOSUCH@false",
        "ZERO@true",
        "COUNTRY=fr_CA@true",
        "COUNTRY=fr@false",
        "COUNTRY=fr_ca@false",
        "COUNTRY = fr_CA@false",
        "COUNTRY=\"fr_CA\"@false",
        "COUNTRY!=fr@true",
        "COUNTRY!=fr_CA@false",
        "CITY=x@false",
        "CITY!=x@true",
        "CITY=@false",
        "CITY=your town@false",
        "NOSUCH=x@false",
        "NOSUCH!=x@true",
        "AGE=18@true",
        "AGE >= 18@true",
        "AGE>=18.0@true",
        "AGE > 18@false",
        "AGE < 100@true",
        "AGE <= 17.99@false",
        "AGE &gt;= 18@false",
        "AGE > old@false",
        "SIZE > 18@true",
        "SPENT > 0@false",
        "SPENT <= 0@false",
        "SPENT!=0@true",
        "JOINED > 2020-01-01@false",
        "AGE > 1 AND AGE < 2@false"
      })
  void conditionIsJudgedByTheVendorsTable(String condition, boolean holds) {
    assertEquals(holds ? "yes" : "no", render("*|IF:" + condition + "|*yes*|ELSE:|*no*|END:IF|*"));
  }

  @Test
  void firstTrueBranchWins() {
    String chain = "*|IF:AGE < 10|*a*|ELSEIF:AGE < 20|*b*|ELSEIF:AGE < 30|*c*|ELSE:|*d*|END:IF|*";
    assertEquals("b", render(chain));
  }

  @Test
  void ifnotHoldsForNothingAndClosesWithEndIf() {
    assertEquals("[x][]", render("[*|IFNOT:CITY|*x*|END:IF|*][*|IFNOT:AGE|*y*|END:IF|*]"));
    assertEquals("n", render("*|IFNOT:AGE|*y*|ELSE:|*n*|END:IF|*"));
  }

  @Test
  void blocksNest() {
    assertEquals(
        "1-3-",
        render(
            "*|IF:FNAME|*1-*|IF:CITY|*2-*|ELSE:|**|IF:AGE > 1|*3-*|END:IF|**|END:IF|**|ELSE:|*4-*|END:IF|*"));
  }

  @Test
  void interestedTakesAnyGroupOfItsCategoryByRawName() {
    String block = "*|INTERESTED:Tea & Coffee:%s|*in*|ELSE:|*out*|END:INTERESTED|*";
    assertEquals("in", render(String.format(block, "Oolong")));
    assertEquals("in", render(String.format(block, "Mocha,Oolong")));
    assertEquals("out", render(String.format(block, "oolong")));
    assertEquals(
        "out", render("*|INTERESTED:Tea &amp; Coffee:Oolong|*in*|ELSE:|*out*|END:INTERESTED|*"));
  }

  @Test
  void blockWithoutEndSwallowsTheRest() {
    assertEquals("a", render("a*|IF:CITY|*b*|FNAME|*c"));
    assertEquals("abc", render("a*|IF:AGE|*bc"));
  }

  @Test
  void jointsWithoutTheirColonsAndStrayJointsPrintAsTheyStand() {
    assertEquals("a*|ELSE|*b", render("*|IF:AGE|*a*|ELSE|*b*|END:IF|*"));
    assertEquals("x*|END:IF|*y*|ELSE:|*", render("x*|END:IF|*y*|ELSE:|*"));
    assertEquals("*|if:AGE|*a*|END:IF|*", render("*|if:AGE|*a*|END:IF|*"));
  }
}
