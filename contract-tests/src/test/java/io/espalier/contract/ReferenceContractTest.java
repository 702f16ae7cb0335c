package io.espalier.contract;

import io.espalier.contract.reference.Reference;

/** The reference adapter keeps every rule. */
class ReferenceContractTest extends ConnectorContract {
  ReferenceContractTest() {
    super(Reference.SUBJECT);
  }
}
