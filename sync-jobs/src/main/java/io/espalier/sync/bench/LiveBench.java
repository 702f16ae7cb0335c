package io.espalier.sync.bench;

import com.sun.net.httpserver.HttpServer;
import io.espalier.amp.live.LiveTokens;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.ProjectReader;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.run.Connections;
import io.espalier.sync.serve.LiveParts;
import io.espalier.sync.serve.LiveServer;
import io.espalier.sync.serve.ServeLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * The live server under load on this machine: with a catalog that was just started and one that is
 * warm, side by side with nginx and a file of the same size, and with a catalog that hangs.
 */
public final class LiveBench {
  private static final String KEY = "a-key-for-the-benchmark-only-0123456789abcdef";
  private static final String SENDER = "AMP-Email-Sender: hello@shop.example";
  private static final int PEOPLE = 1_000;
  private static final int ITEMS = 1_000;

  private final Path dir;
  private final int connections;
  private final double seconds;
  private final int rounds;
  private final Consumer<Row> rows;

  /**
   * One measurement.
   *
   * @param what e.g. {@code live, warm}
   * @param note what else there is to say; may be empty
   */
  public record Row(String what, LoadMaker.Result result, String note) {
    public double perSecond() {
      return result.perSecond();
    }

    public double p50Millis() {
      return result.p50Millis();
    }

    public double p99Millis() {
      return result.p99Millis();
    }

    public double maxMillis() {
      return result.maxMillis();
    }

    public String statuses() {
      return result.statuses().toString();
    }
  }

  public LiveBench(Path dir, int connections, double seconds, int rounds, Consumer<Row> rows) {
    this.dir = dir;
    this.connections = connections;
    this.seconds = seconds;
    this.rounds = rounds;
    this.rows = rows;
  }

  /** Measures all of it. */
  public void run() throws IOException, InterruptedException {
    write("table: products, key: sku, timeout: 5s, fresh: 60s");
    List<byte[]> live = requests();
    byte[] answer;
    try (Running running = start()) {
      LoadMaker.Result cold = LoadMaker.run(running.port(), live, connections, 0);
      rows.accept(
          new Row(
              "live, cold catalog",
              cold,
              "the first answer of each connection, catalog read once"));
      answer = "x".repeat(700).getBytes(StandardCharsets.UTF_8);
      LoadMaker.run(running.port(), live, connections, Math.min(2, seconds));
      Optional<StaticNginx> nginx = StaticNginx.start(dir.resolve("nginx"), answer);
      try {
        for (int i = 0; i < rounds; i++) {
          rows.accept(
              new Row(
                  "live, warm catalog",
                  LoadMaker.run(running.port(), live, connections, seconds),
                  ""));
          if (nginx.isPresent()) {
            List<byte[]> file = List.of(LoadMaker.get("/answer.json"));
            rows.accept(
                new Row(
                    "nginx, static file",
                    LoadMaker.run(nginx.get().port(), file, connections, seconds),
                    ""));
          }
        }
      } finally {
        nginx.ifPresent(StaticNginx::close);
      }
      if (nginx.isEmpty()) {
        rows.accept(
            new Row(
                "nginx, static file",
                new LoadMaker.Result(0, 0, 0, 0, java.util.Map.of()),
                "not installed: nothing to compare with"));
      }
    }
    hanging(live);
  }

  private void hanging(List<byte[]> live) throws IOException, InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    HttpServer shop =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    shop.setExecutor(java.util.concurrent.Executors.newCachedThreadPool());
    shop.createContext(
        "/",
        exchange -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    shop.start();
    try {
      int port = shop.getAddress().getPort();
      write("url: \"http://127.0.0.1:" + port + "/all\", key: sku, timeout: 500ms, fresh: 60s");
      try (Running running = start()) {
        rows.accept(
            new Row(
                "live, catalog hangs",
                LoadMaker.run(running.port(), live, connections, seconds),
                "timeout 500 ms; 503 is the fallback state"));
      }
    } finally {
      never.countDown();
      shop.stop(0);
    }
  }

  private record Running(LiveParts parts, LiveServer server) implements AutoCloseable {
    int port() {
      return server.address().getPort();
    }

    @Override
    public void close() {
      server.close();
      parts.close();
    }
  }

  private Running start() throws IOException {
    ProjectReader.Result result =
        new ProjectReader(Connections.esps(), name -> name.equals("LIVE_KEY") ? KEY : null)
            .read(dir);
    Project project = result.project().orElseThrow(() -> new WrongInput(result.issues()));
    ServeLog log = new ServeLog(Clock.systemUTC(), line -> {});
    LiveParts parts = LiveParts.of(project, dir.resolve(".espalier"), Clock.systemUTC(), log);
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new Running(parts, LiveServer.start(address, parts.all(), log));
  }

  private static List<byte[]> requests() {
    LiveTokens tokens = new LiveTokens(List.of(KEY), Duration.ofDays(35), f -> false);
    List<byte[]> requests = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      String token = tokens.mint("p" + i, "mail", "", Clock.systemUTC().instant());
      requests.add(LoadMaker.get("/v1/live/mail?t=" + token, SENDER));
    }
    return requests;
  }

  private void write(String catalog) throws IOException {
    Files.createDirectories(dir.resolve("emails"));
    Files.createDirectories(dir.resolve("segments"));
    Files.writeString(
        dir.resolve("espalier.yaml"),
        "sources:\n  people: {kind: csv, path: people.csv}\n  products: {kind: csv, path: products.csv}\n");
    Files.writeString(
        dir.resolve("profile.yaml"),
        """
        profile:
          from: people
          key: id
          identities: {email: email}
          consent: {email: {state: unknown}}
          attributes:
            basket: {type: list, purposes: [marketing]}
        """);
    StringBuilder people = new StringBuilder("id,email,basket\n");
    for (int i = 0; i < PEOPLE; i++) {
      people.append(
          "p%d,p%d@example.net,\"i%d,i%d,i%d\"\n"
              .formatted(i, i, i, (i + 7) % ITEMS, (i + 9) % ITEMS));
    }
    Files.writeString(dir.resolve("people.csv"), people);
    StringBuilder products = new StringBuilder("sku,title,price,stock,page\n");
    for (int i = 0; i < ITEMS; i++) {
      products.append(
          "i%d,Item %d,%d.90,in stock,https://shop.example/i%d\n".formatted(i, i, 10 + i, i));
    }
    Files.writeString(dir.resolve("products.csv"), products);
    Files.writeString(
        dir.resolve("live.yaml"),
        """
        server: https://live.shop.example
        senders: [hello@shop.example]
        keys_env: [LIVE_KEY]
        currency: EUR
        catalog: {%s}
        blocks:
          picks: {kind: list, title: Picked, say: Picked for you., link: https://shop.example/a, items: basket,
                  item: {title: title, price: price, note: stock, link: page}}
        """
            .formatted(catalog));
    Files.writeString(
        dir.resolve("emails/mail.mjml"),
        "<mjml><mj-body><mj-section><mj-column><es-live block=\"picks\"/></mj-column></mj-section></mj-body></mjml>");
  }
}
