package io.espalier.contract;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The line between an adapter and its sandbox, which can be told to fail. */
final class BadLine implements AutoCloseable {
  static {
    // Without it each small answer waits 40 ms for the client's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final Set<String> HOP =
      Set.of(
          "accept-encoding",
          "connection",
          "content-length",
          "host",
          "transfer-encoding",
          "expect",
          "upgrade");

  /** What the line does with a call. */
  sealed interface Fault {
    /** Answers without asking the sandbox. */
    record Answer(int status, Map<String, String> headers, String body) implements Fault {}

    /** The sandbox does as it was asked, but its answer breaks off in the middle. */
    record CutAfter() implements Fault {}

    /** Nothing. */
    record None() implements Fault {}
  }

  /** Decides about a call. */
  @FunctionalInterface
  interface Mood {
    /**
     * @param call method and path, without host and query; a part with a digit, which may be an id,
     *     is {@code *}
     * @param time how often this call came, this time included
     */
    Fault about(String call, int time);
  }

  static final Mood CALM = (call, time) -> new Fault.None();

  private final String sandbox;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, Integer> times = new HashMap<>();
  private final List<String> reached = new ArrayList<>();
  private Mood mood = CALM;
  private int disturbed;

  /**
   * @param sandbox its address, without a path
   */
  BadLine(String sandbox) {
    this.sandbox = sandbox;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** The address to be used instead of the sandbox's. */
  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  synchronized void become(Mood next) {
    mood = next;
    times.clear();
    reached.clear();
    disturbed = 0;
  }

  /** Calls that the sandbox saw since the mood changed. */
  synchronized List<String> reached() {
    return List.copyOf(reached);
  }

  /** Calls that did not go well since the mood changed. */
  synchronized int disturbed() {
    return disturbed;
  }

  private synchronized Fault decide(String call) {
    Fault fault = mood.about(call, times.merge(call, 1, Integer::sum));
    if (!(fault instanceof Fault.None)) {
      disturbed++;
    }
    if (!(fault instanceof Fault.Answer)) {
      reached.add(call);
    }
    return fault;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Fault fault =
          decide(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI().getPath().replaceAll("[^/]*[0-9][^/]*", "*"));
      if (fault instanceof Fault.Answer answer) {
        answer.headers().forEach(exchange.getResponseHeaders()::add);
        send(exchange, answer.status(), answer.body().getBytes(StandardCharsets.UTF_8), false);
        return;
      }
      HttpResponse<byte[]> response = forward(exchange, body);
      response
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (isEndToEnd(name)) {
                  exchange.getResponseHeaders().put(name, values);
                }
              });
      send(
          exchange,
          response.statusCode(),
          withOurAddress(response),
          fault instanceof Fault.CutAfter);
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body, boolean cut)
      throws IOException {
    if (cut) {
      // More is promised than is sent: closing the exchange then breaks the connection off.
      exchange.sendResponseHeaders(status == 204 ? 200 : status, body.length + 100L);
      exchange.getResponseBody().write(body, 0, body.length / 2);
      exchange.getResponseBody().flush();
    } else {
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(sandbox + exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (isEndToEnd(name)) {
                values.forEach(value -> request.header(name, value));
              }
            });
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static boolean isEndToEnd(String header) {
    return !header.startsWith(":") && !HOP.contains(header.toLowerCase(Locale.ROOT));
  }

  /** An answer that names the sandbox's own address would lead past this line. */
  private byte[] withOurAddress(HttpResponse<byte[]> response) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (!type.contains("json") && !type.contains("xml")) {
      return response.body();
    }
    return new String(response.body(), StandardCharsets.UTF_8)
        .replace(sandbox, url())
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
