package io.espalier.sandbox.salesforcemc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** SOAP's DataFolder. */
final class FolderNoun implements SoapNoun {
  // Assumed: no refusal of a folder was ever recorded.
  private static final int INVALID = 68000;

  private final State state;

  FolderNoun(State state) {
    this.state = state;
  }

  @Override
  public Done create(Element object, SaveAction action) {
    String name = Xml.text(object, "Name");
    String content = Xml.text(object, "ContentType");
    int parent = Numbers.whole(Xml.text(object, "ParentFolder", "ID"), 0);
    State.Folder above = state.folders.get(parent);
    if (name.isBlank() || content.isBlank()) {
      throw new Refusal(INVALID, "A folder needs a Name and a ContentType.");
    }
    if (above == null || !above.contentType().equals(content)) {
      throw new Refusal(
          INVALID, "The ParentFolder [" + parent + "] is not a " + content + " folder.");
    }
    boolean taken =
        state.folders.values().stream()
            .anyMatch(f -> f.parent() == parent && f.name().equalsIgnoreCase(name));
    if (taken) {
      throw new Refusal(
          INVALID, "The folder name [" + name + "] is already in use in its parent folder.");
    }
    State.Folder made = state.addFolder(name, content, parent);
    String id = Integer.toString(made.id());
    return new Done(
        "Folder created successfully.",
        id,
        made.objectId(),
        new XmlText()
            .openTyped("Object", "DataFolder")
            .leaf("PartnerKey", null)
            .leaf("ID", id)
            .leaf("ObjectID", made.objectId())
            .leaf("CustomerKey", made.key())
            .leaf("Name", name)
            .leaf("ContentType", content)
            .close("Object"));
  }

  @Override
  public String type() {
    return "DataFolder";
  }

  @Override
  public List<String> retrievable() {
    return List.of(
        "ID",
        "Client.ID",
        "ObjectID",
        "CustomerKey",
        "Name",
        "Description",
        "ContentType",
        "IsActive",
        "IsEditable",
        "AllowChildren",
        "CreatedDate",
        "ModifiedDate",
        "ParentFolder.ID",
        "ParentFolder.ObjectID",
        "ParentFolder.CustomerKey",
        "ParentFolder.Name");
  }

  @Override
  public List<Found> all() {
    List<Found> all = new ArrayList<>();
    state.folders.values().forEach(folder -> all.add(() -> properties(folder)));
    return all;
  }

  private Map<String, @Nullable String> properties(State.Folder folder) {
    Map<String, @Nullable String> map = new LinkedHashMap<>();
    map.put("ID", Integer.toString(folder.id()));
    map.put("ObjectID", folder.objectId());
    map.put("CustomerKey", folder.key());
    map.put("Name", folder.name());
    map.put("Description", "");
    map.put("ContentType", folder.contentType());
    map.put("IsActive", "true");
    map.put("IsEditable", Boolean.toString(folder.parent() != 0));
    map.put("AllowChildren", "true");
    map.put("CreatedDate", folder.at());
    map.put("ModifiedDate", folder.at());
    map.put("Client.ID", Integer.toString(state.account.id()));
    State.Folder parent = state.folders.get(folder.parent());
    map.put("ParentFolder.ID", Integer.toString(folder.parent()));
    map.put("ParentFolder.ObjectID", parent == null ? null : parent.objectId());
    map.put("ParentFolder.CustomerKey", parent == null ? null : parent.key());
    map.put("ParentFolder.Name", parent == null ? null : parent.name());
    return map;
  }
}
