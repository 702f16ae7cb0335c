package io.espalier.sync.project;

import io.espalier.model.Segment;
import io.espalier.rule.Origin;
import io.espalier.rule.Rule;
import java.util.Optional;

/**
 * A segment, its rule read, and where the rule stands.
 *
 * @param rule who is a member, everywhere: the rule as written and, in an exclusive group, in none
 *     of the segments that come before; see {@link ExclusiveGroups}
 * @param own the rule as written, of people with the values of {@code on_missing} filled in
 * @param written the rule as written
 * @param natively empty where its members are sent everywhere
 * @param offered synced also to an ESP that the project does not name, where a marketer asked for
 *     it there
 */
public record SegmentSpec(
    Segment segment,
    Rule rule,
    Origin origin,
    Rule own,
    Rule written,
    Optional<Exclusive> exclusive,
    MinSize minSize,
    Optional<NativeWish> natively,
    boolean offered) {

  /** One whose members are sent. */
  public SegmentSpec(
      Segment segment,
      Rule rule,
      Origin origin,
      Rule own,
      Rule written,
      Optional<Exclusive> exclusive,
      MinSize minSize) {
    this(segment, rule, origin, own, written, exclusive, minSize, Optional.empty(), false);
  }

  /** Whether this ESP is to keep it by itself. */
  public boolean isNativeAt(String esp) {
    return segment.goesTo(esp) && natively.filter(wish -> wish.covers(esp)).isPresent();
  }

  SegmentSpec with(Rule effective) {
    return new SegmentSpec(
        segment, effective, origin, own, written, exclusive, minSize, natively, offered);
  }
}
