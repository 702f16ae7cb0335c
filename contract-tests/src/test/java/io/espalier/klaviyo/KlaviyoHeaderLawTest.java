package io.espalier.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sandbox.klaviyo.django.DjangoTemplate;
import io.espalier.sandbox.klaviyo.django.Setting;
import io.espalier.spi.Content;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class KlaviyoHeaderLawTest {
  private static final Setting SETTING =
      new Setting(
          ZonedDateTime.of(2026, 11, 3, 15, 4, 5, 0, ZoneOffset.UTC),
          "https://u.example/",
          "https://p.example/",
          "https://w.example/",
          "$",
          Setting.AbsentLookup.EMPTY_TEXT);

  @Provide
  Arbitrary<String> hostile() {
    return Arbitraries.of(
            "{% endcomment %}",
            "endcomment",
            "{% verbatim %}",
            "{% endverbatim %}",
            "{% comment %}",
            "\\",
            "\\n",
            "\n",
            "\r",
            "\u2028",
            "{{ x }}",
            "{{",
            "{%",
            "{#",
            "#}",
            "}}",
            "%}",
            "é",
            "😀",
            " subject: ",
            "espalier",
            "a",
            " ")
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }

  private static String published(String subject, String html) {
    Content content = new Content("key", "name", Content.Shape.EMAIL, subject, html, "", "");
    return KlaviyoHeader.of(content).on(html);
  }

  @Property(tries = 300)
  void subjectAndHtmlReadBackAsTheyWereWhateverTheyHold(
      @ForAll("hostile") String subject, @ForAll("hostile") String html) {
    KlaviyoHeader.Read read = KlaviyoHeader.read(published(subject, html));

    assertEquals(subject, read.subject());
    assertEquals(html, read.html());
    assertEquals(
        Optional.of(
            new Content("key", "name", Content.Shape.EMAIL, subject, html, "", "").version()),
        read.version());
  }

  @Property(tries = 300)
  void whateverTheSubjectHoldsAPersonSeesTheHtmlAlone(@ForAll("hostile") String subject) {
    String html = "<p>#} }} %} {{ x }}</p>";

    assertEquals(
        "<p>#} }} %} 1</p>",
        DjangoTemplate.parse(published(subject, html)).render(Map.of("x", 1L), SETTING));
  }
}
