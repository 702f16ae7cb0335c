package io.espalier.sandbox.mailchimp.merge;

import java.math.BigDecimal;
import java.util.Optional;

/** Says whether a condition holds for a recipient. */
record Judge(Recipient recipient, Disputed disputed) {

  boolean holds(Condition condition) {
    if (condition instanceof Condition.Present present) {
      return present(present.tag()) != present.negated();
    }
    if (condition instanceof Condition.Interested interested) {
      return recipient.interested(interested.category(), interested.groups());
    }
    return compares((Condition.Compares) condition);
  }

  private boolean present(String tag) {
    Optional<Recipient.Field> field = recipient.field(tag);
    String value = value(tag, field);
    return !value.isEmpty() && (disputed.zeroIsPresent() || !value.equals("0"));
  }

  private boolean compares(Condition.Compares condition) {
    Optional<Recipient.Field> field = recipient.field(condition.tag());
    String left = value(condition.tag(), field);
    String right = right(condition.value());
    return switch (condition.operator()) {
      // Exact, case and all; nothing equals nothing.
      case EQUAL -> !left.isEmpty() && left.equals(right);
      case NOT_EQUAL -> left.isEmpty() ? disputed.missingDiffers() : !left.equals(right);
      case AT_LEAST -> order(field, left, right).filter(sign -> sign >= 0).isPresent();
      case AT_MOST -> order(field, left, right).filter(sign -> sign <= 0).isPresent();
      case MORE -> order(field, left, right).filter(sign -> sign > 0).isPresent();
      case LESS -> order(field, left, right).filter(sign -> sign < 0).isPresent();
    };
  }

  /** Empty where the two have no order. Text orders as text: 9 comes after 18. */
  private Optional<Integer> order(Optional<Recipient.Field> field, String left, String right) {
    if (field.isPresent()
        && left.isEmpty()
        && field.get().kind() == Recipient.Kind.NUMBER
        && disputed.missingOrdersAsZero()) {
      return number(right).map(BigDecimal.ZERO::compareTo);
    }
    if (field.isEmpty() || left.isEmpty()) {
      return Optional.empty();
    }
    return switch (field.get().kind()) {
      case NUMBER -> number(left).flatMap(a -> number(right).map(a::compareTo));
      case TEXT -> Optional.of(left.compareTo(right));
      case DATE ->
          disputed.datesHaveOrder() ? Optional.of(left.compareTo(right)) : Optional.empty();
    };
  }

  private String value(Optional<Recipient.Field> field) {
    return field
        .map(
            known ->
                known.value().isEmpty() && disputed.conditionsSeeDefaults()
                    ? known.defaultValue()
                    : known.value())
        .orElse("");
  }

  /** {@code IF:REWARDS}, {@code IF:MC_LANGUAGE=fr}: a system tag where no field has the name. */
  private String value(String tag, Optional<Recipient.Field> field) {
    return field.isPresent() ? value(field) : recipient.system(tag).orElse("");
  }

  private String right(String text) {
    return disputed.rightSideMayBeTag()
        ? recipient.field(text).map(Recipient.Field::value).orElse(text)
        : text;
  }

  private static Optional<BigDecimal> number(String text) {
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }
}
