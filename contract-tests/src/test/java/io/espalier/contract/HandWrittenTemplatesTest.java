package io.espalier.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Attribute;
import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.model.ProfileKey;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.sandbox.RenderException;
import io.espalier.spi.Change;
import io.espalier.spi.Outcome;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sandboxes run what marketers write by hand, by the habits of public templates. */
class HandWrittenTemplatesTest {
  private static final List<Attribute> ATTRIBUTES =
      List.of(
          Attribute.of("first_name", ValueType.TEXT),
          Attribute.of("tier", ValueType.TEXT),
          Attribute.of("points", ValueType.NUMBER),
          Attribute.of("interests", ValueType.LIST));
  private static final EmailAddress ADA = new EmailAddress("ada@customers.example.net");

  private static Trial with(int esp) {
    Trial trial = new Trial(Languages.SUBJECTS.get(esp), ATTRIBUTES);
    trial.settle(ATTRIBUTES.stream().map(Change.DefineField::new).toList());
    Consent consent =
        new Consent(
            Consent.EMAIL,
            Consent.State.SUBSCRIBED,
            TrialClock.START.minus(9, ChronoUnit.DAYS),
            "checkout",
            "box ticked");
    Map<String, Value> values =
        Map.of(
            "first_name", Value.text("ada"),
            "tier", Value.text("Gold"),
            "points", Value.number("1200"),
            "interests", Value.list(List.of("skiing", "tea")));
    List<Outcome> outcomes =
        trial.settle(List.of(new Change.Upsert(new ProfileKey("c-1"), ADA, values, consent)));
    assertEquals(List.of(Outcome.APPLIED), outcomes);
    return trial;
  }

  private static void shows(Trial trial, String expected, String template) {
    assertEquals(expected, trial.sandbox.render(template, ADA.address()), template);
  }

  private static void refuses(Trial trial, String template) {
    assertThrows(
        RenderException.class, () -> trial.sandbox.render(template, ADA.address()), template);
  }

  @Test
  void klaviyo() {
    try (Trial trial = with(0)) {
      shows(trial, "Hi Ada", "Hi {{ first_name|title|default:'there' }}");
      shows(
          trial,
          "GOLD 1,200 1200.00",
          "{{ person.tier|upper }} {{ person.points|intcomma }} {{ person|lookup:'points'|floatformat:2 }}");
      shows(
          trial,
          "1.skiing, 2.tea",
          "{% for i in person.interests %}{{ forloop.counter }}.{{ i }}{% if not forloop.last %}, {% endif %}{% empty %}none{% endfor %}");
      shows(
          trial,
          "vip",
          "{% if person.tier == 'Gold' and person.points > 1000 %}vip{% elif person.points %}some{% else %}none{% endif %}");
      shows(trial, "no event", "{% if event.extra.line_items %}x{% else %}no event{% endif %}");
      shows(
          trial,
          "a-b",
          "{% with x='a' %}{{ x }}{% endwith %}-{% comment %}c{% endcomment %}{% verbatim %}b{% endverbatim %}");
      shows(trial, "2026", "{% today '%Y' as y %}{{ y }}");
      shows(trial, "ski 2", "{{ person.interests.0|slice:':3' }} {{ person.interests|length }}");
      shows(trial, "my-own-name", "{{ 'My own name!'|slugify }}");
      assertTrue(
          trial
              .sandbox
              .render("{% unsubscribe 'Leave' %} {% manage_preferences %}", ADA.address())
              .matches("<a href=\"https://[^\"]+\">Leave</a> <a href=.*"));
      // The usual mistakes, each of which costs the whole template.
      for (String wrong :
          List.of(
              "{{ now | date: '%Y' }}",
              "{% if x %}a{% elsif y %}b{% endif %}",
              "{% assign a = 1 %}",
              "{% unsubscribe_url %}",
              "{% if (a) %}b{% endif %}")) {
        refuses(trial, wrong);
      }
    }
  }

