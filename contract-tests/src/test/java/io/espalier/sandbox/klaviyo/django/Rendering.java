package io.espalier.sandbox.klaviyo.django;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A context for tests: that of the vendor sheet's truth table, also under person. */
final class Rendering {
  private Rendering() {}

  static Setting setting(Setting.AbsentLookup absent) {
    return new Setting(
        ZonedDateTime.of(2026, 11, 3, 15, 4, 5, 0, ZoneId.of("US/Eastern")),
        "https://u.example/?a=1&b=2",
        "https://p.example/",
        "https://w.example/",
        "$",
        absent);
  }

  static Map<String, Object> context() {
    Map<String, Object> values = new HashMap<>();
    values.put("s", "green");
    values.put("n", 21L);
    values.put("ns", "21");
    values.put("t", true);
    values.put("fa", false);
    values.put("z", 0L);
    values.put("zs", "0");
    values.put("e", "");
    values.put("l", List.of("green", "blue"));
    values.put("nl", List.of(1L, 2L));
    values.put("empty", List.of());
    values.put("none", null);
    values.put("f", 150.0);
    values.put("html", "it's \"x\" & <b>");
    values.put("Any name $", "odd");
    values.put("it's", "apostrophe");
    values.put("pairs", List.of(Arrays.asList("a", 1L), Arrays.asList("b", null)));
    values.put("d", "2026-11-05");
    Map<String, Object> context = new HashMap<>(values);
    context.put("person", values);
    return context;
  }

  static String render(String template) {
    return render(template, Setting.AbsentLookup.EMPTY_TEXT);
  }

  static String render(String template, Setting.AbsentLookup absent) {
    return DjangoTemplate.parse(template).render(context(), setting(absent));
  }
}
