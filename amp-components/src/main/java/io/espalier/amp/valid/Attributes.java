package io.espalier.amp.valid;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The attributes of one tag, against one form that it may have. */
final class Attributes {
  private static final Pattern MUSTACHE = Pattern.compile("\\{\\{.*\\}\\}", Pattern.DOTALL);
  private static final Pattern UNESCAPED = Pattern.compile("\\{\\{\\{|\\{\\{\\s*&");
  private static final Pattern PARTIAL = Pattern.compile("\\{\\{\\s*>");
  private static final String BIND = "data-amp-bind-";

  private Attributes() {}

  /**
   * @param bare attributes that are not of this form but allowed nevertheless, e.g. an option's
   * @param template true inside a template, where a value may be mustache
   */
  static void check(
      TagRule rule,
      Map<String, String> attributes,
      Set<String> bare,
      boolean template,
      Problems.Spot at,
      Problems problems) {
    int before = problems.list().size();
    attributes.forEach(
        (name, value) -> {
          if (template && mustache(rule, name, value, at, problems)) {
            return;
          }
          one(rule, name, value, bare, template, attributes.keySet(), at, problems);
        });
    if (problems.list().size() > before && problems.failed()) {
      return;
    }
    rule.attributes()
        .forEach(
            (name, expected) -> {
              if (expected.mandatory() && !attributes.containsKey(name)) {
                problems.error(
                    at, "MANDATORY_ATTR_MISSING", "<" + rule.tag() + "> has no '" + name + "'");
              }
            });
  }

  private static boolean mustache(
      TagRule rule, String name, String value, Problems.Spot at, Problems problems) {
    if (name.contains("{{")) {
      problems.error(
          at, "TEMPLATE_IN_ATTR_NAME", "mustache in the name of an attribute: '" + name + "'");
      return true;
    }
    String where = "'" + name + "' of <" + rule.tag() + "> holds '" + value + "', ";
    if (UNESCAPED.matcher(value).find()) {
      problems.error(
          at, "UNESCAPED_TEMPLATE_IN_ATTR_VALUE", where + "mustache that is not escaped");
      return true;
    }
    if (PARTIAL.matcher(value).find()) {
      problems.error(at, "TEMPLATE_PARTIAL_IN_ATTR_VALUE", where + "a mustache partial");
      return true;
    }
    return false;
  }

  private static void one(
      TagRule rule,
      String name,
      String value,
      Set<String> bare,
      boolean template,
      Set<String> all,
      Problems.Spot at,
      Problems problems) {
    boolean bound = name.startsWith(BIND);
    String key = bound ? "[" + name.substring(BIND.length()) + "]" : name;
    AttributeRule expected = rule.attributes().get(key);
    if (expected == null) {
      boolean data = name.startsWith("data-") && !bound;
      boolean script =
          rule.script().isPresent() && Set.of("custom-element", "custom-template").contains(name);
      if (!data && !script && !bare.contains(name)) {
        problems.error(at, "DISALLOWED_ATTR", "<" + rule.tag() + "> may not have '" + key + "'");
      }
      return;
    }
    if (!expected.deprecated().isEmpty()) {
      problems.warning(
          at,
          "DEPRECATED_ATTR",
          "'" + name + "' is deprecated; use '" + expected.deprecated() + "'");
    }
    if (expected.when().map(w -> w.matcher(value).matches()).orElse(true)) {
      needs(rule, name, expected.needs(), all, at, problems);
    }
    boolean later = template && MUSTACHE.matcher(value).find();
    if (!later) {
      if (!expected.takes(value)) {
        invalid(rule, name, value, at, problems);
        return;
      }
      if (!expected.protocols().isEmpty() && !(value.isBlank() && expected.empty())) {
        Optional<String> wrong = Urls.wrong(value, expected.protocols(), expected.relative());
        if (wrong.isPresent()) {
          List<String> parts = List.of(wrong.get().split("\t", 2));
          String where = " (" + name + " of <" + rule.tag() + ">)";
          problems.error(at, parts.get(0), parts.get(1) + where);
          return;
        }
      }
    }
    if (expected.never().isPresent() && expected.never().get().matcher(value).find()) {
      invalid(rule, name, value, at, problems);
    }
  }

  private static void needs(
      TagRule rule,
      String name,
      List<String> needed,
      Set<String> all,
      Problems.Spot at,
      Problems problems) {
    for (String other : new TreeSet<>(needed)) {
      boolean implied = rule.attributes().getOrDefault(other, AttributeRule.ANYTHING).implied();
      if (!all.contains(other) && !implied) {
        problems.error(
            at,
            "ATTR_REQUIRED_BUT_MISSING",
            "<" + rule.tag() + "> with '" + name + "' needs '" + other + "' too");
      }
    }
  }

  private static void invalid(
      TagRule rule, String name, String value, Problems.Spot at, Problems problems) {
    problems.error(
        at,
        "INVALID_ATTR_VALUE",
        "'" + name + "' of <" + rule.tag() + "> cannot be '" + value + "'");
  }
}
