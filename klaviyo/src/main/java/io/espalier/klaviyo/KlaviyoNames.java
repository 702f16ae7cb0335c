package io.espalier.klaviyo;

import io.espalier.model.Attribute;
import io.espalier.model.ValueType;
import io.espalier.rule.Issue;
import io.espalier.rule.Place;
import io.espalier.spi.FieldMap;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Attribute → profile property. A few texts are Klaviyo's own fields; all else is a custom property
 * under the attribute's own name.
 */
final class KlaviyoNames {
  /** Klaviyo's own fields that an attribute of the same name and of type text becomes. */
  private static final Set<String> BUILT_IN =
      Set.of("email", "first_name", "last_name", "organization", "title", "phone_number");

  // What person|lookup finds before any custom property. Source: help.klaviyo.com 4408802648731,
  // read 2026-11-23.
  private static final Set<String> TAKEN =
      Set.of(
          "id",
          "external_id",
          "KlaviyoID",
          "full_name",
          "image",
          "location",
          "City",
          "Region",
          "Country",
          "Zipcode",
          "ViewedItems",
          KlaviyoConsent.MARK,
          KlaviyoConsent.ASKED);

  private KlaviyoNames() {}

  static FieldMap map(Collection<Attribute> attributes, Collection<Issue> issues) {
    FieldMap fields = new FieldMap();
    Map<String, String> owners = new HashMap<>();
    for (Attribute attribute : attributes) {
      String name = name(attribute, issues);
      String owner = name.isEmpty() ? null : owners.putIfAbsent(name, attribute.name());
      if (owner != null) {
        issues.add(
            Issue.error(
                Place.file("profile.yaml"),
                "'"
                    + attribute.name()
                    + "' and '"
                    + owner
                    + "' would both be '"
                    + name
                    + "' in Klaviyo",
                "give one of them another name for klaviyo"));
      } else if (!name.isEmpty()) {
        fields.put(attribute, name);
      }
    }
    return fields;
  }

  private static String name(Attribute attribute, Collection<Issue> issues) {
    String wanted = attribute.vendorNames().get(KlaviyoEsp.ID);
    if (wanted == null) {
      return isTaken(attribute.name(), attribute.type())
          ? "custom_" + attribute.name()
          : attribute.name();
    }
    // Inside a quoted lookup nothing can be escaped with certainty.
    if (wanted.isBlank()
        || wanted.length() > 255
        || wanted.chars().anyMatch(c -> c < ' ' || "'\"\\{}%|".indexOf(c) >= 0)) {
      issues.add(
          Issue.error(
              Place.file("profile.yaml"),
              "'" + attribute.name() + "' cannot be called '" + wanted.strip() + "' in Klaviyo",
              "use letters, digits, spaces, '_', '-' and '.'"));
      return "";
    }
    if (isTaken(wanted, attribute.type())) {
      issues.add(
          Issue.error(
              Place.file("profile.yaml"),
              "'"
                  + attribute.name()
                  + "' cannot be called '"
                  + wanted
                  + "': that is a field of Klaviyo's own",
              "give it another name for klaviyo"));
      return "";
    }
    return wanted;
  }

  private static boolean isTaken(String name, ValueType type) {
    return TAKEN.contains(name)
        || name.startsWith("$")
        || (BUILT_IN.contains(name) && type != ValueType.TEXT);
  }

  /** True for a field of Klaviyo's own, which does not live among the custom properties. */
  static boolean isBuiltIn(String vendorName) {
    return BUILT_IN.contains(vendorName);
  }
}
