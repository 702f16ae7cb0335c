package io.espalier.sync.demo;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a rejects file into one entry a reason. */
final class RejectList {
  private static final int EXAMPLES = 3;

  private RejectList() {}

  /** Reasons, the commonest first; empty where there is no file. */
  static List<Story.Reject> read(Path file) {
    Map<String, List<JsonObject>> byReason = new LinkedHashMap<>();
    if (Files.isRegularFile(file)) {
      try {
        for (String line : Files.readAllLines(file)) {
          JsonObject row = JsonParser.parseString(line).getAsJsonObject();
          byReason
              .computeIfAbsent(text(row, "table") + "\n" + reason(row), k -> new ArrayList<>())
              .add(row);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return byReason.values().stream()
        .map(
            rows ->
                new Story.Reject(
                    text(rows.get(0), "table"),
                    reason(rows.get(0)),
                    rows.size(),
                    rows.stream().limit(EXAMPLES).map(row -> text(row, "row")).toList()))
        .sorted(java.util.Comparator.comparingLong(Story.Reject::rows).reversed())
        .toList();
  }

  /** Without numbers that would make every row a reason of its own. */
  private static String reason(JsonObject row) {
    return text(row, "reason")
        .replaceAll("^[0-9]+ fields where .*", "another number of fields than the header has");
  }

  private static String text(JsonObject row, String name) {
    return row.get(name).getAsString();
  }
}
