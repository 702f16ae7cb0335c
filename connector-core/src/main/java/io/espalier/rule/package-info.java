/**
 * The rule language. {@link io.espalier.rule.RuleEvaluator} is the meaning of a rule; everything
 * else must agree with it.
 */
@NullMarked
package io.espalier.rule;

import org.jspecify.annotations.NullMarked;
