package io.espalier.contract.reference;

import com.google.gson.JsonObject;
import io.espalier.spi.Change;
import io.espalier.spi.FieldMap;

/** Takes what a marketer renamed for gone, and what has its name now for it. */
final class LooksForADefinitionByName extends ReferenceConnector {
  LooksForADefinitionByName(FieldMap fields, ReferenceHttp http) {
    super(fields, http);
  }

  @Override
  boolean isAnswer(JsonObject group, Change.DefineSegment wanted) {
    return group.get("name").getAsString().equals(wanted.segment().name());
  }
}
