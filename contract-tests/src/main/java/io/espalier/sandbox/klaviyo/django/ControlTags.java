package io.espalier.sandbox.klaviyo.django;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** if, with, comment, verbatim, autoescape. */
final class ControlTags {
  private static final Pattern ASSIGNMENT = Pattern.compile("(\\w+)=(.+)", Pattern.DOTALL);

  private ControlTags() {}

  static void addTo(Map<String, Tag> tags) {
    tags.put("if", ControlTags::choice);
    tags.put("with", ControlTags::with);
    tags.put("comment", ControlTags::comment);
    tags.put("verbatim", (parser, words) -> parser.bodyUntil(Set.of("endverbatim")));
    tags.put("autoescape", ControlTags::autoescape);
  }

  private record Branch(Condition condition, Body body) {}

  private static Node choice(Parser parser, List<String> words) {
    List<Branch> branches = new ArrayList<>();
    List<String> test = words;
    while (true) {
      Condition condition = Condition.parse(test.subList(1, test.size()));
      branches.add(new Branch(condition, parser.bodyUntil(Set.of("elif", "else", "endif"))));
      Token end = parser.end();
      if (!end.command().equals("elif")) {
        break;
      }
      test = Words.of(end.content());
    }
    Body otherwise =
        parser.end().content().equals("else") ? parser.bodyUntil(Set.of("endif")) : new Body();
    if (!parser.end().content().equals("endif")) {
      throw new TemplateFault("Malformed template tag: '" + parser.end().content() + "'");
    }
    return (scope, out) -> {
      for (Branch branch : branches) {
        if (Python.truth(branch.condition.value(scope))) {
          branch.body.render(scope, out);
          return;
        }
      }
      otherwise.render(scope, out);
    };
  }

  private static Node with(Parser parser, List<String> words) {
    Map<String, FilterExpression> given = new LinkedHashMap<>();
    if (words.size() == 4 && words.get(2).equals("as")) {
      given.put(words.get(3), FilterExpression.parse(words.get(1)));
    } else {
      for (String word : words.subList(1, words.size())) {
        Matcher assignment = ASSIGNMENT.matcher(word);
        if (!assignment.matches()) {
          throw new TemplateFault("'with' received an invalid token: '" + word + "'");
        }
        given.put(assignment.group(1), FilterExpression.parse(assignment.group(2)));
      }
    }
    if (given.isEmpty()) {
      throw new TemplateFault("'with' expected at least one variable assignment");
    }
    Body body = parser.bodyUntil(Set.of("endwith"));
    return (scope, out) -> {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      given.forEach((name, expression) -> values.put(name, expression.resolve(scope)));
      scope.push();
      values.forEach(scope::set);
      body.render(scope, out);
      scope.pop();
    };
  }

  private static Node comment(Parser parser, List<String> words) {
    parser.skipUntil("endcomment");
    return (scope, out) -> {};
  }

  private static Node autoescape(Parser parser, List<String> words) {
    if (words.size() != 2 || !Set.of("on", "off").contains(words.get(1))) {
      throw new TemplateFault("'autoescape' argument should be 'on' or 'off'");
    }
    boolean on = words.get(1).equals("on");
    Body body = parser.bodyUntil(Set.of("endautoescape"));
    return (scope, out) -> {
      boolean before = scope.autoescape();
      scope.autoescape(on);
      body.render(scope, out);
      scope.autoescape(before);
    };
  }
}
