package io.espalier.mjml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Attribute;
import io.espalier.model.ValueType;
import io.espalier.rule.Issue;
import io.espalier.template.Derived;
import io.espalier.template.Field;
import io.espalier.template.MergeLanguage.Grouping;
import io.espalier.template.Requirements;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompileTest {

  private static Map<String, Field> declared() {
    Map<String, Field> fields = new HashMap<>();
    for (Attribute a : Fixtures.RETAIL.attributes().values()) {
      fields.put(
          a.name(), new Field(a.name(), a.name().toUpperCase(Locale.ROOT), a.type(), List.of()));
    }
    return fields;
  }

  private static Map<String, Field> with(Requirements needed) {
    Map<String, Field> fields = declared();
    needed
        .derived()
        .keySet()
        .forEach(
            n ->
                fields.put(n, new Field(n, n.toUpperCase(Locale.ROOT), ValueType.TEXT, List.of())));
    return fields;
  }

  private static String label(Requirements needed, String name) {
    return needed.derived().get(name).attribute().label();
  }

  @ParameterizedTest
  @EnumSource(names = {"PARENTHESES", "AND_BEFORE_OR"})
  void whatTheLanguageCannotSayOfTheExampleIsNeeded(Grouping grouping) {
    Requirements needed =
        Fixtures.comeBack()
            .requirements(new Brackets(grouping), n -> Optional.ofNullable(declared().get(n)));
    assertEquals(
        Set.of(
            "Email condition: in_segment bag-fans",
            "Email condition: country != \"United Kingdom\"",
            "Email condition: last_order < now - 180d",
            "Email condition: not country in [\"France\", \"Germany\"]",
            "Email text: spent_365d | number: \"0.00\"",
            "Email text: last_order | date: \"d MMMM yyyy\"",
            "Email text: orders_total"),
        Set.copyOf(needed.derived().keySet().stream().map(n -> label(needed, n)).toList()));
    assertEquals(Set.of("country", "customer", "spent_365d", "orders_total"), needed.attributes());
    List<String> conditions =
        needed.explanation().stream().filter(line -> !line.startsWith("{{")).toList();
    assertEquals(8, conditions.size(), "the text part says the same again");
    assertTrue(conditions.get(0).startsWith("in_segment bag-fans: synced as es_"));
    assertTrue(conditions.get(2).startsWith("last_order < now - 180d: synced as es_"));
    assertTrue(conditions.get(3).startsWith("orders_total >= 5 and not country"));
    for (Derived derived : needed.derived().values()) {
      assertTrue(derived.attribute().name().matches("es_[0-9a-f]{8}"), derived.toString());
      assertEquals(ValueType.TEXT, derived.attribute().type());
      assertEquals(Set.of("marketing"), derived.attribute().purposes());
    }
  }

  @Test
  void theExampleIsPrintedWithEveryTokenInItsPlace() {
    MjmlEmail email = Fixtures.comeBack();
    Brackets language = new Brackets(Grouping.AND_BEFORE_OR);
    Requirements needed = email.requirements(language, n -> Optional.ofNullable(declared().get(n)));
    Map<String, Field> fields = with(needed);
    Compiled compiled = email.compile(language, n -> Optional.ofNullable(fields.get(n)));
    assertEquals(List.of(), compiled.issues());
    assertEquals("Come back", compiled.subject().orElseThrow());
    assertEquals(
        "[use COUNTRY]Something for [COUNTRY or you PLAIN]", compiled.preheader().orElseThrow());
    String html = compiled.html().orElseThrow();
    assertFalse(html.contains("zq"), "a token is left");
    assertFalse(html.contains("{{"), "an output is left");
    Map<String, String> names = new HashMap<>();
    needed.derived().keySet().forEach(n -> names.put(n.toUpperCase(Locale.ROOT), label(needed, n)));
    StringBuilder code = new StringBuilder();
    Matcher matcher = Pattern.compile("\\[(.*?)]").matcher(html.substring(html.indexOf("[use")));
    while (matcher.find()) {
      String text = matcher.group(1);
      for (Map.Entry<String, String> name : names.entrySet()) {
        text = text.replace(name.getKey(), "<" + name.getValue().replaceAll("^.*?: ", "") + ">");
      }
      code.append(text).append('\n');
    }
    String rest = code.substring(code.indexOf("\n") + 1);
    assertEquals(
        """
        COUNTRY or you HTML
        if <in_segment bag-fans>
        elif SPENT_365D > 1000 and <country != "United Kingdom">
        COUNTRY HTML
        <spent_365d | number: "0.00"> HTML
        elif <last_order < now - 180d>
        <last_order | date: "d MMMM yyyy"> or a rainy day HTML
        CUSTOMER URL
        else
        end
        if ORDERS_TOTAL >= 5 and <not country in ["France", "Germany"]>
        <orders_total> HTML
        end
        address
        unsubscribe
        """,
        rest);
    assertTrue(html.contains("<body style=\"word-spacing:normal;\">[use "), html);
    assertTrue(html.contains("href=\"https://shop.example.net/back?c=[CUSTOMER URL]\""), html);
    assertTrue(html.contains("<a href=\"[unsubscribe]\">Unsubscribe</a>"), html);
  }

  @Test
  void whatALanguageSaysItselfIsNotSynced() {
    MjmlEmail email = Fixtures.everywhere();
    Map<String, Field> fields = new HashMap<>();
    for (Attribute a : Fixtures.INN.attributes().values()) {
      fields.put(a.name(), new Field(a.name(), a.name(), a.type(), List.of()));
    }
    Requirements needed =
        email.requirements(
            new Brackets(Grouping.AND_BEFORE_OR), n -> Optional.ofNullable(fields.get(n)));
    assertTrue(
        needed.explanation().contains("vip == true: native"), needed.explanation().toString());
    assertTrue(needed.explanation().contains("exists name: native"));
    Derived flag =
        needed.derived().values().stream()
            .filter(d -> d.attribute().label().equals("Email condition: city == \"Bath\""))
            .findFirst()
            .orElseThrow();
    assertEquals(List.of("yes", "no"), flag.attribute().values());
    assertTrue(
        needed
            .explanation()
            .contains(
                "city == \"Bath\": synced as "
                    + flag.attribute().name()
                    + " (no exact test in brackets)"));
  }

  @Test
  void aFieldThatTheEspMayNotHoldIsAnErrorWhereItIsShown() {
    MjmlEmail email = Fixtures.comeBack();
    Brackets language = new Brackets(Grouping.AND_BEFORE_OR);
    Requirements needed = email.requirements(language, n -> Optional.ofNullable(declared().get(n)));
    Map<String, Field> fields = with(needed);
    fields.remove("customer");
    fields.keySet().removeIf(n -> n.startsWith("es_") && label(needed, n).contains("bag-fans"));
    Compiled compiled = email.compile(language, n -> Optional.ofNullable(fields.get(n)));
    assertEquals(Optional.empty(), compiled.html());
    assertEquals(
        List.of(
            """
            emails/come-back.mjml:18:63: error: 'customer' is not a field in brackets
              <mj-button href="https://shop.example.net/back?c={{ customer | url }}">Ten percent off</mj-button>
                                                                  ^^^^^^^^
              allow it there in profile.yaml, or take it out""",
            """
            emails/come-back.mjml:9:22: error: 'Email condition: in_segment bag-fans' is not synced to brackets
              <es-when test='in_segment bag-fans'>
                             ^^^^^^^^^^^^^^^^^^^
              allow the attributes that it reads there, in profile.yaml"""),
        compiled.issues().stream().map(Issue::display).toList());
  }
}
