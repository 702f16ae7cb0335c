package io.espalier.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of {@link ConnectorContract}, to be run one by one and without a report. */
public final class Rules {
  private static final Map<Class<? extends Contract>, Function<Subject, Contract>> CHAPTERS =
      Map.of(
          BatchContract.class, subject -> new BatchContract(subject) {},
          PeopleContract.class, subject -> new PeopleContract(subject) {},
          SegmentContract.class, subject -> new SegmentContract(subject) {},
          SecrecyContract.class, subject -> new SecrecyContract(subject) {},
          FaultContract.class, subject -> new FaultContract(subject) {});

  private Rules() {}

  /** Number → the tests that prove it. */
  private static final Map<String, List<Proof>> PROOFS = proofs();

  private record Proof(Function<Subject, Contract> chapter, Method test) {}

  private static Map<String, List<Proof>> proofs() {
    Map<String, List<Proof>> proofs = new TreeMap<>();
    CHAPTERS.forEach(
        (type, chapter) ->
            Stream.of(type.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .forEach(
                    method ->
                        proofs
                            .computeIfAbsent(
                                method.getName().substring(0, 3), rule -> new ArrayList<>())
                            .add(new Proof(chapter, method))));
    return proofs;
  }

  /** All numbers, e.g. {@code c01}, in order. */
  public static List<String> all() {
    return List.copyOf(PROOFS.keySet());
  }

  /** What a rule says against an adapter; empty where it is kept. */
  public static Optional<Throwable> broken(String rule, Subject subject) {
    for (Proof proof : PROOFS.getOrDefault(rule, List.of())) {
      Contract contract = proof.chapter().apply(subject);
      try {
        contract.start();
        if (!contract.refusesCleanly(proof.test().getName())) {
          proof.test().invoke(contract);
        }
      } catch (InvocationTargetException e) {
        return Optional.of(e.getCause());
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      } catch (RuntimeException | AssertionError e) {
        return Optional.of(e);
      } finally {
        contract.end();
      }
    }
    return Optional.empty();
  }
}
