package io.espalier.sandbox.salesforcemc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** One object type of the SOAP API. A verb it does not have is refused. */
interface SoapNoun {

  /** What a verb did: the result row's text, its NewID and NewObjectID, and the echoed object. */
  record Done(String message, @Nullable String newId, @Nullable String newObjectId, XmlText echo) {}

  /** One thing found. The map is by dotted property name; null for nil. */
  interface Found {
    Map<String, @Nullable String> properties();
  }

  default Done create(Element object, SaveAction action) {
    throw new Refusal(1, "Create is not supported on this object.");
  }

  default Done update(Element object, SaveAction action) {
    throw new Refusal(1, "Update is not supported on this object.");
  }

  default Done delete(Element object) {
    throw new Refusal(1, "Delete is not supported on this object.");
  }

  default Done perform(Element object, String action) {
    throw new Refusal(1, "Perform " + action + " is not supported on this object.");
  }

  /** Every property that a retrieve may ask for. */
  List<String> retrievable();

  /** Everything there is, in a stable order. */
  List<Found> all();

  /**
   * What is found by one property's exact values without looking at everything; empty where this
   * property has no index.
   */
  default Optional<List<Found>> indexed(String property, List<String> values) {
    return Optional.empty();
  }

  /** The name of the xsi:type in a retrieve's results. */
  String type();

  /** Writes the wanted properties of one thing found. */
  default void write(Found found, List<String> wanted, XmlText into) {
    Map<String, @Nullable String> chosen = new LinkedHashMap<>(found.properties());
    chosen.keySet().retainAll(wanted);
    into.leaf("PartnerKey", null).tree(chosen);
  }

  /** The result rows' xsi:type; empty for none. */
  default String resultType(String verb) {
    return "";
  }

  /** How a save treats what is there already. */
  enum SaveAction {
    DEFAULT,
    ADD_ONLY,
    UPDATE_ONLY,
    UPDATE_ADD
  }
}
