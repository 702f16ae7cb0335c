package io.espalier.contract.reference;

import io.espalier.spi.FieldMap;
import io.espalier.spi.HookCall;
import io.espalier.spi.Settings;

/** Asks nobody for the key. */
final class BelievesWhoeverCalls extends ReferenceConnector {
  BelievesWhoeverCalls(FieldMap fields, ReferenceHttp http) {
    super(fields, http);
  }

  @Override
  boolean isProved(HookCall call, Settings secrets) {
    return true;
  }
}
