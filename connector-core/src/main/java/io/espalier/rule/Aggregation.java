package io.espalier.rule;

import io.espalier.model.Cased;
import io.espalier.model.Event;
import io.espalier.model.EventType;
import io.espalier.model.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an aggregate makes of the events it sees. */
final class Aggregation {
  private static final BigDecimal LIMIT = BigDecimal.TEN.pow(29);
  private static final Comparator<Event> ORDER =
      Comparator.comparing(Event::time).thenComparing(Event::id, Cased::compare);

  private final Operand.Aggregate aggregate;
  private final Moment moment;

  Aggregation(Operand.Aggregate aggregate, Moment moment) {
    this.aggregate = aggregate;
    this.moment = moment;
  }

  Value of(List<Event> seen) {
    String property = aggregate.property().orElse(EventType.TIME);
    List<Value> values = new ArrayList<>();
    seen.stream()
        .sorted(ORDER)
        .map(event -> PersonValues.property(event, property))
        .filter(Value::exists)
        .forEach(values::add);
    Function function = aggregate.function();
    switch (function) {
      case COUNT:
        return Value.number(seen.size());
      case SUM:
        return new Value.Number(sum(values));
      case DISTINCT:
        return Value.number(forms(values).size());
      default:
        return values.isEmpty() ? Value.NOTHING : ofSome(function, values);
    }
  }

  private Value ofSome(Function function, List<Value> values) {
    return switch (function) {
      case FIRST -> values.get(0);
      case LAST -> values.get(values.size() - 1);
      case MIN -> values.stream().min((a, b) -> ValueOrder.compare(a, b, true)).orElseThrow();
      case MAX -> values.stream().max((a, b) -> ValueOrder.compare(a, b, true)).orElseThrow();
      case AVG -> average(values);
      case MOST_FREQUENT -> mostFrequent(values);
      case DAYS_SINCE_LAST -> daysSince((Value.Moment) values.get(values.size() - 1));
      case COUNT, SUM, DISTINCT -> throw new IllegalStateException(function.word());
    };
  }

  private BigDecimal sum(List<Value> values) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Value value : values) {
      sum = sum.add(((Value.Number) value).number());
    }
    if (sum.abs().compareTo(LIMIT) >= 0) {
      throw new ArithmeticException(
          RulePrinter.print(aggregate) + " has more than 29 digits before the point");
    }
    return sum;
  }

  private Value average(List<Value> values) {
    BigDecimal count = BigDecimal.valueOf(values.size());
    return new Value.Number(sum(values).divide(count, Value.SCALE, RoundingMode.HALF_EVEN));
  }

  private Value daysSince(Value.Moment last) {
    return Value.number(ChronoUnit.SECONDS.between(last.moment(), moment.now()) / 86_400);
  }

  private static Set<Value> forms(List<Value> values) {
    Set<Value> forms = new HashSet<>();
    for (Value value : values) {
      if (value instanceof Value.TextList list) {
        list.texts().forEach(text -> forms.add(new Value.Text(Cased.fold(text))));
      } else {
        forms.add(form(value));
      }
    }
    return forms;
  }

  private static Value form(Value value) {
    return value instanceof Value.Text text ? new Value.Text(Cased.fold(text.text())) : value;
  }

  private static Value mostFrequent(List<Value> values) {
    Map<Value, Integer> counts = new HashMap<>();
    values.forEach(value -> counts.merge(form(value), 1, Integer::sum));
    Value form =
        counts.keySet().stream()
            .min(
                Comparator.<Value>comparingInt(f -> -counts.getOrDefault(f, 0))
                    .thenComparing((a, b) -> ValueOrder.compare(a, b, true)))
            .orElseThrow();
    return values.stream()
        .filter(value -> form(value).equals(form))
        .min((a, b) -> ValueOrder.compare(a, b, true))
        .orElseThrow();
  }
}
