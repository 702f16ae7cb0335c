package io.espalier.official;

import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test that sent what a contract would refuse. Found by JUnit itself. */
public final class ContractExtension implements BeforeEachCallback, AfterEachCallback {
  @Override
  public void beforeEach(ExtensionContext context) {
    OfficialContracts.taken();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    List<String> wrong = OfficialContracts.taken();
    if (!wrong.isEmpty()) {
      throw new AssertionError(
          "the vendor's published contract refuses:\n"
              + String.join("\n", wrong.stream().distinct().limit(10).toList()));
    }
  }
}
