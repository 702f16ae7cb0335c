package io.espalier.sync.demo;

import io.espalier.spi.CallRecord;
import io.espalier.spi.Surroundings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Counts calls by ESP and endpoint, ids taken out of the paths. */
final class Endpoints implements Surroundings.CallListener {
  /** What APIs name endpoints with; every other part of a path is an id. */
  private static final Pattern WORD =
      Pattern.compile("[a-z][a-z_-]*|v[0-9]+|[0-9]+\\.[0-9]+|[A-Z][A-Za-z]*\\.[a-z]+");

  private final Map<String, Row> rows = new TreeMap<>();

  /** What was called at one endpoint. */
  record Row(String esp, String method, String path, long calls, long writes, long bytes) {
    private Row and(CallRecord call) {
      return new Row(
          esp, method, path, calls + 1, writes + (call.write() ? 1 : 0), bytes + call.bytesOut());
    }
  }

  @Override
  public synchronized void called(CallRecord call) {
    String path = pattern(call.path());
    String key = call.esp() + " " + call.method() + " " + path;
    Row before = rows.getOrDefault(key, new Row(call.esp(), call.method(), path, 0, 0, 0));
    rows.put(key, before.and(call));
  }

  static String pattern(String path) {
    StringBuilder pattern = new StringBuilder();
    for (String part : List.of(path.split("/", -1))) {
      if (!part.isEmpty()) {
        String word = part.startsWith("key:") ? "key:{id}" : "{id}";
        boolean id = pattern.toString().endsWith("/key") || !WORD.matcher(part).matches();
        pattern.append('/').append(id ? word : part);
      }
    }
    return pattern.toString();
  }

  /** One ESP's, the busiest first. */
  synchronized List<Row> of(String esp) {
    List<Row> of = new ArrayList<>();
    rows.values().stream().filter(r -> r.esp().equals(esp)).forEach(of::add);
    of.sort(Comparator.comparingLong(Row::calls).reversed().thenComparing(Row::path));
    return List.copyOf(of);
  }
}
