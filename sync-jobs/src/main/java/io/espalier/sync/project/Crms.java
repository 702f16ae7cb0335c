package io.espalier.sync.project;

import io.espalier.spi.Crm;
import io.espalier.spi.Surroundings;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * The CRMs that a project may read from, and the time, chance and sleep of their readers.
 *
 * @param byKind the word after {@code kind:} → the CRM
 */
public record Crms(Map<String, Crm> byKind, Surroundings surroundings) {

  /** Those on board. */
  public static Crms onBoard(Surroundings surroundings) {
    Map<String, Crm> all = new TreeMap<>();
    ServiceLoader.load(Crm.class).forEach(crm -> all.put(crm.id(), crm));
    return new Crms(all, surroundings);
  }
}
