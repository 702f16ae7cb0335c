package io.espalier.salesforcemc;

import io.espalier.model.Attribute;
import io.espalier.rule.Issue;
import io.espalier.rule.Place;
import io.espalier.spi.FieldMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Gives columns, data extensions and their keys names that SFMC takes everywhere.
 *
 * <p>The vendor's own list of forbidden characters was not to be had (2026-11-23): a column is
 * letters, digits and {@code _}, at most 50, no {@code _} in front; they are compared
 * case-insensitively, as SFMC does.
 */
final class SalesforceMcNames {
  static final String PROFILES_KEY = "espalier_profiles";
  static final String PROFILES = "Espalier Profiles";

  /** In front of every key of ours. */
  static final String PREFIX = "espalier_";

  /** Made by a marketer, for a query activity to fill (BEHAVIOR.md); only read and erased from. */
  static final String COMPLAINTS_KEY = PREFIX + "complaints";

  private static final String EVENTS = PREFIX + "event_";
  static final String EVENT_KEY = "EventKey";
  static final String EVENT_ID = "EventId";
  static final String EVENT_TIME = "EventTime";
  static final String KEY = "SubscriberKey";
  static final String EMAIL = "EmailAddress";
  static final String HELD_BACK = "EspalierHeldBack";

  private static final int COLUMN_LENGTH = 50;
  private static final int KEY_LENGTH = 36;
  private static final Pattern COLUMN = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,49}");
  private static final Pattern FORBIDDEN =
      Pattern.compile("[!@#$%^*(){}=\\[\\]\\\\.<>/:?|,&'\"\\p{Cntrl}]+");
  private static final Set<String> RESERVED =
      Set.of("subscriberkey", "emailaddress", "espalierheldback");
  private static final Set<String> EVENT_RESERVED =
      Set.of("subscriberkey", "emailaddress", "eventkey", "eventid", "eventtime");

  private SalesforceMcNames() {}

  static FieldMap map(Collection<Attribute> attributes, Collection<Issue> issues) {
    Map<String, List<Attribute>> byColumn = new LinkedHashMap<>();
    for (Attribute attribute : attributes) {
      String own = attribute.vendorNames().get(SalesforceMcEsp.ID);
      String column = own == null ? column(attribute.name()) : own;
      if (own != null && (!COLUMN.matcher(own).matches() || isReserved(own))) {
        issues.add(
            Issue.error(
                Place.file("profile.yaml"),
                "the attribute '"
                    + attribute.name()
                    + "' cannot be '"
                    + own
                    + "' in Salesforce Marketing Cloud",
                "use a letter, then at most 49 letters, digits and '_'; SubscriberKey, EmailAddress"
                    + " and EspalierHeldBack are taken"));
        column = column(attribute.name());
      }
      byColumn.computeIfAbsent(lower(column), c -> new ArrayList<>()).add(attribute);
    }
    FieldMap map = new FieldMap();
    for (Attribute attribute : attributes) {
      String own = attribute.vendorNames().get(SalesforceMcEsp.ID);
      boolean usable = own != null && COLUMN.matcher(own).matches() && !isReserved(own);
      String column = usable && own != null ? own : column(attribute.name());
      List<Attribute> rivals = byColumn.getOrDefault(lower(column), List.of());
      if (rivals.size() > 1) {
        if (usable) {
          issues.add(clash(attribute, rivals, column));
        }
        column = hashed(column, attribute.name(), COLUMN_LENGTH);
      }
      map.put(attribute, column);
    }
    return map;
  }

  private static Issue clash(Attribute attribute, List<Attribute> rivals, String column) {
    String other =
        rivals.stream()
            .map(Attribute::name)
            .filter(n -> !n.equals(attribute.name()))
            .findFirst()
            .orElse("");
    return Issue.error(
        Place.file("profile.yaml"),
        "the attributes '"
            + attribute.name()
            + "' and '"
            + other
            + "' would both be '"
            + column
            + "' in Salesforce Marketing Cloud",
        "give one of them another name there");
  }

  private static String column(String attribute) {
    String column = attribute.replaceAll("[^A-Za-z0-9_]", "_");
    if (!column.matches("[A-Za-z].*")) {
      column = "a" + (column.startsWith("_") ? "" : "_") + column;
    }
    boolean fits = column.length() <= COLUMN_LENGTH && !isReserved(column);
    return fits ? column : hashed(column, attribute, COLUMN_LENGTH);
  }

  private static boolean isReserved(String column) {
    return RESERVED.contains(lower(column));
  }

  /** A segment's data extension, for ever: the id, shortened by a hash where it is too long. */
  static String segmentKey(String id) {
    String key = PREFIX + id;
    boolean taken = key.equals(PROFILES_KEY) || key.equals(COMPLAINTS_KEY);
    return key.length() <= KEY_LENGTH && !taken ? key : hashed(key, id, KEY_LENGTH);
  }

  /**
   * The data extension of a type of event. No segment's key begins so: a segment's id has no {@code
   * _}.
   */
  static String eventKey(String type) {
    String key = EVENTS + type;
    boolean plain = key.length() <= KEY_LENGTH && type.matches("[a-z0-9_-]+");
    return plain ? key : hashed(key.replaceAll("[^A-Za-z0-9_-]", "_"), type, KEY_LENGTH);
  }

  /** A property of an event as a column: two properties never share one. */
  static String propertyColumn(String property) {
    boolean plain =
        property.matches("[a-z][a-z0-9_]{0,49}") && !EVENT_RESERVED.contains(lower(property));
    return plain ? property : hashed(column(property), property, COLUMN_LENGTH);
  }

  /** The key of content in Content Builder, at most 36 characters there. */
  static String assetKey(String key) {
    String own = PREFIX + key;
    return own.length() <= KEY_LENGTH ? own : hashed(own, key, KEY_LENGTH);
  }

  /** A segment's name without what a data extension's name may not hold. */
  static String extensionName(String name, String id) {
    String clean = FORBIDDEN.matcher(name).replaceAll(" ").replaceAll("\\s+", " ").strip();
    return clean.isEmpty() ? id : clean;
  }

  private static String hashed(String name, String of, int length) {
    String hash = hash(of);
    return name.substring(0, Math.min(name.length(), length - 9)) + "_" + hash;
  }

  private static String hash(String text) {
    return sha256(text).substring(0, 8);
  }

  /** 64 hexadecimal digits. */
  static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
