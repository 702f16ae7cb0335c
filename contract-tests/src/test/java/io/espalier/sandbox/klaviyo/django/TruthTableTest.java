package io.espalier.sandbox.klaviyo.django;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vendor sheet's appendix A, measured there on stock Django 5.2.17. */
class TruthTableTest {
  private static String test(String condition) {
    return Rendering.render("{% if " + condition + " %}yes{% else %}no{% endif %}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zs",
        "l",
        "t == 1",
        "t == True",
        "fa == 0",
        "n == 21.0",
        "n >= 2e1",
        "'gre' in s",
        "1 in nl",
        "m != 'x'",
        "not m > 5",
        "not 'x' in m",
        "m == None",
        "none == None",
        "m is None",
        "e in 'abc'",
        "m|default:0 < 5",
        "l|length > 1",
        "30 < n < 20",
        "t or t and fa"
      })
  void isTrue(String condition) {
    assertEquals("yes", test(condition));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m",
        "z",
        "e",
        "empty",
        "none",
        "fa",
        "m > 5",
        "m < 5",
        "m >= 0",
        "m == 0",
        "m == ''",
        "'x' in m",
        "'x' not in m",
        "ns > 20",
        "ns == 21",
        "n == '21'",
        "n > '20'",
        "ns > '3'",
        "'1' in nl",
        "'gre' in l",
        "t == 'true'",
        "t == 'True'",
        "d|format_date_string > '2026-01-01'",
        "true"
      })
  void isFalse(String condition) {
    assertEquals("no", test(condition));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% if (t) %}x{% endif %}",
        "{% if n = 21 %}x{% endif %}",
        "{% if n <> 21 %}x{% endif %}",
        "{% if n && 1 %}x{% endif %}",
        "{% if !n %}x{% endif %}",
        "{% if n + 1 == 22 %}x{% endif %}",
        "{% if n>5 %}x{% endif %}",
        "{% if s=='green' %}x{% endif %}",
        "{{ person['s'] }}",
        "{{ person.l[0] }}",
        "{{ person._x }}",
        "{{ person.a-b }}",
        "{{ s|nl2br }}",
        "{{ s|tojson }}",
        "{% assign x = 1 %}",
        "{% if s %}x{% elsif n %}y{% endif %}",
        "{% unless s %}x{% endunless %}",
        "{% ifequal s n %}x{% endifequal %}",
        "{{ }}",
        "{% %}",
        "{% if %}x{% endif %}",
        "{% if s %}x",
        "{% for x in l %}x",
        "{{ person|lookup: 'n' }}",
        "{{ s|default: 'x' }}",
        "{{ s|lookup }}",
        "{{ s|upper:'x' }}",
        "{% if\n s %}x{% endif %}",
        "<!-- {% nonsense %} -->",
        "{% endif %}",
        "{% if s == 'a' or %}x{% endif %}",
        "{% verbatim %}x{% end verbatim %}"
      })
  void isASyntaxError(String template) {
    assertThrows(TemplateFault.class, () -> DjangoTemplate.parse(template));
  }
}
