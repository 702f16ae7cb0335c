package io.espalier.sandbox.hubspot;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An object of an account: its properties, its records, and what searches know of them. */
final class PortalObject {
  /** Okta's guide to the API, 2026-11-27: ten seconds after a creation, sixty after an update. */
  private static final Duration CREATED = Duration.ofSeconds(10);

  private static final Duration UPDATED = Duration.ofSeconds(60);
  static final Duration BIN = Duration.ofDays(90);

  /**
   * A property.
   *
   * @param fieldType how it is shown; with {@code enumeration} it says whether there are several
   */
  record Property(String type, String fieldType) {}

  /** A record. */
  static final class Item {
    final long id;
    final Map<String, String> values = new LinkedHashMap<>();
    final TreeSet<Long> contacts = new TreeSet<>();
    @Nullable Instant archived;
    private Map<String, String> indexed = new HashMap<>();
    private Instant due;
    private boolean found;

    Item(long id, Instant at) {
      this.id = id;
      due = at.plus(CREATED);
    }

    void changed(Instant at) {
      if (found) {
        due = at.plus(UPDATED);
      }
    }

    /** The values that a search sees; empty where it does not know the record yet. */
    Optional<Map<String, String>> indexed(Instant now) {
      if (!now.isBefore(due)) {
        found = true;
        indexed = new HashMap<>(values);
      }
      return found && archived == null ? Optional.of(indexed) : Optional.empty();
    }
  }

  final String name;
  final Map<String, Property> properties = new LinkedHashMap<>();
  final TreeMap<Long, Item> items = new TreeMap<>();

  PortalObject(String name) {
    this.name = name;
    with("hs_object_id", "number", "number");
    with("createdate", "datetime", "date");
    with(modified(), "datetime", "date");
  }

  PortalObject with(String property, String type, String fieldType) {
    properties.put(property, new Property(type, fieldType));
    return this;
  }

  String modified() {
    return name.equals("contacts") ? "lastmodifieddate" : "hs_lastmodifieddate";
  }

  static Map<String, PortalObject> standard() {
    Map<String, PortalObject> all = new LinkedHashMap<>();
    PortalObject contacts =
        new PortalObject("contacts")
            .with("email", "string", "text")
            .with("firstname", "string", "text")
            .with("lastname", "string", "text")
            .with("city", "string", "text")
            .with("country", "string", "text")
            .with("lifecyclestage", "enumeration", "radio")
            .with("hs_email_optout", "bool", "booleancheckbox")
            .with("hs_merged_object_ids", "enumeration", "checkbox");
    PortalObject companies =
        new PortalObject("companies")
            .with("name", "string", "text")
            .with("domain", "string", "text");
    PortalObject deals =
        new PortalObject("deals")
            .with("dealname", "string", "text")
            .with("amount", "number", "number")
            .with("closedate", "datetime", "date")
            .with("dealstage", "enumeration", "radio");
    all.put("contacts", contacts);
    all.put("companies", companies);
    all.put("deals", deals);
    return all;
  }
}
