package io.espalier.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.espalier.spi.Crm;
import io.espalier.spi.Esp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** ARCHITECTURE.md, section 3, as a test. */
class HouseTest {

  @Test
  void everyRoomIsFoundAndNoneIsUnknown() {
    assertEquals(House.KNOWS.keySet(), House.rooms().keySet());
    House.rooms().forEach((room, count) -> assertTrue(count > 2, room + " has " + count));
    for (String vendor : House.VENDORS) {
      assertTrue(House.rooms().get(vendor) > 10, vendor);
      assertTrue(House.packages("io.espalier.sandbox." + vendor).size() > 1, vendor);
    }
  }

  @Test
  void dependenciesGoOneWay() {
    classes().that(areOurs()).should(knowOnlyWhatTheirRoomMay()).check(House.CLASSES);
  }

  @Test
  void sandboxesDoNotKnowEachOther() {
    classes()
        .that(resideInAPackage("io.espalier.sandbox.."))
        .should(
            new Condition("know no other sandbox") {
              @Override
              void look(JavaClass type, List<String> wrong) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                  String theirs = vendor(dependency.getTargetClass());
                  if (!theirs.isEmpty() && !theirs.equals(vendor(type))) {
                    wrong.add(dependency.getDescription());
                  }
                }
              }

              /** Empty for what all sandboxes share, which knows none of them. */
              private String vendor(JavaClass type) {
                String shared = "io.espalier.sandbox.";
                String name = type.getPackageName();
                return name.startsWith(shared)
                    ? name.substring(shared.length()).replaceFirst("\\..*", "")
                    : "";
              }
            })
        .check(House.CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices()
        .matching("io.espalier.(**)")
        .should()
        .beFreeOfCycles()
        // Two knots that are known and still to be untied, and nothing beside them.
        .ignoreDependency(
            resideInAPackage("io.espalier.sync.plan"),
            nameMatching("io\\.espalier\\.sync\\.run\\.Connections(\\$.*)?"))
        .ignoreDependency(
            resideInAPackage("io.espalier.sync.source"),
            nameMatching("io\\.espalier\\.sync\\.store\\.(Engine|StoreException)(\\$.*)?"))
        .check(House.CLASSES);
  }

  @Test
  void theCoreHasNoVendorWords() {
    classes()
        .that(areOurs())
        .and(areInRooms(House.CORE))
        .should(
            new Condition("have no vendor word in any name") {
              @Override
              void look(JavaClass type, List<String> wrong) {
                List<String> names = new ArrayList<>(List.of(type.getName()));
                type.getMembers().forEach(member -> names.add(member.getFullName()));
                names.removeIf(
                    name -> !name.matches("(?i).*(klaviyo|mailchimp|salesforce|sfmc|hubspot).*"));
                wrong.addAll(names);
              }
            })
        .check(House.CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    classes()
        .that(areOurs())
        .should(
            new Condition("live in a package marked @NullMarked") {
              @Override
              void look(JavaClass type, List<String> wrong) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                  wrong.add(type.getPackageName() + " has no package-info.java with @NullMarked");
                }
              }
            })
        .check(House.CLASSES);
  }

  @Test
  void aVendorShowsOneClass() {
    Map<String, List<String>> shown = new TreeMap<>();
    for (JavaClass type : House.CLASSES) {
      if (House.isOurs(type)
          && House.VENDORS.contains(House.room(type))
          && type.isTopLevelClass()
          && type.getModifiers().contains(JavaModifier.PUBLIC)) {
        shown
            .computeIfAbsent(House.room(type), room -> new ArrayList<>())
            .add(type.getSimpleName());
        assertTrue(type.isAssignableTo(Esp.class), type.getName());
      }
    }
    assertEquals(
        Map.of(
            "klaviyo", List.of("KlaviyoEsp"),
            "mailchimp", List.of("MailchimpEsp"),
            "salesforcemc", List.of("SalesforceMcEsp")),
        shown);
  }

  @Test
  void aCrmShowsOneClass() {
    Map<String, List<String>> shown = new TreeMap<>();
    for (JavaClass type : House.CLASSES) {
      if (House.isOurs(type)
          && House.CRMS.contains(House.room(type))
          && type.isTopLevelClass()
          && type.getModifiers().contains(JavaModifier.PUBLIC)) {
        shown
            .computeIfAbsent(House.room(type), room -> new ArrayList<>())
            .add(type.getSimpleName());
        assertTrue(type.isAssignableTo(Crm.class), type.getName());
      }
    }
    assertEquals(
        Map.of("hubspot", List.of("HubspotCrm"), "salesforcecrm", List.of("SalesforceCrm")), shown);
  }

  @Test
  void namesSayWhatAClassIs() {
    classes()
        .that(areOurs())
        .should(
            new Condition("have a name of their own") {
              @Override
              void look(JavaClass type, List<String> wrong) {
                String name = type.getSimpleName();
                if (name.matches("(Base|Common|Misc|Abstract)[A-Z].*")
                    || name.matches(".*(Util|Utils|Helper|Helpers|Manager|Common|Misc)([A-Z].*)?")
                    || name.matches(".*[A-Za-z][0-9]+")) {
                  wrong.add(type.getName() + " is a room without a door-plate");
                }
              }
            })
        .check(House.CLASSES);
  }

  private static DescribedPredicate<JavaClass> areOurs() {
    return DescribedPredicate.describe("are ours", House::isOurs);
  }

  private static DescribedPredicate<JavaClass> areInRooms(Set<String> rooms) {
    return DescribedPredicate.describe("are in the core", type -> rooms.contains(House.room(type)));
  }

  private static ArchCondition<JavaClass> knowOnlyWhatTheirRoomMay() {
    return new Condition("know only the rooms that theirs may know") {
      @Override
      void look(JavaClass type, List<String> wrong) {
        String room = House.room(type);
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          if (House.isOurs(target)
              && !House.room(target).equals(room)
              && !House.KNOWS.getOrDefault(room, Set.of()).contains(House.room(target))) {
            wrong.add(dependency.getDescription());
          }
        }
      }
    };
  }

  /** What a class must be; it lists what is wrong with it. */
  private abstract static class Condition extends ArchCondition<JavaClass> {
    Condition(String description) {
      super(description);
    }

    abstract void look(JavaClass type, List<String> wrong);

    @Override
    public void check(JavaClass type, ConditionEvents events) {
      List<String> wrong = new ArrayList<>();
      look(type, wrong);
      wrong.forEach(message -> events.add(SimpleConditionEvent.violated(type, message)));
    }
  }
}
