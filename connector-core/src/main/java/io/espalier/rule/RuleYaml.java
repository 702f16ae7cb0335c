package io.espalier.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The second written form of a rule: keys and lists in place of operators. One to one with the
 * expression form; any rule may be given in either.
 *
 * <pre>{@code
 * all:
 *   - {count: product_viewed, where: {category: outdoor}, within: 30d, gt: 3}
 *   - not: {exists_event: order, within: 30d}
 *   - {attr: country, in: [GB, IE]}
 *   - any:
 *       - {attr: score.outdoor, gte: 60}
 *       - {in_segment: loyalty_gold}
 *   - {attr: last_order, lt: now - 180d}
 * }</pre>
 *
 * <p>A plain value is a number, a date, a datetime, {@code true}, {@code false}, {@code now - 30d}
 * or {@code today} where it looks like one, and a text otherwise; a quoted value is always a text.
 * {@code exact: true} stands for {@code :cs}. Where a rule is expected, a text is one in expression
 * form.
 *
 * <p>Law: {@code read(write(rule))} equals the rule, also through the text of a YAML file.
 */
public final class RuleYaml {
  private static final int WIDTH = 100;

  // A text that YAML takes for itself without quotes; nothing in it is an indicator.
  private static final Pattern UNQUOTED =
      Pattern.compile("(?!.*(?:: | #|:$))[A-Za-z0-9(][ -~\u00A1-\u1FFF]*");

  private RuleYaml() {}

  /**
   * The rule that a tree says. All that is wrong is told at once.
   *
   * @param origin of the whole document that the tree's spans count in
   */
  public static Parsed<Rule> read(RuleTree tree, Origin origin) {
    TreeScope scope = new TreeScope(origin);
    Optional<Rule> rule = new RuleTreeReader(scope, false).rule(tree);
    return new Parsed<>(scope.failed() ? Optional.empty() : rule, scope.issues());
  }

  public static RuleTree write(Rule rule) {
    return rule.accept(new RuleTreeWriter(false));
  }

  /**
   * A rule under a key of a YAML file: lines without indent, from {@code key:} on.
   *
   * @param structured keys and lists; otherwise the expression form, as a text
   */
  public static List<String> entry(String key, Rule rule, boolean structured) {
    List<String> lines =
        structured ? RuleTreeText.lines(write(rule)) : RuleLayout.lines(rule, WIDTH - 2);
    String only = lines.get(0);
    boolean block = structured ? !RuleTreeText.isLeaf(write(rule)) : lines.size() > 1;
    if (structured || lines.size() == 1 && UNQUOTED.matcher(only).matches()) {
      return block ? indented(key + ":", lines) : List.of(key + ": " + only);
    }
    String text = String.join("\n", lines);
    boolean printable = text.codePoints().allMatch(p -> p == '\n' || RuleTreeText.isPrintable(p));
    return printable
        ? indented(key + ": |", lines)
        : List.of(key + ": " + RuleTreeText.quoted(RulePrinter.print(rule)));
  }

  private static List<String> indented(String first, List<String> lines) {
    List<String> all = new ArrayList<>(List.of(first));
    lines.forEach(line -> all.add("  " + line));
    return all;
  }
}
