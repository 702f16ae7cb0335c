package io.espalier.contract;

import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Nested;

class SalesforceMcContractTest {
  /** A Date column is written and read by the second: BEHAVIOR.md, c19. */
  private static final Subject SUBJECT =
      new Subject(
          "salesforce-mc",
          Map.of(),
          Map.entry("client_secret", "000000000000000000000000"),
          2_500,
          ChronoUnit.SECONDS);

  @Nested
  class Batches extends BatchContract {
    Batches() {
      super(SUBJECT);
    }
  }

  @Nested
  class People extends PeopleContract {
    People() {
      super(SUBJECT);
    }
  }

  @Nested
  class Segments extends SegmentContract {
    Segments() {
      super(SUBJECT);
    }
  }

  @Nested
  class Secrecy extends SecrecyContract {
    Secrecy() {
      super(SUBJECT);
    }
  }

  @Nested
  class Faults extends FaultContract {
    Faults() {
      super(SUBJECT);
    }
  }
}
