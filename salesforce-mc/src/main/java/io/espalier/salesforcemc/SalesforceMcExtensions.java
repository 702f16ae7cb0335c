package io.espalier.salesforcemc;

import io.espalier.model.ValueType;
import io.espalier.spi.EspException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Data extensions as such: found by their keys, made and changed over SOAP. */
final class SalesforceMcExtensions {
  private static final List<String> PROPERTIES =
      List.of("ObjectID", "CustomerKey", "Name", "Description", "IsSendable", "CategoryID");
  private static final List<String> FIELD_PROPERTIES =
      List.of("Name", "FieldType", "MaxLength", "Scale", "IsPrimaryKey", "IsRequired");

  private final SalesforceMcSoap soap;
  private final SalesforceMcFolders folders;

  SalesforceMcExtensions(SalesforceMcSoap soap, SalesforceMcFolders folders) {
    this.soap = soap;
    this.folders = folders;
  }

  /**
   * What a data extension is to be.
   *
   * @param sendable a send may start from it; it must have the columns of {@link #member}
   */
  record Wanted(
      String key, String name, String description, boolean sendable, List<Column> columns) {

    static Wanted profiles(List<Column> columns) {
      List<Column> all = new ArrayList<>();
      all.add(Column.subscriberKey(true));
      all.add(Column.emailAddress());
      all.add(Column.heldBack());
      all.addAll(columns);
      return new Wanted(
          SalesforceMcNames.PROFILES_KEY,
          SalesforceMcNames.PROFILES,
          "Every person that Espalier knows, one row each; emails look their fields up here",
          false,
          all);
    }

    static Wanted segment(String key, String name, String description) {
      return new Wanted(
          key, name, description, true, List.of(Column.subscriberKey(true), Column.emailAddress()));
    }

    /** One row an event; sendable, so that a journey or a send can start from it. */
    static Wanted events(String type, List<Column> columns) {
      List<Column> all = new ArrayList<>();
      all.add(Column.eventKey());
      all.add(Column.of(SalesforceMcNames.EVENT_ID, ValueType.TEXT));
      all.add(Column.of(SalesforceMcNames.EVENT_TIME, ValueType.DATETIME));
      all.add(Column.subscriberKey(false));
      all.add(Column.emailAddress());
      all.addAll(columns);
      return new Wanted(
          SalesforceMcNames.eventKey(type),
          "Espalier Event " + SalesforceMcNames.extensionName(type, type),
          "What people did, one row each [Espalier event " + type + "]",
          true,
          all);
    }

    /** The name with the key behind it, for a name that another data extension of the unit has. */
    Wanted secondName() {
      return named(name + " - " + key);
    }

    Wanted named(String other) {
      return new Wanted(key, other, description, sendable, columns);
    }
  }

  /** Those that exist, by key. */
  Map<String, SoapNode> find(Collection<String> keys) {
    Map<String, SoapNode> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (SoapNode node : soap.retrieve("DataExtension", PROPERTIES, "CustomerKey", keys)) {
      found.put(node.text("CustomerKey"), node);
    }
    return found;
  }

  /** The keys of all that were ever made from here, wherever a marketer has moved them. */
  List<String> own() {
    return soap
        .retrieve(
            "DataExtension",
            PROPERTIES,
            SoapFilter.like("CustomerKey", SalesforceMcNames.PREFIX + "%"))
        .stream()
        .map(node -> node.text("CustomerKey"))
        .filter(key -> key.startsWith(SalesforceMcNames.PREFIX))
        .toList();
  }

  /** The columns of one, by lower-cased name; empty where it does not exist. */
  Map<String, Column> columns(String key) {
    Map<String, Column> columns = new LinkedHashMap<>();
    for (SoapNode field :
        soap.retrieve(
            "DataExtensionField", FIELD_PROPERTIES, "DataExtension.CustomerKey", List.of(key))) {
      Column column = Column.read(field);
      columns.put(column.name().toLowerCase(Locale.ROOT), column);
    }
    return columns;
  }

  /** Makes the folder into which marketers move what they want, where it is missing. */
  void offerChoice() {
    folders.offerChoice();
  }

  List<SoapNode> create(List<Wanted> wanted) {
    String folder = folders.id();
    return soap.create("DataExtension", wanted, (xml, each) -> print(xml, each, folder));
  }

  /** As {@link #create}, but under its second name for each whose name is taken. */
  List<SoapNode> createUnderFreeName(List<Wanted> wanted) {
    if (wanted.isEmpty()) {
      return List.of();
    }
    List<SoapNode> results = new ArrayList<>(create(wanted));
    List<Integer> taken = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      if (isNameTaken(results.get(i))) {
        taken.add(i);
      }
    }
    if (!taken.isEmpty()) {
      List<SoapNode> again = create(taken.stream().map(i -> wanted.get(i).secondName()).toList());
      for (int i = 0; i < taken.size(); i++) {
        results.set(taken.get(i), again.get(i));
      }
    }
    return results;
  }

  static boolean isNameTaken(SoapNode result) {
    return !result.isOk()
        && (result.text("ErrorCode").equals("310007")
            || result.text("StatusMessage").contains("already exists"));
  }

  /** Makes the data extension of profiles with its own columns only; one that exists is left. */
  void ensureProfiles() {
    if (!find(List.of(SalesforceMcNames.PROFILES_KEY)).isEmpty()) {
      return;
    }
    SoapNode result = create(List.of(Wanted.profiles(List.of()))).get(0);
    if (!result.isOk()) {
      throw new EspException(SalesforceMcSoap.failure(result));
    }
  }

  /** Adds columns to one, or lets its text columns grow. */
  SoapNode alter(String key, Collection<Column> columns) {
    return change(key, xml -> columns(xml, columns));
  }

  SoapNode rename(Wanted wanted) {
    return change(
        wanted.key(),
        xml -> xml.put("Name", wanted.name()).put("Description", wanted.description()));
  }

  private SoapNode change(String key, Consumer<Xml> what) {
    return soap.update(
            "DataExtension",
            List.of(key),
            (xml, k) -> {
              xml.put("CustomerKey", k);
              what.accept(xml);
            })
        .get(0);
  }

  private static void print(Xml xml, Wanted wanted, String folder) {
    xml.put("CustomerKey", wanted.key())
        .put("Name", wanted.name())
        .put("Description", wanted.description())
        .put("IsSendable", wanted.sendable())
        .put("IsTestable", wanted.sendable());
    if (wanted.sendable()) {
      // "Subscriber Key" here, though it is read back as "_SubscriberKey".
      xml.open("SendableDataExtensionField")
          .put("Name", SalesforceMcNames.KEY)
          .put("FieldType", "Text")
          .close()
          .open("SendableSubscriberField")
          .put("Name", "Subscriber Key")
          .close();
    }
    columns(xml, wanted.columns());
    xml.put("CategoryID", folder);
  }

  private static void columns(Xml xml, Collection<Column> columns) {
    xml.open("Fields");
    columns.forEach(c -> c.print(xml));
    xml.close();
  }
}
