package io.espalier.rule;

import io.espalier.model.Attribute;
import io.espalier.model.Schema;
import io.espalier.model.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a rule can be meant for a schema: names that exist, types that fit. Collects all issues,
 * throws none. What has no issue here has a meaning in {@link RuleEvaluator} and in SQL.
 */
public final class RuleChecker {
  private RuleChecker() {}

  /** All that is wrong with a rule. */
  public static List<Issue> check(Rule rule, Schema schema, Origin origin) {
    return check(rule, schema, origin, Optional.empty());
  }

  /** The same, of a rule for a purpose, which every attribute must allow. */
  public static List<Issue> check(Rule rule, Schema schema, Origin origin, String purpose) {
    return check(rule, schema, origin, Optional.of(purpose));
  }

  private static List<Issue> check(
      Rule rule, Schema schema, Origin origin, Optional<String> purpose) {
    Check check = new Check(schema, origin, purpose);
    rule.accept(new RuleCheck(check));
    return check.issues();
  }

  /** All that is wrong with a value. */
  public static List<Issue> checkOperand(Operand operand, Schema schema, Origin origin) {
    Check check = new Check(schema, origin);
    operand.accept(check);
    return check.issues();
  }

  /** The type of a value; empty where it has none because something in it is wrong. */
  public static Optional<ValueType> typeOf(Operand operand, Schema schema) {
    return operand.accept(new Check(schema, (start, end) -> Place.file("")));
  }

  /**
   * The circles among rules that name one another by {@code in_segment}.
   *
   * @param rules by segment id
   * @return each circle once, as a path that ends where it begins: {@code a -> b -> a}
   */
  public static List<String> segmentCycles(Map<String, Rule> rules) {
    return new SegmentCycles(rules).find();
  }

  /** The types that rules may name, of a schema's attributes. */
  static Optional<ValueType> attributeType(Schema schema, String name) {
    return schema.attribute(name).map(Attribute::type);
  }
}
