package io.espalier.model;

import java.util.List;

/**
 * That an attribute tells something about a person that the law protects in particular.
 *
 * @param category one of {@link #CATEGORIES}
 * @param basis what allows it to be used, in the user's words; empty where none is stated, and then
 *     no rule may use it
 */
public record Sensitivity(String category, String basis) {
  /**
   * The special categories of the GDPR, Article 9(1), and criminal convictions of Article 10, each
   * in one word.
   */
  public static final List<String> CATEGORIES =
      List.of(
          "ethnicity",
          "politics",
          "religion",
          "union",
          "genetic",
          "biometric",
          "health",
          "sexuality",
          "criminal");
}
