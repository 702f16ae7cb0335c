package io.espalier.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Cased;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class SameCaseTest {

  @Test
  void everydayLettersAreSound() {
    assertTrue(SameCase.isSound("United Kingdom, Côte d'Ivoire, ЁЖ, ñÅ, 日本 🙂 42 %"));
  }

  @Property(tries = 3000)
  void soundConstantComparesAsOursDoes(
      @ForAll("texts") String constant, @ForAll("texts") String value) {
    String one = Cased.nfc(constant);
    String other = Cased.nfc(value);
    Assume.that(SameCase.isSound(one));
    String replaced = SameCase.hasI(one) ? other.replace("İ", "i") : other;
    assertEquals(Cased.fold(one).equals(Cased.fold(other)), ordinalIgnoreCase(one, replaced));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("iIİısSſkK\u212AßẞσςΣµμàÀ").ofMaxLength(2);
  }

  /** .NET's comparison, unit by unit, which maps nothing into ASCII. */
  private static boolean ordinalIgnoreCase(String one, String other) {
    if (one.length() != other.length()) {
      return false;
    }
    for (int i = 0; i < one.length(); i++) {
      if (upper(one.charAt(i)) != upper(other.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static char upper(char c) {
    char upper = Character.toUpperCase(c);
    return upper < 128 && c >= 128 ? c : upper;
  }
}
