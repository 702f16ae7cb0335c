package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * SOAP's QueryDefinition, ImportDefinition and Automation: what REST made is found, started and
 * deleted here.
 */
final class ActivityNoun implements SoapNoun {
  private final String type;
  private final String kind;
  private final Map<String, JsonObject> all;

  /** SOAP's name → REST's. */
  private final Map<String, String> names;

  private final Activities activities;

  private ActivityNoun(
      String type,
      String kind,
      Map<String, JsonObject> all,
      Map<String, String> names,
      Activities activities) {
    this.type = type;
    this.kind = kind;
    this.all = all;
    this.names = names;
    this.activities = activities;
  }

  static List<ActivityNoun> all(State state, Activities activities) {
    Map<String, String> query = names("key", "queryDefinitionId");
    query.put("QueryText", "queryText");
    query.put("TargetUpdateType", "targetUpdateTypeName");
    query.put("DataExtensionTarget.CustomerKey", "targetKey");
    query.put("DataExtensionTarget.Name", "targetName");
    query.put("ModifiedDate", "modifiedDate");
    Map<String, String> load = names("customerKey", "importDefinitionId");
    load.put("FileSpec", "fileNamingPattern");
    load.put("FileType", "fileType");
    load.put("FieldMappingType", "fieldMappingType");
    load.put("AllowErrors", "allowErrors");
    load.put("ModifiedDate", "modifiedDate");
    Map<String, String> automation = names("key", "id");
    automation.put("Status", "statusId");
    return List.of(
        new ActivityNoun("QueryDefinition", "queries", state.queries, query, activities),
        new ActivityNoun("ImportDefinition", "imports", state.imports, load, activities),
        new ActivityNoun("Automation", "automations", state.automations, automation, activities));
  }

  private static Map<String, String> names(String key, String id) {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("ObjectID", id);
    names.put("CustomerKey", key);
    names.put("Name", "name");
    names.put("Description", "description");
    names.put("CategoryID", "categoryId");
    names.put("CreatedDate", "createdDate");
    return names;
  }

  @Override
  public Done perform(Element object, String action) {
    if (!action.equalsIgnoreCase("start")) {
      throw new Refusal(1, "Action " + action + " is not supported on " + type + ".");
    }
    String id = find(object);
    long task = activities.start(kind, id);
    return new Done(
        "Performed Activity",
        null,
        null,
        echo(id)
            .open("Task")
            .leaf("StatusCode", "OK")
            .leaf("StatusMessage", "OK")
            .leaf("ID", Long.toString(task))
            .close("Task"));
  }

  @Override
  public Done delete(Element object) {
    String id = find(object);
    XmlText echo = echo(id);
    all.remove(id);
    return new Done(type + " deleted", null, null, echo);
  }

  private XmlText echo(String id) {
    JsonObject held = all.getOrDefault(id, new JsonObject());
    return new XmlText()
        .openTyped("Object", type)
        .leaf("PartnerKey", null)
        .leaf("ObjectID", id)
        .leaf("CustomerKey", JsonBody.text(held, names.getOrDefault("CustomerKey", "key")))
        .close("Object");
  }

  private String find(Element object) {
    String id = Xml.text(object, "ObjectID");
    String key = Xml.text(object, "CustomerKey");
    String keyName = names.getOrDefault("CustomerKey", "key");
    return all.entrySet().stream()
        .filter(
            each ->
                id.isEmpty()
                    ? JsonBody.text(each.getValue(), keyName).equalsIgnoreCase(key)
                    : each.getKey().equalsIgnoreCase(id))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new Refusal(1, "The " + type + " was not found."));
  }

  @Override
  public List<String> retrievable() {
    List<String> properties = new ArrayList<>(names.keySet());
    if (!properties.contains("Status")) {
      properties.add("Status");
    }
    return properties;
  }

  @Override
  public List<Found> all() {
    List<Found> found = new ArrayList<>();
    all.values().forEach(held -> found.add(() -> properties(held)));
    return found;
  }

  private Map<String, @Nullable String> properties(JsonObject held) {
    Map<String, @Nullable String> properties = new LinkedHashMap<>();
    names.forEach((soap, rest) -> properties.put(soap, JsonBody.text(held, rest)));
    properties.putIfAbsent("Status", "Active");
    return properties;
  }

  @Override
  public String type() {
    return type;
  }
}
