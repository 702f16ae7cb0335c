package io.espalier.sync.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is known of one person, and why.
 *
 * @param key ours
 * @param address masked
 * @param here false where the person is not among the usable rows of the source today
 * @param consent what holds, of all that was ever said
 * @param statements what was ever said of consent, the oldest first
 */
public record PersonEvidence(
    String key,
    String address,
    boolean here,
    Consent consent,
    List<Value> values,
    List<Segment> segments,
    List<Statement> statements,
    List<AtEsp> esps) {

  /**
   * @param state a word of the consent states
   * @param source who said so; empty where nobody did
   */
  public record Consent(String state, Optional<Instant> since, String source) {}

  /**
   * One attribute.
   *
   * @param value as text; empty where it is missing, and where it is a token that nobody is shown
   * @param source the column, the computation or the score that it comes from
   */
  public record Value(String attribute, Optional<String> value, String source) {}

  /**
   * One segment, with the conditions of its rule.
   *
   * @param note how it came that the rule is another than the one written; mostly empty
   */
  public record Segment(String id, boolean member, String note, List<Condition> conditions) {}

  /**
   * @param depth of nesting in the rule
   * @param value what the condition looked at; empty where it joins others, or it is missing
   */
  public record Condition(int depth, String text, boolean holds, Optional<String> value) {}

  /** What was said of consent, by whom. */
  public record Statement(
      String state, String source, String evidence, Instant at, Instant learned) {}

  /**
   * What an ESP holds, as it confirmed it, and all that it was told.
   *
   * @param fields field → value, as one JSON text; empty where the ESP does not know the person
   * @param parked what it refused for good, with the reason
   */
  public record AtEsp(
      String esp,
      Optional<String> fields,
      Optional<String> consent,
      Optional<Instant> confirmed,
      List<String> segments,
      List<Told> told,
      List<Told> parked) {}

  /**
   * @param what the changed fields, the state of consent, or nothing
   * @param reason empty where it was applied
   */
  public record Told(
      Instant at,
      String run,
      String kind,
      String segment,
      String what,
      String outcome,
      String reason) {}
}
