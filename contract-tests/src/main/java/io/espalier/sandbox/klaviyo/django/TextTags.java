package io.espalier.sandbox.klaviyo.django;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** spaceless, firstof, widthratio, templatetag. */
final class TextTags {
  private static final Map<String, String> BRACES =
      Map.of(
          "openblock", "{%",
          "closeblock", "%}",
          "openvariable", "{{",
          "closevariable", "}}",
          "openbrace", "{",
          "closebrace", "}",
          "opencomment", "{#",
          "closecomment", "#}");

  private TextTags() {}

  static void addTo(Map<String, Tag> tags) {
    tags.put("spaceless", TextTags::spaceless);
    tags.put("firstof", TextTags::firstOf);
    tags.put("widthratio", TextTags::widthRatio);
    tags.put("templatetag", TextTags::templateTag);
  }

  private static Node spaceless(Parser parser, List<String> words) {
    Body body = parser.bodyUntil(Set.of("endspaceless"));
    return (scope, out) -> out.append(body.text(scope).strip().replaceAll(">\\s+<", "><"));
  }

  private static Node firstOf(Parser parser, List<String> words) {
    if (words.size() < 2) {
      throw new TemplateFault("'firstof' statement requires at least one argument");
    }
    List<FilterExpression> values = new ArrayList<>();
    words.subList(1, words.size()).forEach(word -> values.add(FilterExpression.parse(word)));
    return (scope, out) -> {
      for (FilterExpression value : values) {
        Object resolved = value.resolveForTest(scope);
        if (Python.truth(resolved)) {
          out.append(Escaping.printed(resolved, scope));
          return;
        }
      }
    };
  }

  private static Node widthRatio(Parser parser, List<String> words) {
    if (words.size() != 4) {
      throw new TemplateFault("widthratio takes at least three arguments");
    }
    FilterExpression value = FilterExpression.parse(words.get(1));
    FilterExpression most = FilterExpression.parse(words.get(2));
    FilterExpression width = FilterExpression.parse(words.get(3));
    return (scope, out) -> {
      double part = Coercion.real(value.resolve(scope));
      double whole = Coercion.real(most.resolve(scope));
      double scale = Coercion.real(width.resolve(scope));
      out.append(whole == 0 ? "0" : rounded(part / whole * scale));
    };
  }

  private static String rounded(double value) {
    return new BigDecimal(value).setScale(0, RoundingMode.HALF_EVEN).toPlainString();
  }

  private static Node templateTag(Parser parser, List<String> words) {
    @Nullable String brace = words.size() == 2 ? BRACES.get(words.get(1)) : null;
    if (brace == null) {
      throw new TemplateFault("Invalid templatetag argument");
    }
    return (scope, out) -> out.append(brace);
  }
}
