package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonElement;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One asynchronous batch of rows. Accepted is not applied: nothing is saved before the second look
 * at it, or before its time is up.
 */
final class Job {
  /** What an error item says. */
  record Failed(List<Problem> problems, String message) {}

  final String id;
  final long serial;
  final String extension;
  final boolean upsert;
  final List<JsonElement> items;
  final int size;
  final long submitted;
  final Map<Integer, Failed> failed = new LinkedHashMap<>();
  int looks;
  int resultLooks;
  int statusLooks;

  /** The keys of its rows, where jobs at once disturb each other; of the earlier one's, here. */
  final Set<String> contested = new LinkedHashSet<>();

  /** Ended in an error of its own, no row done. */
  boolean broken;

  boolean done;
  long completed;

  Job(
      String id,
      long serial,
      String extension,
      boolean upsert,
      List<JsonElement> items,
      int size,
      long submitted) {
    this.id = id;
    this.serial = serial;
    this.extension = extension;
    this.upsert = upsert;
    this.items = items;
    this.size = size;
    this.submitted = submitted;
  }
}
