package io.espalier.sync.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.espalier.sync.project.LiveSpec;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.WrongInput;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where prices come from: a service that is asked for one item, and a query. */
class CatalogSourcesTest {
  @TempDir Path dir;

  @Test
  void aServiceIsAskedForEachItemByItsKeyAndAnItemThatIsGoneIsNotThere() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer shop =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    shop.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getRawPath();
          asked.add(path);
          byte[] bytes = "{\"price\": 99.5, \"tags\": []}".getBytes(StandardCharsets.UTF_8);
          boolean gone = path.endsWith("/gone");
          exchange.sendResponseHeaders(gone ? 404 : 200, gone ? -1 : bytes.length);
          exchange.getResponseBody().write(gone ? new byte[0] : bytes);
          exchange.close();
        });
    shop.start();
    String address = "http://127.0.0.1:" + shop.getAddress().getPort() + "/item/{key}";
    LiveShop.Hands clock = new LiveShop.Hands();
    LiveSpec.Catalog spec =
        new LiveSpec.Catalog(
            LiveSpec.Catalog.Kind.HTTP,
            address,
            "sku",
            Duration.ofSeconds(60),
            Duration.ofSeconds(5));
    try (Catalog catalog =
        new Catalog(
            new HttpBackend(spec),
            spec.fresh(),
            spec.timeout(),
            clock,
            new ServeLog(clock, line -> {}))) {
      Optional<Catalog.Answer> answer = catalog.rows(Set.of("a/b c", "gone"));
      assertEquals(
          Map.of("a/b c", Map.of("price", "99.5"), "gone", Map.of()), answer.orElseThrow().rows());
      assertEquals(Set.of("/item/a%2Fb+c", "/item/gone"), Set.copyOf(asked));
      assertEquals(LiveShop.NOW, answer.get().asOf());
      assertTrue(catalog.rows(Set.of("gone")).isPresent());
      assertEquals(2, asked.size(), "what is fresh is not asked again");
      clock.now = clock.now.plusSeconds(6);
      // The first request may be just about to be done with, while its answer is read already.
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (asked.size() < 3 && System.nanoTime() < end) {
        catalog.rows(Set.of("gone"));
      }
      assertEquals(3, asked.size());
    } finally {
      shop.stop(0);
    }
  }

  @Test
  void aQueryIsReadAnewAndKnowsTheProjectsTables() throws Exception {
    LiveSpec.Catalog spec =
        spec("select sku, upper(title) as name, price from products where price > 180", "SKU");
    Project project = project();
    TableBackend backend = new TableBackend(project, spec);
    assertEquals(
        Map.of("JA-1", Map.of("sku", "JA-1", "name", "STORM SHELL", "price", "189.0")),
        backend.load(""));
    LiveShop.products(dir, "99.00");
    assertEquals(Map.of(), backend.load(""));
  }

  @Test
  void aQueryWithoutTheKeysColumnSaysWhichThereAre() throws Exception {
    WrongInput wrong =
        assertThrows(
            WrongInput.class,
            () -> new TableBackend(project(), spec("select title from products", "sku")).load(""));
    assertEquals(
        "live.yaml: error: the catalog has no column 'sku'\n  there are: title",
        wrong.issues().get(0).display());
  }

  private Project project() throws IOException {
    return LiveShop.write(dir, "table: products, key: sku, timeout: 60s, fresh: 5s");
  }

  private static LiveSpec.Catalog spec(String sql, String key) {
    return new LiveSpec.Catalog(
        LiveSpec.Catalog.Kind.SQL, sql, key, Duration.ofSeconds(60), Duration.ofSeconds(5));
  }
}
