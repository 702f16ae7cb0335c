package io.espalier.sandbox;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The sandboxes on board. */
public final class Sandboxes {
  private Sandboxes() {}

  /** The providers of ESPs, by id. */
  public static List<SandboxProvider> all() {
    return ServiceLoader.load(SandboxProvider.class, Sandboxes.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(SandboxProvider::id))
        .toList();
  }

  /** The providers of CRMs, by id. */
  public static List<CrmSandboxProvider> crms() {
    return ServiceLoader.load(CrmSandboxProvider.class, Sandboxes.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(SandboxProvider::id))
        .toList();
  }
}
