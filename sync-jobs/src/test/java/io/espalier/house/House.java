package io.espalier.house;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rooms of the house, and all that is built. A room is a package below {@code io.espalier}. */
final class House {
  static final String ROOT = "io.espalier.";

  /** Room → the rooms that it may know. A room that is not listed is a mistake. */
  static final Map<String, Set<String>> KNOWS =
      Map.ofEntries(
          Map.entry("model", Set.of()),
          Map.entry("rule", Set.of("model")),
          Map.entry("proof", Set.of("model", "rule")),
          Map.entry("score", Set.of("model", "rule")),
          Map.entry("sql", Set.of("model", "rule", "score")),
          Map.entry("template", Set.of("model", "rule")),
          Map.entry("mjml", Set.of("model", "rule", "proof", "template")),
          Map.entry("amp", Set.of("model", "rule", "template")),
          Map.entry("audience", Set.of("model", "rule")),
          Map.entry("spi", Set.of("model", "rule", "template", "audience")),
          Map.entry("http", Set.of("model", "spi")),
          Map.entry("klaviyo", Set.of("model", "rule", "template", "audience", "spi", "http")),
          Map.entry("mailchimp", Set.of("model", "rule", "template", "audience", "spi", "http")),
          Map.entry("salesforcemc", Set.of("model", "rule", "template", "audience", "spi", "http")),
          Map.entry("salesforcecrm", Set.of("model", "spi", "http")),
          Map.entry("hubspot", Set.of("model", "spi", "http")),
          Map.entry("sandbox", Set.of()),
          Map.entry(
              "sync",
              Set.of(
                  "model",
                  "rule",
                  "proof",
                  "score",
                  "sql",
                  "template",
                  "audience",
                  "mjml",
                  "amp",
                  "spi",
                  "sandbox")));

  static final Set<String> VENDORS = Set.of("klaviyo", "mailchimp", "salesforcemc");

  /** What rows come from. */
  static final Set<String> CRMS = Set.of("hubspot", "salesforcecrm");

  static final Set<String> CORE =
      Set.of("model", "rule", "proof", "score", "sql", "template", "audience", "spi", "http");

  static {
    // The JDK's and the libraries' own classes are not looked into: seconds instead of a minute.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
  }

  /** Everything that is shipped, of every module. */
  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.espalier");

  private House() {}

  static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith(ROOT);
  }

  /** {@code io.espalier.sandbox.klaviyo.Account} is in {@code sandbox}. */
  static String room(JavaClass type) {
    String below = type.getPackageName().substring(ROOT.length());
    int dot = below.indexOf('.');
    return dot < 0 ? below : below.substring(0, dot);
  }

  /** Room → how many classes it has. */
  static Map<String, Integer> rooms() {
    Map<String, Integer> rooms = new TreeMap<>();
    CLASSES.stream().filter(House::isOurs).forEach(t -> rooms.merge(room(t), 1, Integer::sum));
    return rooms;
  }

  /** Every package below one name, itself included. */
  static Set<String> packages(String prefix) {
    Set<String> packages = new TreeSet<>();
    CLASSES.forEach(type -> packages.add(type.getPackageName()));
    packages.removeIf(name -> !name.equals(prefix) && !name.startsWith(prefix + "."));
    return packages;
  }
}
