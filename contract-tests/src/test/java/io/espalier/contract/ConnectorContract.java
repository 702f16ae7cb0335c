package io.espalier.contract;

import org.junit.jupiter.api.Nested;

/**
 * All rules that a connector must keep, against one adapter and its sandbox. A class that extends
 * this one, with its {@link Subject}, is the whole test.
 */
public abstract class ConnectorContract {
  private final Subject subject;

  protected ConnectorContract(Subject subject) {
    this.subject = subject;
  }

  @Nested
  class Batches extends BatchContract {
    Batches() {
      super(ConnectorContract.this.subject);
    }
  }

  @Nested
  class People extends PeopleContract {
    People() {
      super(ConnectorContract.this.subject);
    }
  }

  @Nested
  class Segments extends SegmentContract {
    Segments() {
      super(ConnectorContract.this.subject);
    }
  }

  @Nested
  class Secrecy extends SecrecyContract {
    Secrecy() {
      super(ConnectorContract.this.subject);
    }
  }

  @Nested
  class Faults extends FaultContract {
    Faults() {
      super(ConnectorContract.this.subject);
    }
  }
}
