package io.espalier.contract;

import io.espalier.model.EmailAddress;
import io.espalier.model.Value;
import io.espalier.sandbox.SandboxProvider;
import io.espalier.sandbox.Sandboxes;
import io.espalier.spi.Change;
import io.espalier.spi.Esp;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * An adapter under contract, and what is peculiar to its ESP.
 *
 * @param sandbox starts an account of the ESP
 * @param settings what a connection needs and the sandbox does not give
 * @param wrongSecret a secret setting, and a well-formed value that is not the account's
 * @param pageSize people on one page of what the ESP gives
 * @param moments what a moment is cut to there
 * @param mostAtOnce calls that the ESP takes at the same time; {@link Integer#MAX_VALUE} for any
 * @param refusedDomain of addresses that the ESP accepts into a job and then refuses
 * @param longText characters of a text that it takes
 * @param shownAfter how long the ESP may take until what it did shows to whoever reads there
 * @param lacks what the ESP cannot do at all; at most three
 */
public record Subject(
    Esp esp,
    SandboxProvider sandbox,
    Map<String, String> settings,
    Map.Entry<String, String> wrongSecret,
    int pageSize,
    ChronoUnit moments,
    int mostAtOnce,
    String refusedDomain,
    int longText,
    Duration shownAfter,
    List<Lack> lacks) {

  /**
   * Something that an ESP cannot do: the rule is not skipped, its clean refusal is asserted.
   *
   * @param rule e.g. {@code c14}
   * @param kind the change that is refused
   * @param reason for whoever reads the build
   */
  public record Lack(String rule, Change.Kind kind, String reason) {}

  /** An adapter and a sandbox that the class path offers, by the ESP's id; no limit at once. */
  public static Subject onBoard(
      String id,
      Map<String, String> settings,
      Map.Entry<String, String> wrongSecret,
      int pageSize,
      ChronoUnit moments,
      String refusedDomain,
      int longText) {
    return new Subject(
        ServiceLoader.load(Esp.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(e -> e.id().equals(id))
            .findFirst()
            .orElseThrow(),
        Sandboxes.all().stream().filter(p -> p.id().equals(id)).findFirst().orElseThrow(),
        settings,
        wrongSecret,
        pageSize,
        moments,
        Integer.MAX_VALUE,
        refusedDomain,
        longText,
        Duration.ZERO,
        List.of());
  }

  public Subject mostAtOnce(int calls) {
    return new Subject(
        esp,
        sandbox,
        settings,
        wrongSecret,
        pageSize,
        moments,
        calls,
        refusedDomain,
        longText,
        shownAfter,
        lacks);
  }

  /** Of an ESP whose readings lag behind its writes. */
  public Subject shownAfter(Duration pause) {
    return new Subject(
        esp,
        sandbox,
        settings,
        wrongSecret,
        pageSize,
        moments,
        mostAtOnce,
        refusedDomain,
        longText,
        pause,
        lacks);
  }

  /** Declares a lack. */
  public Subject lacks(String rule, Change.Kind kind, String reason) {
    List<Lack> more = new ArrayList<>(lacks);
    more.add(new Lack(rule, kind, reason));
    return new Subject(
        esp,
        sandbox,
        settings,
        wrongSecret,
        pageSize,
        moments,
        mostAtOnce,
        refusedDomain,
        longText,
        shownAfter,
        List.copyOf(more));
  }

  /** The same ESP by another adapter. */
  public Subject by(Esp other) {
    return new Subject(
        other,
        sandbox,
        settings,
        wrongSecret,
        pageSize,
        moments,
        mostAtOnce,
        refusedDomain,
        longText,
        shownAfter,
        lacks);
  }

  /** The same adapter against another sandbox of its ESP. */
  public Subject in(SandboxProvider other) {
    return new Subject(
        esp,
        other,
        settings,
        wrongSecret,
        pageSize,
        moments,
        mostAtOnce,
        refusedDomain,
        longText,
        shownAfter,
        lacks);
  }

  boolean can(Change.Kind kind) {
    return lacks.stream().noneMatch(lack -> lack.kind() == kind);
  }

  /** What the ESP keeps of a moment. */
  Value kept(Value.Moment moment) {
    return new Value.Moment(moment.moment().truncatedTo(moments));
  }

  /** An address that is refused after it was accepted. */
  EmailAddress refused(int person) {
    return new EmailAddress("late." + person + "@" + refusedDomain);
  }
}
