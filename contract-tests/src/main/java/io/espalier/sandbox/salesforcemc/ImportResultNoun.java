package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** SOAP's ImportResultsSummary, which can only be retrieved. */
final class ImportResultNoun implements SoapNoun {
  private static final List<String> PROPERTIES =
      List.of(
          "ObjectID",
          "ImportDefinitionCustomerKey",
          "TaskResultID",
          "ImportStatus",
          "StartDate",
          "EndDate",
          "DestinationID",
          "NumberSuccessful",
          "NumberDuplicated",
          "NumberErrors",
          "TotalRows",
          "ImportType");

  private final State state;

  ImportResultNoun(State state) {
    this.state = state;
  }

  @Override
  public String type() {
    return "ImportResultsSummary";
  }

  @Override
  public List<String> retrievable() {
    return PROPERTIES;
  }

  @Override
  public List<Found> all() {
    List<Found> all = new ArrayList<>();
    for (JsonObject result : state.importResults.values()) {
      Map<String, @Nullable String> properties = new LinkedHashMap<>();
      PROPERTIES.forEach(name -> properties.put(name, JsonBody.text(result, name)));
      all.add(() -> properties);
    }
    return all;
  }
}
