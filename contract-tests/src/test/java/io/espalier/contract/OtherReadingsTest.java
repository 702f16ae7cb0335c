package io.espalier.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.espalier.sandbox.DisputedFact;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.SandboxProvider;
import io.espalier.sandbox.mailchimp.MailchimpFact;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What nobody knows of a vendor must not decide whether its adapter works: the rules hold in the
 * unusual position of each switch, too, but for those that are said here with their reason.
 */
class OtherReadingsTest {
  /** Switch → the rules that cannot hold in its other position. */
  private static final Map<String, List<String>> LOST =
      Map.of(
          // Where a null leaves a column as it is, a job has no other way to clear one.
          "null-clears", List.of("c13"));

  /** A sandbox in which some facts are the other way round. */
  private record Turned(SandboxProvider usual, List<? extends DisputedFact> facts)
      implements SandboxProvider {
    @Override
    public String id() {
      return usual.id();
    }

    @Override
    public List<? extends DisputedFact> disputed() {
      return usual.disputed();
    }

    @Override
    public Sandbox start(SandboxOptions options) {
      return usual.start(options.with(options.switches().opposite(facts)));
    }
  }

  /** Not turned: two that take a service away instead of doing it in another way. */
  private static final Set<String> LIMITS =
      Set.of("custom-templates-need-a-plan", "segments-take-more-than-five");

  /** Mailchimp, where some facts are the other way round: its tags show after half a minute. */
  private static Subject mailchimp(List<? extends DisputedFact> facts) {
    Subject usual = MailchimpContractTest.SUBJECT;
    return usual.in(new Turned(usual.sandbox(), facts)).shownAfter(Duration.ofSeconds(30));
  }

  /** The rules that write to a tag once more, take people out of it, or look for it. */
  @ParameterizedTest
  @ValueSource(strings = {"c02", "c26", "c27", "c29"})
  void tagsMayShowLate(String rule) {
    Subject late = mailchimp(List.of(MailchimpFact.TAGS_SHOW_LATE));
    assertEquals(Optional.empty(), Rules.broken(rule, late));
  }

  /** What the rules above wait for is there: whoever does not wait sees something else. */
  @Test
  void whoReadsTagsAtOnceReadsThemAsTheyWere() {
    Subject hasty = mailchimp(List.of(MailchimpFact.TAGS_SHOW_LATE)).shownAfter(Duration.ZERO);
    assertEquals(
        "expected: <[c-1]> but was: <[]>",
        Rules.broken("c26", hasty).map(Throwable::getMessage).orElse("kept"));
  }

  /** All of Mailchimp's switches at once; half a minute. */
  @Test
  @EnabledIfSystemProperty(named = "espalier.long", matches = "true")
  void rulesHoldInAllOtherPositionsTogether() {
    SandboxProvider mailchimp = MailchimpContractTest.SUBJECT.sandbox();
    List<? extends DisputedFact> facts =
        mailchimp.disputed().stream().filter(fact -> !LIMITS.contains(fact.word())).toList();
    Subject turned = mailchimp(facts);
    List<String> broken =
        Rules.all().stream().filter(rule -> Rules.broken(rule, turned).isPresent()).toList();
    System.out.println(facts.size() + " switches of Mailchimp turned: " + broken);
    assertEquals(List.of(), broken);
  }

  /** Every switch by every rule; 5 minutes. */
  @TestFactory
  @EnabledIfSystemProperty(named = "espalier.long", matches = "true")
  Stream<DynamicTest> rulesHoldInTheOtherPosition() {
    Subject usual = SalesforceMcContractTest.SUBJECT;
    return usual.sandbox().disputed().stream()
        .map(
            fact ->
                dynamicTest(
                    fact.word(),
                    () -> {
                      Subject turned = usual.in(new Turned(usual.sandbox(), List.of(fact)));
                      List<String> broken =
                          Rules.all().stream()
                              .filter(rule -> Rules.broken(rule, turned).isPresent())
                              .toList();
                      System.out.println(fact.word() + " " + broken);
                      assertEquals(LOST.getOrDefault(fact.word(), List.of()), broken);
                    }));
  }
}
