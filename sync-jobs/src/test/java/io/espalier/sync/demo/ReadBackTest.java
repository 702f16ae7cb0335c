package io.espalier.sync.demo;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.EmailAddress;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadBackTest {
  private static final EmailAddress ADA = new EmailAddress("ada@mail.example.net");
  private static final EmailAddress BO = new EmailAddress("bo@mail.example.net");

  @Test
  void theSamePeopleAgree() {
    assertTrue(of(Set.of(ADA, BO), Set.of(BO, ADA)).agrees("s", 2));
  }

  @Test
  void asManyButOthersDoNotAgree() {
    assertFalse(of(Set.of(ADA), Set.of(BO)).agrees("s", 1));
  }

  @Test
  void oneTooManyDoesNotAgree() {
    assertFalse(of(Set.of(ADA, BO), Set.of(BO)).agrees("s", 1));
  }

  @Test
  void fewerThanPlannedEverywhereDoNotAgree() {
    assertFalse(of(Set.of(ADA), Set.of(ADA)).agrees("s", 2));
  }

  @Test
  void aSegmentThatNobodyReadDoesNotAgree() {
    assertFalse(of(Set.of(), Set.of()).agrees("other", 0));
  }

  @Test
  void someoneInOneSegmentOfOneEspIsFound() {
    ReadBack back = of(Set.of(), Set.of(BO));
    assertTrue(back.holds(BO));
    assertFalse(back.holds(ADA));
  }

  private static ReadBack of(Set<EmailAddress> one, Set<EmailAddress> other) {
    return new ReadBack(Map.of("s", Map.of("one", one, "other", other)));
  }
}
