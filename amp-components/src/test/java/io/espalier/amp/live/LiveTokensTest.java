package io.espalier.amp.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.amp.live.LiveTokens.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class LiveTokensTest {
  private static final String ONE = "one-0123456789012345678901234567890123";
  private static final String TWO = "two-0123456789012345678901234567890123";
  private static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");
  private static final Duration LIFE = Duration.ofDays(35);

  private static LiveTokens of(String... secrets) {
    return new LiveTokens(List.of(secrets), LIFE, fingerprint -> false);
  }

  @Property(tries = 200)
  void aTokenNamesWhoItWasMintedFor(@ForAll @StringLength(min = 1, max = 60) String profile) {
    org.junit.jupiter.api.Assumptions.assumeTrue(wellFormed(profile));
    LiveTokens tokens = of(ONE);
    LiveToken token =
        tokens.check(tokens.mint(profile, "winter", "", NOW), "winter", "", NOW).token().get();
    assertEquals(profile, token.profile());
  }

  @Property(tries = 300)
  void aTokenWithAnyLetterChangedIsForged(
      @ForAll @AlphaChars @NotEmpty @StringLength(max = 40) String profile,
      @ForAll @IntRange(min = 0, max = 10_000) int where,
      @ForAll @IntRange(min = 1, max = 63) int by) {
    String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    LiveTokens tokens = of(ONE);
    String minted = tokens.mint(profile, "winter", "", NOW);
    int at = where % minted.length();
    char other = letters.charAt((letters.indexOf(minted.charAt(at)) + by) % 64);
    String forged = minted.substring(0, at) + other + minted.substring(at + 1);
    assertEquals(Optional.of(Refusal.FORGED), tokens.check(forged, "winter", "", NOW).refusal());
  }

  @Property(tries = 200)
  void whateverSomebodyMakesUpIsForged(@ForAll String text) {
    Refusal expected = text.isEmpty() ? Refusal.MISSING : Refusal.FORGED;
    assertEquals(Optional.of(expected), of(ONE).check(text, "winter", "", NOW).refusal());
  }

  @Test
  void aTokenShowsOneEmailAndAnswersOneForm() {
    LiveTokens tokens = of(ONE);
    String view = tokens.mint("p1", "winter", LiveToken.VIEW, NOW);
    String form = tokens.mint("p1", "winter", "rating", NOW);
    Optional<Refusal> swapped = Optional.of(Refusal.SWAPPED);
    assertEquals(swapped, tokens.check(view, "spring", "", NOW).refusal());
    assertEquals(swapped, tokens.check(view, "winter", "rating", NOW).refusal());
    assertEquals(swapped, tokens.check(form, "winter", "", NOW).refusal());
    assertEquals(swapped, tokens.check(form, "winter", "rsvp", NOW).refusal());
    assertTrue(tokens.check(form, "winter", "rating", NOW).token().isPresent());
  }

  @Property(tries = 200)
  void aTokenLivesAsLongAsAClientMayShowTheEmailAndAtMostTwice(
      @ForAll @IntRange(min = 0, max = 4_000) int hours) {
    LiveTokens tokens = of(ONE);
    Instant sent = NOW.plus(Duration.ofHours(hours));
    String token = tokens.mint("p1", "winter", "", sent);
    Instant late = sent.plus(LIFE);
    assertTrue(tokens.check(token, "winter", "", late).token().isPresent());
    assertEquals(
        Optional.of(Refusal.EXPIRED),
        tokens.check(token, "winter", "", sent.plus(LIFE).plus(LIFE)).refusal());
  }

  @Test
  void theSamePeriodMintsTheSameTokenSoThatASecondSyncWritesNothing() {
    LiveTokens tokens = of(ONE);
    String today = tokens.mint("p1", "winter", "", NOW);
    assertEquals(today, tokens.mint("p1", "winter", "", NOW.plusSeconds(3_600)));
    assertNotEquals(today, tokens.mint("p1", "winter", "", NOW.plus(LIFE)));
    assertNotEquals(today, tokens.mint("p2", "winter", "", NOW));
  }

  @Test
  void anOldKeyIsTakenUntilItIsTakenAway() {
    String old = of(ONE).mint("p1", "winter", "", NOW);
    LiveTokens rotated = of(TWO, ONE);
    assertTrue(rotated.check(old, "winter", "", NOW).token().isPresent());
    String fresh = rotated.mint("p1", "winter", "", NOW);
    assertTrue(of(TWO).check(fresh, "winter", "", NOW).token().isPresent());
    assertEquals(Optional.of(Refusal.FORGED), of(TWO).check(old, "winter", "", NOW).refusal());
  }

  @Test
  void aRevokedPersonsTokensOfThatEmailCountNoMore() {
    Set<String> revoked = new HashSet<>();
    LiveTokens tokens = new LiveTokens(List.of(ONE), LIFE, revoked::contains);
    String winter = tokens.mint("p1", "winter", "", NOW);
    String spring = tokens.mint("p1", "spring", "", NOW);
    revoked.add(LiveTokens.fingerprint("p1", "winter"));
    assertEquals(Optional.of(Refusal.REVOKED), tokens.check(winter, "winter", "", NOW).refusal());
    assertTrue(tokens.check(spring, "spring", "", NOW).token().isPresent());
  }

  @Test
  void aTokenTellsNothingToWhoFindsIt() {
    String token = of(ONE).mint("customer-4711", "winter", "rating", NOW);
    String inside = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.ISO_8859_1);
    for (String word : List.of("customer", "4711", "winter", "rating")) {
      assertFalse((token + inside).contains(word), word);
    }
    assertFalse(new LiveKey(ONE).toString().contains("one"));
    assertFalse(new LiveToken("p1", "winter", "", NOW).toString().contains("p1"));
  }

  @Test
  void weakKeysAndShortLivesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> of("short"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LiveTokens(List.of(ONE), Duration.ofDays(29), f -> false));
  }

  private static boolean wellFormed(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= 255 && new String(bytes, StandardCharsets.UTF_8).equals(text);
  }
}
