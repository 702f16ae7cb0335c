package io.espalier.template;

import io.espalier.model.Value;
import io.espalier.model.ValueType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What stands between braces, while its filters are read: one value with its filters, or a text
 * that is known already, or both mixed, as the author put into a slot.
 */
final class Expression {
  private final Template subject;
  private final String name;
  private final List<Filter> filters = new ArrayList<>();
  private Optional<String> fallback = Optional.empty();

  private Expression(Template subject, String name) {
    this.subject = subject;
    this.name = name;
    if (subject instanceof Template.Output output) {
      filters.addAll(output.filters());
      fallback = output.fallback();
    }
  }

  static Expression of(String text) {
    return new Expression(new Template.Text(text, Context.PLAIN), "text");
  }

  static Expression of(Template bound, String name) {
    Template only =
        bound instanceof Template.Sequence s && s.parts().size() == 1 ? s.parts().get(0) : bound;
    return new Expression(only, name);
  }

  String name() {
    return name;
  }

  /** True where no filter can be applied to it. */
  boolean isMixed() {
    return subject instanceof Template.Sequence s && !s.parts().isEmpty();
  }

  /** The type that the next filter meets; empty where the text is known, and any may be tried. */
  Optional<ValueType> type() {
    if (!(subject instanceof Template.Output output)) {
      return Optional.empty();
    }
    return Optional.of(filters.isEmpty() ? output.type() : ValueType.TEXT);
  }

  void filter(Filter filter) {
    filters.add(filter);
    // A text that stands in for the value goes through what follows it.
    fallback = fallback.map(text -> applied(text, List.of(filter)));
  }

  void fallback(Optional<String> text) {
    if (fallback.isEmpty()) {
      fallback = text.filter(t -> !t.isBlank());
    }
  }

  private static String applied(String text, List<Filter> filters) {
    return Formats.apply(value(text, filters), filters, ZoneOffset.UTC).orElse("");
  }

  /** A number or a day where the first filter wants one and it is one. */
  private static Value value(String text, List<Filter> filters) {
    if (!filters.isEmpty()) {
      try {
        if (filters.get(0).kind().types().contains(ValueType.NUMBER)) {
          return new Value.Number(new BigDecimal(text.strip()));
        } else if (filters.get(0).kind().types().contains(ValueType.DATE)) {
          return new Value.Day(LocalDate.parse(text.strip()));
        }
      } catch (NumberFormatException | DateTimeException e) {
        return Value.text(text);
      }
    }
    return Value.text(text);
  }

  /** The template, harmless in this context. */
  Template in(Context context) {
    if (subject instanceof Template.Output output) {
      return new Template.Output(
          output.attribute(), output.type(), filters, fallback, context, output.place());
    } else if (subject instanceof Template.Text text) {
      String shown = filters.isEmpty() ? text.copy() : applied(text.copy(), filters);
      String known = shown.isBlank() ? fallback.orElse(shown) : shown;
      return new Template.Text(TemplateEvaluator.harmless(known, context), context);
    }
    return moved(subject, context, fallback);
  }

  private static Template moved(Template bound, Context context, Optional<String> fallback) {
    if (bound instanceof Template.Text text) {
      return new Template.Text(TemplateEvaluator.harmless(text.copy(), context), context);
    } else if (bound instanceof Template.Output o) {
      return new Template.Output(
          o.attribute(), o.type(), o.filters(), o.fallback(), context, o.place());
    }
    List<Template> parts = ((Template.Sequence) bound).parts();
    return parts.isEmpty()
        ? new Template.Text(TemplateEvaluator.harmless(fallback.orElse(""), context), context)
        : new Template.Sequence(parts.stream().map(p -> moved(p, context, fallback)).toList());
  }
}
