package io.espalier.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import okhttp3.HttpUrl;

/** A server on a loopback port that answers as it was told, call by call. */
final class Loopback implements AutoCloseable {
  static {
    // Without it each small answer waits 40 ms for the client's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** One answer. */
  @FunctionalInterface
  interface Answering {
    void answer(HttpExchange exchange) throws IOException;
  }

  private final Deque<Answering> script = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  Loopback() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  HttpUrl url() {
    return new HttpUrl.Builder()
        .scheme("http")
        .host("127.0.0.1")
        .port(server.getAddress().getPort())
        .addPathSegment("")
        .build();
  }

  /**
   * The next answer; the last one of the script is repeated for ever.
   *
   * @param headers names and values in turn
   */
  synchronized Loopback then(int status, String body, String... headers) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    script.add(
        exchange -> {
          for (int i = 0; i < headers.length; i += 2) {
            exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
          }
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
        });
    return this;
  }

  /** Takes the request and hangs up without a word. */
  synchronized Loopback thenHangUp() {
    script.add(HttpExchange::close);
    return this;
  }

  /** Says that more is to come, and hangs up. */
  synchronized Loopback thenCut(String begun) {
    byte[] bytes = begun.getBytes(StandardCharsets.UTF_8);
    script.add(
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length + 100L);
          exchange.getResponseBody().write(bytes);
          exchange.getResponseBody().flush();
        });
    return this;
  }

  /** Method and path of every request, in the order of arrival. */
  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    Answering next;
    synchronized (this) {
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      next = script.size() == 1 ? script.element() : script.remove();
    }
    try {
      next.answer(exchange);
    } finally {
      exchange.close();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
