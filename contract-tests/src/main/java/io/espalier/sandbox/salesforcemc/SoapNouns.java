package io.espalier.sandbox.salesforcemc;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The object types on board. */
final class SoapNouns {
  private final Map<String, SoapNoun> byName;
  private final State state;
  private final RowWriter writer;

  SoapNouns(State state, RowWriter writer, ExtensionMaker maker, Activities activities) {
    this.state = state;
    this.writer = writer;
    Map<String, SoapNoun> nouns = new HashMap<>();
    TrackingNoun.all(state).forEach(noun -> nouns.put(noun.type(), noun));
    ActivityNoun.all(state, activities).forEach(noun -> nouns.put(noun.type(), noun));
    nouns.put("ImportResultsSummary", new ImportResultNoun(state));
    nouns.putAll(
        Map.of(
            "DataExtension", new ExtensionNoun(state, maker),
            "DataExtensionField", new FieldNoun(state),
            "DataFolder", new FolderNoun(state),
            "DataExtensionObject", new RowNoun(state, writer, null),
            "Subscriber", new SubscriberNoun(state),
            "ListSubscriber", new ListSubscriberNoun(state),
            "BusinessUnit", new BusinessUnitNoun(state),
            "List", new ListNoun(state)));
    byName = nouns;
  }

  /** By xsi:type; null where unknown. */
  @Nullable SoapNoun named(String type) {
    return byName.get(type);
  }

  /**
   * By ObjectType, where rows are {@code DataExtensionObject[KEY]}; null where unknown.
   *
   * @throws Refusal where there is no data extension of that key or name
   */
  @Nullable SoapNoun retrieved(String type) {
    if (type.startsWith("DataExtensionObject[") && type.endsWith("]")) {
      String key = type.substring("DataExtensionObject[".length(), type.length() - 1);
      Extension extension =
          state
              .extension(key)
              .or(() -> state.extensionNamed(key))
              .orElseThrow(
                  () -> new Refusal(1, "Error: Data extension does not exist: " + key + "."));
      return new RowNoun(state, writer, extension);
    }
    return byName.get(type);
  }
}