  @Test
  void mailchimp() {
    try (Trial trial = with(1)) {
      shows(trial, "Ada ADA ada", "*|TITLE:FNAME|* *|UPPER:FNAME|* *|LOWER:FNAME|*");
      shows(
          trial, "gold", "*|IF:TIER=Gold|*gold*|ELSEIF:TIER=Silver|*silver*|ELSE:|*none*|END:IF|*");
      shows(trial, "rich", "*|IF:POINTS >= 1000|*rich*|END:IF|*");
      shows(trial, "web", "*|IFNOT:ARCHIVE_PAGE|*web*|END:IF|*");
      shows(trial, "2026 11/23/2026", "*|CURRENT_YEAR|* *|DATE:m/d/Y|*");
      shows(trial, "none", "*|INTERESTED:Sports:Golf|*golf*|ELSE:|*none*|END:INTERESTED|*");
      shows(trial, "*|NOSUCH|*", "*|NOSUCH|*");
      shows(
          trial,
          "thanks <a href=\"https://eepurl.com/rewards\">Email Marketing Powered by Mailchimp</a>",
          "*|IF:REWARDS|*thanks *|HTML:REWARDS|**|END:IF|*");
      String footer =
          trial.sandbox.render(
              "*|LIST:DESCRIPTION|* *|LIST:COMPANY|* *|HTML:LIST_ADDRESS_HTML|*"
                  + " *|UNSUB|* *|UPDATE_PROFILE|* *|FORWARD|* *|ARCHIVE|*",
              ADA.address());
      assertEquals(-1, footer.indexOf("*|"), footer);
    }
  }

  @Test
  void salesforceMarketingCloud() {
    try (Trial trial = with(2)) {
      shows(
          trial,
          "Hi Ada",
          "%%[ VAR @n SET @n = Lookup('Espalier Profiles','first_name','SubscriberKey',_subscriberkey)"
              + " IF NOT EMPTY(@n) AND @n != 'x' THEN SET @n = ProperCase(@n) ELSE SET @n = 'you' ENDIF ]%%"
              + "Hi %%=v(@n)=%%");
      shows(
          trial,
          "1:ada 1",
          "%%[ SET @rows = LookupRows('Espalier Profiles','tier','gold') SET @c = RowCount(@rows)"
              + " IF @c > 0 THEN FOR @i = 1 TO @c DO SET @row = Row(@rows,@i) ]%%"
              + "%%=v(@i)=%%:%%=Field(@row,'first_name')=%%%%[ NEXT @i ENDIF ]%% %%=v(@c)=%%");
      shows(trial, "1,200.00 yes", "%%=FormatNumber(1200,'N2')=%% %%=IIF(1 == 1,'yes','no')=%%");
      shows(
          trial,
          "2026-01-31 31",
          "%%=FormatDate(DateAdd('2026-01-30',1,'D'),'yyyy-MM-dd')=%% %%=DatePart('2026-01-31','D')=%%");
      shows(
          trial,
          "b 3 A",
          "%%=Substring('abc',2,1)=%% %%=Length('abc')=%% %%=Uppercase(Trim(' a '))=%%");
      shows(
          trial,
          "",
          "%%=BeginImpressionRegion('x')=%%%%=EndImpressionRegion(0)=%%%%=RequestParameter('a')=%%");
      shows(trial, "default", "%%=ContentBlockByName('Folder\\\\None','r',0,'default')=%%");
      assertTrue(
          trial
              .sandbox
              .render(
                  "%%=RedirectTo(Concat('https://x.example/?p=',1))=%% %%=CloudPagesURL(12,'a',1)=%%",
                  ADA.address())
              .startsWith("https://x.example/?p=1 https://cloud.example.com/page12?qs="));
      for (String wrong :
          List.of(
              "%%=RetrieveSalesforceObjects('Contact','Id','Id','=','1')=%%",
              "%%=Output('x')=%%",
              "%%=Add('x',1)=%%",
              "%%nothing_of_this_name%%",
              "%%[ IF 1 == 1 THEN ]%% never closed")) {
        refuses(trial, wrong);
      }
    }
  }
}
