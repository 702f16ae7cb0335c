package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

class VolumeTest {
  @Test
  void fiveThousandPeopleAreSyncedAndReadBackQuickly() {
    try (Client client = new Client()) {
      client.get("/api/accounts");
      long start = System.nanoTime();
      String list = client.list("all");
      client.imported(list, people(0, 5_000));
      assertEquals(
          5_000,
          client.walk("/api/lists/" + list + "/relationships/profiles?page%5Bsize%5D=100").size());
      long millis = (System.nanoTime() - start) / 1_000_000;
      assertTrue(millis < 10_000, "took " + millis + " ms");
    }
  }

  @Test
  void manyCallersAtOnceLoseNothing() throws Exception {
    try (Client client = new Client()) {
      String list = client.list("all");
      ExecutorService threads = Executors.newFixedThreadPool(24);
      List<Future<String>> made =
          IntStream.range(0, 240)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            String id = client.person("{\"email\":\"t" + i + "@example.net\"}");
                            client.post(
                                "/api/lists/" + list + "/relationships/profiles",
                                Client.references(List.of(id)));
                            return id;
                          }))
              .toList();
      HashSet<String> ids = new HashSet<>();
      for (Future<String> one : made) {
        ids.add(one.get());
      }
      threads.shutdown();
      assertEquals(240, ids.size());
      assertEquals(
          ids, new HashSet<>(client.walk("/api/lists/" + list + "/profiles?page%5Bsize%5D=100")));
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "espalier.long", matches = "true")
  void twoHundredThousandPeopleFit() {
    try (Client client = new Client()) {
      String list = client.list("all");
      for (int i = 0; i < 20; i++) {
        client.imported(list, people(i * 10_000, (i + 1) * 10_000));
      }
      assertEquals(
          200_000,
          client.walk("/api/lists/" + list + "/relationships/profiles?page%5Bsize%5D=100").size());
      assertTrue(client.sandbox.snapshot().length() > 20_000_000);
    }
  }

  private static List<String> people(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(
            i ->
                "{\"email\":\"p"
                    + i
                    + "@example.net\",\"external_id\":\""
                    + i
                    + "\",\"first_name\":\"Ann\",\"properties\":{\"tier\":\"gold\",\"spent_365d\":"
                    + i
                    + ".25,\"orders\":"
                    + i % 7
                    + ",\"vip\":true,\"last_order\":\"2026-05-06\",\"brands\":[\"a\",\"b\"]}}")
        .toList();
  }
}
