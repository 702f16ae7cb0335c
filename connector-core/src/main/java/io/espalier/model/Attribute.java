package io.espalier.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One attribute of a profile, as declared in {@code profile.yaml}.
 *
 * @param name lower-case words joined by {@code _} or {@code .}
 * @param label what a marketer reads; the name where none is declared
 * @param classification demographic, behavioural, purchase, engagement, contextual, predicted
 * @param pii personal data: masked in reports
 * @param purposes what it may be used for, e.g. {@code marketing}
 * @param values the closed set of values, in their one spelling; empty where open
 * @param compute the aggregate that yields it, in the rule language; null for a source's column
 * @param vendorNames the field's name where the user wants another: ESP id → name
 * @param sensitivity null where it is of no sensitive class
 * @param unit what a number counts; null where nothing is declared
 */
public record Attribute(
    String name,
    ValueType type,
    String label,
    String classification,
    boolean pii,
    Set<String> purposes,
    List<String> values,
    @Nullable String compute,
    Map<String, String> vendorNames,
    @Nullable Sensitivity sensitivity,
    @Nullable Unit unit) {
  public Attribute {
    purposes = Set.copyOf(purposes);
    values = List.copyOf(values);
    vendorNames = Map.copyOf(vendorNames);
  }

  /** One of no sensitive class and no unit. */
  public Attribute(
      String name,
      ValueType type,
      String label,
      String classification,
      boolean pii,
      Set<String> purposes,
      List<String> values,
      @Nullable String compute,
      Map<String, String> vendorNames) {
    this(
        name, type, label, classification, pii, purposes, values, compute, vendorNames, null, null);
  }

  /** A plain attribute for marketing, for tests and generated schemas. */
  public static Attribute of(String name, ValueType type) {
    return new Attribute(
        name, type, name, "demographic", false, Set.of("marketing"), List.of(), null, Map.of());
  }
}
