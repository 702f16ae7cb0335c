package io.espalier.sandbox.klaviyo.django;

import static io.espalier.sandbox.klaviyo.django.Rendering.render;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DjangoTemplateTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '\u0000',
      value = {
        // What is printed.
        "{{ t }} => True",
        "{{ f }} => 150.0",
        "{{ l }} => [&#x27;green&#x27;, &#x27;blue&#x27;]",
        "{{ html }} => it&#x27;s &quot;x&quot; &amp; &lt;b&gt;",
        "{{ '<b>' }} => <b>",
        "{{ m|default:'<b>' }} => <b>",
        "{{ html|safe }} => it's \"x\" & <b>",
        "{{ html|lower|escape }} => it&#x27;s &quot;x&quot; &amp; &lt;b&gt;",
        "{% autoescape off %}{{ html }}{% endautoescape %} => it's \"x\" & <b>",
        "[{{ m }}{{ m.x.y }}] => []",
        "{{ none }} => None",
        "{{ z|default:'x' }} => x",
        "{{ \"a\\\"b\\\\c\\n\" }} => a\"b\\c\\n",
        // What is no tag.
        "{{ person.s => {{ person.s",
        "a }} b => a }} b",
        "a %} b => a %} b",
        "{# gone #}x => x",
        "{% verbatim %}{{ s }}{% if %}{% endverbatim %} => {{ s }}{% if %}",
        "{% comment %}{% nonsense %}{{ }}{% endcomment %}x => x",
        // lookup.
        "{{ person|lookup:'Any name $' }} => odd",
        "{{ person|lookup:'it\\'s' }} => apostrophe",
        "{{ person|lookup:\"it's\" }} => apostrophe",
        "{{ person|lookup:'l'|lookup:'1' }} => blue",
        "[{{ person|lookup:'keys' }}] => []",
        "{{ person.l.0 }} => green",
        // Blocks.
        "{% if n > 30 %}a{% elif s == 'green' and t %}b{% else %}c{% endif %} => b",
        "{% for x in l %}{{ forloop.counter }}{{ x }}{% if not forloop.last %},{% endif %}{% endfor %} => 1green,2blue",
        "{% for x in m %}{{ x }}{% empty %}none{% endfor %} => none",
        "{% for k, v in pairs %}{{ k }}={{ v|default:'-' }};{% endfor %} => a=1;b=-;",
        "{% for c in s reversed %}{{ c }}{% endfor %} => neerg",
        "{% for x in l %}{% for y in nl %}{{ forloop.parentloop.counter }}{{ y }} {% endfor %}{% endfor %}. => 11 12 21 22 .",
        "{% for x in l %}{% cycle 'a' 'b' %}{% endfor %} => ab",
        "{% with a=s b=n|add:1 %}{{ a }}{{ b }}{% endwith %}{{ a }}. => green22.",
        "{% firstof m e s %} => green",
        "{% spaceless %} <p> <b>x</b> </p> {% endspaceless %} => <p><b>x</b></p>",
        "{% templatetag openvariable %} => {{",
        "{% widthratio n 42 100 %} => 50",
        // Klaviyo's tags.
        "{% unsubscribe %} => <a href=\"https://u.example/?a=1&amp;b=2\">Unsubscribe</a>",
        "{% unsubscribe 'Leave us' %} => <a href=\"https://u.example/?a=1&amp;b=2\">Leave us</a>",
        "{% unsubscribe_link %} => https://u.example/?a=1&b=2",
        "{% current_weekday %} {% current_month_name %} {% current_day %} {% current_year %} => Tuesday November 3 2026",
        "{% currency_format 1234.5 %} => $1,234.50",
        "{% today \"%Y-%m-%d\" as today %}{% if d >= today %}later{% endif %} {{ today|days_later:3 }} => later 2026-11-06",
        "{% now 'Y-m-d' %} => 2026-11-03",
        // Filters.
        "{{ d|format_date_string|date:'F d, o' }} => November 05, 2026",
        "[{{ d|date:'F' }}] => []",
        "{{ s|slice:':3' }}{{ s|slice:'-3:' }} => greeen",
        "{{ ns|multiply:\"2\" }} {{ s|multiply:'2' }} => 42.0 0.0",
        "{{ 6.2|floor }} {{ 5.2|ceil }} => 6.0 6.0",
        "{{ 3.14159|floatformat:2 }} {{ n|floatformat:2 }} {{ f|floatformat }} => 3.14 21.00 150",
        "{{ 'a b&c/d'|urlencode }} => a%20b%26c/d",
        "{{ l|join:', ' }} {{ l|length }} {{ l|first }} => green, blue 2 green",
        "{{ s|upper }} {{ s|capfirst }} {{ 'tHE oLD'|title }} => GREEN Green The Old",
        "{{ s|truncatechars:3 }} => gr…",
        "{{ s|find_replace:'e|a' }} => graan",
        "{{ n|pluralize }} {{ 1|pluralize:'y,ies' }} => s y",
        "{{ t|yesno:'on,off' }} => on"
      })
  void rendersAs(String template, String expected) {
    assertEquals(expected, render(template));
  }

  @ParameterizedTest
  @EnumSource(Setting.AbsentLookup.class)
  void formsMarkedSafeInTheSheetDoNotDependOnWhatAnAbsentLookupGives(Setting.AbsentLookup absent) {
    String template =
        "{% if person|lookup:'m' %}1{% endif %}"
            + "{% if not person|lookup:'m' %}a{% endif %}"
            + "{% if person|lookup:'m' == 'v' %}2{% endif %}"
            + "{% if person|lookup:'m' != 'v' %}b{% endif %}"
            + "{% if person|lookup:'m' > 5 or person|lookup:'m' < 5 %}3{% endif %}"
            + "{% if 'x' in person|lookup:'m' %}4{% endif %}"
            + "{% if not 'x' in person|lookup:'m' %}c{% endif %}"
            + "{% if person|lookup:'m'|default:''|lower == 'none' %}5{% endif %}";
    assertEquals("abc", render(template, absent));
  }

  @Test
  void loopOverANumberIsAFaultWithItsLine() {
    TemplateFault fault =
        assertThrows(TemplateFault.class, () -> render("a\n{% for x in n %}{% endfor %}"));
    assertEquals("line 2: '21' object is not iterable", fault.getMessage());
  }

  @Test
  void faultsSayWhereAndWhat() {
    assertEquals(
        "line 3: Could not parse the remainder: '>5' from 'n>5'",
        message("\n\n{% if n>5 %}{% endif %}"));
    assertEquals("line 1: Invalid filter: 'shout'", message("{{ s|shout }}"));
    assertEquals(
        "line 2: Unclosed tag 'if'. Looking for one of: elif, else, endif.",
        message("a\n{% if s %}\n"));
    assertEquals(
        "line 1: Invalid block tag: 'endfor', expected elif or else or endif.",
        message("{% if s %}{% endfor %}"));
  }

  private static String message(String template) {
    return assertThrows(TemplateFault.class, () -> DjangoTemplate.parse(template)).getMessage();
  }

  @Test
  void catalogMissSkipsTheRecipient() {
    RecipientSkipped skipped =
        assertThrows(
            RecipientSkipped.class,
            () -> render("{% catalog 'X1' %}{{ catalog_item.title }}{% endcatalog %}"));
    assertEquals(
        "Unable to find item with code: X1. It may have been deleted.", skipped.getMessage());
  }

  @Test
  void longTermsAndDeepNestsAreRead() {
    String or = String.join(" or ", Collections.nCopies(2_000, "m"));
    assertEquals("y", render("{% if " + or + " or t %}y{% endif %}"));
    assertEquals("y", render("{% if t %}".repeat(150) + "y" + "{% endif %}".repeat(150)));
    String literal = "x".repeat(50_000);
    assertEquals(literal, render("{{ m|default:'" + literal + "' }}"));
    assertEquals("n", render("{% if s == '" + literal + "' %}y{% else %}n{% endif %}"));
  }

  @ParameterizedTest
  @CsvSource({
    "1e16,1e+16",
    "123456789012345680,1.2345678901234568e+17",
    "0.1,0.1",
    "0.0001,0.0001",
    "0.00001,1e-05",
    "-2.50,-2.5",
    "100000,100000.0",
    "0,0.0"
  })
  void realsPrintAsInPython(double value, String expected) {
    assertEquals(expected, Python.real(value));
  }
}
