package io.espalier.sync.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutfitterShopTest {
  @TempDir Path dir;

  @Test
  void theSameSeedGivesTheSameBytes() throws IOException {
    assertEquals(written(OutfitterShop.make(3, 200)), written(OutfitterShop.make(3, 200)));
  }

  @Test
  void anotherSeedGivesAnotherShop() throws IOException {
    assertFalse(written(OutfitterShop.make(3, 50)).equals(written(OutfitterShop.make(4, 50))));
  }

  /** A checksum over the shipped size: the numbers that the documents show hang on it. */
  @Test
  void theShippedShopHasTheSizeThatTheDocumentsSay() {
    OutfitterShop shop = OutfitterShop.make(OutfitterShop.SEED, OutfitterShop.PEOPLE);
    assertEquals(5_037, shop.people());
    assertEquals(61_398, shop.events());
  }

  @Test
  void aChangeTouchesItsShareOfPeopleAndNobodyElse() throws IOException {
    OutfitterShop shop = OutfitterShop.make(3, 1_000);
    Map<String, String> before = written(shop);
    OutfitterShop.Changed changed = shop.change(0.02);
    Map<String, String> after = written(shop);
    assertEquals(20, changed.people(), "2 % of a thousand and a few twins");
    Set<String> people = touched(before, after, "customers.csv");
    assertEquals(changed.collected() + changed.optedOut(), people.size());
    assertEquals(changed.bought(), touched(before, after, "orders.jsonl").size());
    assertTrue(touched(after, before, "orders.jsonl").isEmpty(), "no order was taken away");
    assertEquals(before.get("views.csv.gz"), after.get("views.csv.gz"));
  }

  @Test
  void theMessIsInTheFiles() throws IOException {
    written(OutfitterShop.make(3, 1_000));
    String customers = Files.readString(dir.resolve("customers.csv"));
    for (String sign :
        List.of(
            "n/a",
            "twelve",
            "31/02/1985",
            ",01097,",
            "@MAIL.EXAMPLE.NET",
            "{{ person.email }}",
            "Robert \"\"Bob\"\"",
            "結衣")) {
      assertTrue(customers.contains(sign), sign);
    }
  }

  private static Set<String> touched(
      Map<String, String> before, Map<String, String> after, String file) {
    Set<String> lines = new HashSet<>(lines(after, file));
    lines.removeAll(new HashSet<>(lines(before, file)));
    return lines;
  }

  private static List<String> lines(Map<String, String> files, String file) {
    return new ArrayList<>(files.getOrDefault(file, "").lines().toList());
  }

  private Map<String, String> written(OutfitterShop shop) throws IOException {
    shop.write(dir);
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(dir)) {
      for (Path file : all.toList()) {
        files.put(
            String.valueOf(file.getFileName()),
            file.toString().endsWith(".gz")
                ? Arrays.toString(Files.readAllBytes(file))
                : Files.readString(file));
      }
    }
    return files;
  }
}
