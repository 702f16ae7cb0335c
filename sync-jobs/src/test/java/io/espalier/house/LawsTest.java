package io.espalier.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.lang.ArchRule;
import io.espalier.spi.Change;
import io.espalier.spi.ConsentGate;
import io.espalier.spi.Surroundings;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The laws of ARCHITECTURE.md, section 2, as far as the shape of the code can keep them. */
class LawsTest {

  /** Law 5. A consent is made by the gate, or is the unknown one that can make nobody mailable. */
  @Test
  void onlyTheGateMakesAChangeOfConsent() {
    Set<String> makers = new TreeSet<>();
    for (JavaClass type : House.CLASSES) {
      for (JavaConstructorCall call : type.getConstructorCallsFromSelf()) {
        if (call.getTargetOwner().isEquivalentTo(Change.SetConsent.class)) {
          makers.add(type.getName() + "." + method(call));
        }
      }
    }
    assertEquals(
        Set.of(ConsentGate.class.getName() + ".pass", "io.espalier.sync.run.PlanReader.gated"),
        makers);
  }

  /** {@code lambda$gated$3} is written in {@code gated}. */
  private static String method(JavaConstructorCall call) {
    String name = call.getOrigin().getName();
    return name.startsWith("lambda$") ? name.replaceFirst("lambda\\$(.*)\\$\\d+", "$1") : name;
  }

  /** Law 9. */
  @Test
  void sleepComesInByConstructor() {
    none(
        "sleep",
        LawsTest::sleeps,
        Surroundings.class.getName(),
        // A sandbox that answers slowly on purpose; tests give it a pause of their own.
        "io.espalier.sandbox.SandboxOptions",
        // Waits for the web server that it measures against.
        "io.espalier.sync.bench.StaticNginx");
  }

  /** Law 9. */
  @Test
  void timeAndChanceComeInByConstructor() {
    none(
        "read the machine's clock or its dice",
        LawsTest::readsClockOrDice,
        Surroundings.class.getName(),
        "io.espalier.sandbox.SandboxOptions",
        // The stopwatches of the benches; the benches themselves are given one.
        "io.espalier.sync.cli.BenchEngineCommand",
        "io.espalier.sync.cli.BenchIncrementalCommand",
        "io.espalier.sync.cli.BenchPlanCommand",
        "io.espalier.sync.cli.BenchSegmentsCommand",
        "io.espalier.sync.bench.LiveBench",
        "io.espalier.sync.bench.LoadMaker",
        "io.espalier.sync.bench.MjmlBench",
        "io.espalier.sync.bench.PlanBench",
        "io.espalier.sync.cli.Espalier",
        // A key that tests could foresee would be none.
        "io.espalier.sync.store.ConsentLedger");
  }

  /** Results and notes go through the terminal of the command. */
  @Test
  void onlyTheCommandSpeaks() {
    noClasses()
        .that()
        .resideInAPackage("io.espalier..")
        .and()
        .resideOutsideOfPackages("io.espalier.sync.cli..", "io.espalier.sync.demo..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .accessField(System.class, "in")
        .orShould()
        .accessTargetWhere(
            describe("printStackTrace", access -> access.getName().equals("printStackTrace")))
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .check(House.CLASSES);
  }

  private static void none(String what, Predicate<JavaAccess<?>> forbidden, String... but) {
    DescribedPredicate<JavaClass> others =
        describe(
            "are not " + String.join(", ", but), type -> !Set.of(but).contains(type.getName()));
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage("io.espalier..")
            .and(others)
            .should()
            .accessTargetWhere(describe(what, forbidden));
    rule.check(House.CLASSES);
  }

  private static boolean sleeps(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    return name.equals("sleep") && owner.startsWith("java.")
        || name.startsWith("park") && owner.endsWith("LockSupport")
        || name.equals("wait") && owner.equals("java.lang.Object");
  }

  private static boolean readsClockOrDice(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    boolean noArgument =
        access instanceof JavaCodeUnitAccess<?> call
            && call.getTarget().getRawParameterTypes().isEmpty();
    switch (owner) {
      case "java.lang.System":
        return name.equals("currentTimeMillis") || name.equals("nanoTime");
      case "java.time.Clock":
        return name.startsWith("system") || name.startsWith("tick");
      case "java.lang.Math":
        return name.equals("random");
      case "java.util.UUID":
        return name.equals("randomUUID");
      case "java.util.Random":
      case "java.util.Date":
        return name.equals("<init>") && noArgument;
      case "java.security.SecureRandom":
      case "java.util.concurrent.ThreadLocalRandom":
        return true;
      case "java.util.random.RandomGenerator":
        return name.equals("getDefault");
      default:
        return owner.startsWith("java.time.") && name.equals("now") && noArgument;
    }
  }
}
