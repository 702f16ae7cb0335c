package io.espalier.sync.run;

import io.espalier.spi.Change;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * People of whom something is under way that more hangs on: nobody's consent is set before they are
 * there, and nobody joins a segment before their consent is set.
 */
final class Awaited {
  /** On their way to the ESP. */
  private final Set<String> arriving = new HashSet<>();

  /** Of batches that the ESP takes long over. */
  private final Set<String> aside = new HashSet<>();

  /** So many of their consents are under way, or put off. */
  private final Map<String, Integer> deciding = new HashMap<>();

  /** Whether a row of a kind has to wait. */
  boolean blocks(Change.Kind kind, String key) {
    return arriving.contains(key)
        || aside.contains(key)
        || (kind != Change.Kind.SET_CONSENT && deciding.containsKey(key));
  }

  void sent(Change.Kind kind, List<PlanRow> rows) {
    if (kind == Change.Kind.UPSERT) {
      rows.forEach(row -> arriving.add(row.key()));
    } else if (kind == Change.Kind.SET_CONSENT) {
      rows.forEach(row -> deferred(kind, row.key()));
    }
  }

  void arrived(Change.Kind kind, List<PlanRow> rows) {
    if (kind == Change.Kind.UPSERT) {
      rows.forEach(row -> arriving.remove(row.key()));
    } else {
      taken(kind, rows);
    }
  }

  /** A row has to wait, and others for it. */
  void deferred(Change.Kind kind, String key) {
    if (kind == Change.Kind.SET_CONSENT) {
      deciding.merge(key, 1, Integer::sum);
    }
  }

  /** These had to wait, and need not now. */
  void taken(Change.Kind kind, List<PlanRow> rows) {
    if (kind == Change.Kind.SET_CONSENT) {
      rows.forEach(row -> deciding.computeIfPresent(row.key(), (key, n) -> n > 1 ? n - 1 : null));
    }
  }

  void aside(String key) {
    aside.add(key);
  }

  /** All have come to an end. */
  void noneAside() {
    aside.clear();
  }
}
