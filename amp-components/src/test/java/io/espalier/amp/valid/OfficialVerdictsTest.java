package io.espalier.amp.valid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The AMP project's own documents, and what its validator says of them today. */
class OfficialVerdictsTest {
  /** Read where it lies; a machine without it has nothing to compare. */
  private static final Path CORPUS =
      Path.of("")
          .toAbsolutePath()
          .getParent()
          .getParent()
          .resolve("shared/corpus/amp/validator-testdata");

  @Test
  void ourVerdictsAreTheOfficialOnes() throws IOException {
    assumeTrue(Files.isDirectory(CORPUS), "no ../shared/corpus/amp: nothing to compare with");
    List<String> differences = new ArrayList<>();
    int documents = 0;
    int agreed = 0;
    int official = 0;
    int same = 0;
    List<Path> files;
    try (Stream<Path> list = Files.list(CORPUS)) {
      files = list.filter(f -> f.toString().endsWith(".html")).sorted().toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString().replace(".html", "");
      JsonObject verdict =
          JsonParser.parseString(Files.readString(CORPUS.resolve(name + ".wasm.json")))
              .getAsJsonObject();
      TreeSet<String> theirs = new TreeSet<>();
      for (JsonElement one : verdict.getAsJsonArray("errors")) {
        JsonObject e = one.getAsJsonObject();
        theirs.add(
            Verdicts.line(
                e.get("line").getAsInt(),
                e.get("col").getAsInt(),
                e.get("severity").getAsString().equals("ERROR"),
                e.get("code").getAsString()));
      }
      TreeSet<String> ours = Verdicts.ours(Files.readString(file));
      boolean passes = ours.stream().allMatch(v -> v.contains(" W "));
      documents++;
      agreed += passes == verdict.get("status").getAsString().equals("PASS") ? 1 : 0;
      official += theirs.size();
      same += (int) theirs.stream().filter(ours::contains).count();
      theirs.stream()
          .filter(v -> !ours.contains(v))
          .forEach(v -> differences.add(name + " misses " + v));
      ours.stream()
          .filter(v -> !theirs.contains(v))
          .forEach(v -> differences.add(name + " adds " + v));
    }
    System.out.printf(
        "official AMP verdicts: %d of %d documents agree, %d of %d codes with their positions%n",
        agreed, documents, same, official);
    differences.forEach(d -> System.out.println("  " + d));
    assertTrue(documents >= 17, documents + " documents");
    assertEquals(documents, agreed, "pass or fail");
    assertEquals(List.of(), differences);
  }
}
