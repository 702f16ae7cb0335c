package io.espalier.contract;

import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Nested;

class MailchimpContractTest {
  private static final Subject SUBJECT =
      new Subject(
          "mailchimp",
          Map.of("audience", "Customers"),
          Map.entry("api_key", "00000000000000000000000000000000-us1"),
          1_000,
          ChronoUnit.MICROS);

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
