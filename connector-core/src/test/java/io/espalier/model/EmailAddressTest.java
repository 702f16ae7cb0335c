package io.espalier.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

  @ParameterizedTest
  @CsvSource({
    "ada@example.net,ada@example.net",
    "' Ada.Lovelace@EXAMPLE.Net\t',ada.lovelace@example.net",
    "o'hara+news@mail.example.co.uk,o'hara+news@mail.example.co.uk",
    "a!#$%&*/=?^_`{|}~-b@example.net,a!#$%&*/=?^_`{|}~-b@example.net",
    "1@2.example,1@2.example",
    "a@xn--bcher-kva.example,a@xn--bcher-kva.example",
    "a@example.xn--p1ai,a@example.xn--p1ai",
    "用户@例子.公司,用户@例子.公司"
  })
  void anAddressIsStrippedAndLowered(String written, String normal) {
    assertEquals(normal, EmailAddress.of(written).orElseThrow().address());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "ada",
        "ada@",
        "@example.net",
        "ada@example",
        "ada@example.n",
        "ada@@example.net",
        "ada@example..net",
        ".ada@example.net",
        "ada.@example.net",
        "a..b@example.net",
        "ada lovelace@example.net",
        "ada@-example.net",
        "ada@example-.net",
        "ada@example.123",
        "ada@exam ple.net",
        "ada@example.net,bob@example.net",
        "\"ada\"@example.net",
        "ada@[127.0.0.1]",
        "<ada@example.net>",
        "mailto:ada@example.net",
        "ada@example.net\u0000",
        "ada@example.net\nbcc:x@example.net"
      })
  void whatIsNoAddressIsRefused(String text) {
    assertEquals(Optional.empty(), EmailAddress.of(text));
  }

  @Test
  void lengthsAreThoseOfTheMailStandards() {
    String local = "a".repeat(64);
    assertTrue(EmailAddress.of(local + "@example.net").isPresent());
    assertFalse(EmailAddress.of("a" + local + "@example.net").isPresent());
    String domain = ("b".repeat(61) + ".").repeat(3) + "net";
    String longest = "a".repeat(254 - 1 - domain.length()) + "@" + domain;
    assertEquals(254, longest.length());
    assertTrue(EmailAddress.of(longest).isPresent());
    assertFalse(EmailAddress.of("a" + longest).isPresent());
    assertFalse(EmailAddress.of("a@" + "b".repeat(64) + ".net").isPresent());
  }

  @Test
  void aHostileTextIsRefusedAtOnce() {
    String dots = "a.".repeat(50_000);
    assertTimeout(Duration.ofSeconds(2), () -> EmailAddress.of(dots));
    assertTimeout(Duration.ofSeconds(2), () -> EmailAddress.of("a@" + "b-".repeat(50_000)));
  }

  @Test
  void whatIsNotNormalisedCannotBeMadeAndTheMessageMasksIt() {
    assertEquals(
        "not a normalised e-mail address: A***@e***.net",
        assertThrows(IllegalArgumentException.class, () -> new EmailAddress("Ada@example.net"))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "ada@example.net,a***@e***.net",
    "a@mail.example.co.uk,a***@m***.uk",
    "ada,***",
    "@example.net,***",
    "ada@.net,***",
    "'',***"
  })
  void aMaskKeepsTwoLettersAndTheTopDomain(String address, String mask) {
    assertEquals(mask, EmailAddress.mask(address));
  }

  @Property
  void noTextOfAnAddressShowsIt(@ForAll("addresses") String address) {
    EmailAddress email = EmailAddress.of(address).orElseThrow();
    String local = address.substring(0, address.indexOf('@'));
    assertFalse(email.toString().contains(local), email.toString());
    assertFalse(("" + Optional.of(email)).contains(email.address()));
  }

  @Property
  void normalisingTwiceIsNormalisingOnce(@ForAll("addresses") String address) {
    EmailAddress once = EmailAddress.of(address).orElseThrow();
    assertEquals(once, EmailAddress.of(once.address()).orElseThrow());
    assertEquals(
        once,
        EmailAddress.of("  " + address.toUpperCase(java.util.Locale.ROOT) + "\n").orElseThrow());
  }

  @Provide
  Arbitrary<String> addresses() {
    Arbitrary<String> word =
        Arbitraries.strings().withCharRange('a', 'z').numeric().ofMinLength(2).ofMaxLength(12);
    Arbitrary<String> top = Arbitraries.of("net", "example", "co.uk", "museum");
    return Combinators.combine(word, word, word, top)
        .as((first, last, host, end) -> first + "." + last + "@" + host + "." + end);
  }
}
