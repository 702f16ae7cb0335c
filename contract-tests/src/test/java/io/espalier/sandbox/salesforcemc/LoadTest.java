package io.espalier.sandbox.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LoadTest {
  @Test
  void twentyFourClientsWriteAtOnceAndNothingIsLost() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(24);
    try (Wire wire = Wire.fresh()) {
      wire.createProfiles();
      List<Future<Integer>> calls = new ArrayList<>();
      for (int client = 0; client < 24; client++) {
        int mine = client;
        calls.add(clients.submit(() -> write(wire, mine)));
      }
      for (Future<Integer> call : calls) {
        assertEquals(200, status(call));
      }
      JsonObject rows = Wire.json(wire.get("data/v1/customobjectdata/key/people/rowset"));
      assertEquals(24 * 50, rows.get("count").getAsInt());
    } finally {
      clients.shutdownNow();
    }
  }

  private static int status(Future<Integer> call) throws InterruptedException {
    try {
      return call.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  private static int write(Wire wire, int client) {
    StringBuilder rows = new StringBuilder("[");
    for (int i = 0; i < 50; i++) {
      rows.append(i == 0 ? "" : ",")
          .append("{\"keys\":{\"Key\":\"")
          .append(client)
          .append('-')
          .append(i)
          .append("\"},\"values\":{\"Country\":\"PT\"}}");
    }
    return wire.post("hub/v1/dataevents/key:people/rowset", rows + "]").statusCode();
  }

  @Test
  void fiftyThousandRowsGoInByJobsAndComeOutByPages() {
    try (Wire wire = Wire.fresh()) {
      wire.createProfiles();
      for (int batch = 0; batch < 2; batch++) {
        StringBuilder items = new StringBuilder("{\"items\":[");
        for (int i = 0; i < 25_000; i++) {
          String key = batch + "-" + i;
          items
              .append(i == 0 ? "" : ",")
              .append("{\"Key\":\"" + key + "\",\"Email\":\"u" + key + "@example.com\"}");
        }
        HttpResponse<String> accepted =
            wire.put("data/v1/async/dataextensions/key:people/rows", items + "]}");
        assertEquals(202, accepted.statusCode(), accepted.body());
        String id = Wire.json(accepted).get("requestId").getAsString();
        wire.get("data/v1/async/" + id + "/status");
        wire.get("data/v1/async/" + id + "/status");
      }
      int seen = 0;
      String path = "data/v1/customobjectdata/key/people/rowset";
      while (!path.isEmpty()) {
        JsonObject page = Wire.json(wire.get(path));
        seen += page.getAsJsonArray("items").size();
        JsonObject links = page.getAsJsonObject("links");
        path = links.has("next") ? "data" + links.get("next").getAsString() : "";
      }
      assertEquals(50_000, seen);
      assertEquals("1-24999", wire.sandbox.render("%%Key%%", "u1-24999@example.com"));
    }
  }
}
