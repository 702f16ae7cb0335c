package io.espalier.sandbox.salesforcecrm;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An object: its fields with their types, and its records by id. */
final class SObject {
  final String name;
  final String prefix;
  final Map<String, String> fields = new LinkedHashMap<>();
  final TreeMap<String, Map<String, String>> records = new TreeMap<>();

  /**
   * @param prefix of its records' ids, three characters
   */
  SObject(String name, String prefix) {
    this.name = name;
    this.prefix = prefix;
    fields.put("Id", "id");
    fields.put("IsDeleted", "boolean");
    fields.put("CreatedDate", "datetime");
    fields.put("LastModifiedDate", "datetime");
    fields.put("SystemModstamp", "datetime");
  }

  SObject with(String... namesAndTypes) {
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      fields.put(namesAndTypes[i], namesAndTypes[i + 1]);
    }
    return this;
  }

  /** A field's name as it is declared; SOQL takes any case. */
  Optional<String> field(String written) {
    return fields.keySet().stream().filter(f -> f.equalsIgnoreCase(written)).findFirst();
  }

  static boolean isDeleted(Map<String, String> record) {
    return "true".equals(record.get("IsDeleted"));
  }

  static Map<String, SObject> standard() {
    Map<String, SObject> all = new LinkedHashMap<>();
    add(
        all,
        new SObject("Contact", "003")
            .with("AccountId", "reference", "LastName", "string", "FirstName", "string")
            .with("Name", "string", "Email", "email", "MobilePhone", "phone", "Birthdate", "date")
            .with("MailingCity", "string", "MailingCountry", "string", "MailingAddress", "address")
            .with("LeadSource", "picklist", "HasOptedOutOfEmail", "boolean"));
    add(
        all,
        new SObject("Lead", "00Q")
            .with("LastName", "string", "FirstName", "string", "Email", "email")
            .with("Company", "string", "Status", "picklist", "AnnualRevenue", "currency")
            .with("HasOptedOutOfEmail", "boolean", "Address", "address"));
    add(
        all,
        new SObject("Account", "001")
            .with("Name", "string", "Industry", "picklist", "AnnualRevenue", "currency"));
    add(
        all,
        new SObject("Opportunity", "006")
            .with("Name", "string", "StageName", "picklist", "Amount", "currency")
            .with("CloseDate", "date", "AccountId", "reference", "ContactId", "reference")
            .with("Probability", "percent", "IsWon", "boolean"));
    return all;
  }

  private static void add(Map<String, SObject> all, SObject object) {
    all.put(object.name, object);
  }
}
