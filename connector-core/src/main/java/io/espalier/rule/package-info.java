/**
 * The rule language: who belongs to a segment, which content a person sees, what an attribute is
 * computed from. {@link io.espalier.rule.RuleEvaluator} is the meaning of a rule; everything else,
 * SQL and the merge languages, must agree with it.
 *
 * <pre>{@code
 * String text = "count(order where skus has_any [\"85099B\"], 180d) >= 3 and country != \"France\"";
 * Origin origin = Origin.of("segments/bag-fans.yaml", text);
 * Parsed<Rule> parsed = RuleParser.parse(text, origin);
 * parsed.issues().forEach(issue -> log.error(issue.display()));
 * Rule rule = parsed.value().orElseThrow();
 * RuleChecker.check(rule, schema, origin).forEach(issue -> log.error(issue.display()));
 * Moment moment = new Moment(clock.instant(), ZoneId.of("Europe/London"));
 * RuleEvaluator evaluator = new RuleEvaluator(schema, moment, Map.of("bag-fans", rule));
 * boolean member = evaluator.test(rule, profile, events);
 * RulePrinter.print(rule); // the same text again
 * }</pre>
 */
@NullMarked
package io.espalier.rule;

import org.jspecify.annotations.NullMarked;
