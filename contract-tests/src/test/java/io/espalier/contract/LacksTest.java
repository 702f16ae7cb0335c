package io.espalier.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.contract.reference.Reference;
import io.espalier.contract.reference.Twins;
import io.espalier.spi.Change;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an ESP cannot do is said, and refused; it is never just left out. */
class LacksTest {
  private static String broken(String rule, Subject subject) {
    Optional<Throwable> broken = Rules.broken(rule, subject);
    return broken.map(Throwable::getMessage).orElse("kept");
  }

  @Test
  void declaredLackThatIsRefusedCleanlyKeepsItsRules() {
    Subject modest =
        Twins.without(Change.Kind.ERASE).lacks("c14", Change.Kind.ERASE, "nobody is forgotten");
    assertEquals("kept", broken("c14", modest));
    assertEquals("kept", broken("c21", modest));
  }

  @Test
  void lackThatNobodyDeclaredBreaksTheRule() {
    String said = broken("c21", Twins.without(Change.Kind.ERASE));
    assertTrue(said.startsWith("ERASE is refused, and no lack says so"), said);
  }

  @Test
  void lackThatIsNoneIsToBeTakenAway() {
    String said =
        broken("c14", Reference.SUBJECT.lacks("c14", Change.Kind.ERASE, "nobody is forgotten"));
    assertTrue(
        said.startsWith("ERASE is declared lacking, and was not refused: take the lack away"),
        said);
  }

  @Test
  void moreThanThreeLacksMeanThatANeutralWordIsWrong() {
    Subject poor = Reference.SUBJECT;
    for (Change.Kind kind :
        new Change.Kind[] {
          Change.Kind.ERASE, Change.Kind.TRACK, Change.Kind.PUBLISH, Change.Kind.LEAVE
        }) {
      poor = poor.lacks("c21", kind, "not here");
    }
    String said = broken("c21", poor);
    assertTrue(
        said.startsWith("more than three lacks: a neutral word is wrong, not the ESP"), said);
  }
}
