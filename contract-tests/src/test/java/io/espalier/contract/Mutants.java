package io.espalier.contract;

import io.espalier.template.MergeLanguage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Every printing method of a language, each with every mistake that a slip of the hand makes in
 * what it prints. Found by reflection: a new method has its mutants by itself.
 */
final class Mutants {
  /** What an ESP fills in by itself, another for each: compared in the languages' own tests. */
  private static final Set<String> NOT_COMPARED =
      Set.of(
          "id",
          "unsubscribeUrl",
          "postalAddress",
          "pageUrl",
          "coupon",
          "mustache",
          "ampGuard",
          "toString");

  /** Said twice it says the same. */
  private static final Set<String> IDEMPOTENT = Set.of("prologue");

  private Mutants() {}

  /**
   * One method with one mistake.
   *
   * @param bites how often it has changed what was printed; never, and it is no mutant here
   */
  record Mutant(String name, AtomicInteger bites, UnaryOperator<MergeLanguage> twin) {}

  static List<Mutant> all() {
    Map<String, UnaryOperator<String>> slips = new LinkedHashMap<>();
    slips.put("says nothing", text -> "");
    slips.put("loses its last letter", t -> t.isEmpty() ? t : t.substring(0, t.length() - 1));
    slips.put("loses its first letter", t -> t.isEmpty() ? t : t.substring(1));
    slips.put("is said twice", text -> text + text);
    swapped(slips, ">=", ">");
    swapped(slips, "<=", "<");
    swapped(slips, " > ", " >= ");
    swapped(slips, " < ", " <= ");
    swapped(slips, "==", "!=");
    swapped(slips, "!=", "==");
    swapped(slips, "=yes", "=no");
    swapped(slips, "'yes'", "'no'");
    swapped(slips, " AND ", " OR ");
    swapped(slips, " OR ", " AND ");
    swapped(slips, " and ", " or ");
    swapped(slips, " or ", " and ");
    swapped(slips, "NOT ", "");
    swapped(slips, "not ", "");
    List<Mutant> all = new ArrayList<>();
    Method[] methods = MergeLanguage.class.getMethods();
    Arrays.sort(methods, Comparator.comparing(Method::getName));
    for (Method method : methods) {
      boolean prints =
          method.getReturnType() == String.class || method.getReturnType() == Optional.class;
      if (prints && !NOT_COMPARED.contains(method.getName())) {
        slips.forEach(
            (slip, mistake) -> {
              if (!slip.equals("is said twice") || !IDEMPOTENT.contains(method.getName())) {
                all.add(mutant(method, slip, mistake));
              }
            });
      }
    }
    return all;
  }

  private static void swapped(Map<String, UnaryOperator<String>> slips, String from, String to) {
    slips.put("'" + from + "' is '" + to + "'", text -> text.replace(from, to));
  }

  private static Mutant mutant(Method method, String slip, UnaryOperator<String> mistake) {
    AtomicInteger bites = new AtomicInteger();
    return new Mutant(
        method.getName() + " " + slip, bites, good -> proxy(good, method, mistake, bites));
  }

  private static MergeLanguage proxy(
      MergeLanguage good, Method mutated, UnaryOperator<String> mistake, AtomicInteger bites) {
    return (MergeLanguage)
        Proxy.newProxyInstance(
            MergeLanguage.class.getClassLoader(),
            new Class<?>[] {MergeLanguage.class},
            (self, method, arguments) -> {
              Object said;
              try {
                said = method.invoke(good, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
              if (!method.getName().equals(mutated.getName())) {
                return said;
              }
              if (said instanceof Optional<?> maybe) {
                return maybe.map(text -> text instanceof String s ? slip(s, mistake, bites) : text);
              }
              return said instanceof String text ? slip(text, mistake, bites) : said;
            });
  }

  private static String slip(String text, UnaryOperator<String> mistake, AtomicInteger bites) {
    String wrong = mistake.apply(text);
    if (!wrong.equals(text)) {
      bites.incrementAndGet();
    }
    return wrong;
  }
}
