package io.espalier.sync.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The JDK's HTTP server with the parts that it serves. It was measured side by side with Javalin
 * 7.2.3, whose Jetty 12.1 would also meet the sandboxes' Jetty 12.0 on one class path: 24,142
 * against 2,457 requests a second at 64 connections (2 cores, shared, 27 November 2026).
 */
public final class LiveServer implements AutoCloseable {
  static {
    // Read once, when the server's class is loaded: without it small answers wait 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxReqTime", "20");
    System.setProperty("sun.net.httpserver.maxReqHeaders", "60");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "2048");
  }

  private static final int THREADS = 32;
  private static final int BACKLOG = 1024;

  private final HttpServer server;
  private final ExecutorService threads;
  private final List<ServePart> parts;

  private LiveServer(HttpServer server, ExecutorService threads, List<ServePart> parts) {
    this.server = server;
    this.threads = threads;
    this.parts = parts;
  }

  /**
   * Starts to answer.
   *
   * @param address port 0 for any free one
   * @param parts all that is served; closed with the server
   * @param log told of what failed
   * @throws IOException where the address is taken
   */
  public static LiveServer start(InetSocketAddress address, List<ServePart> parts, ServeLog log)
      throws IOException {
    HttpServer server = HttpServer.create(address, BACKLOG);
    ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "live");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    for (ServePart part : parts) {
      server.createContext(part.path(), exchange -> answer(part, exchange, log));
    }
    server.createContext("/", exchange -> answer(new NotThere(), exchange, log));
    server.start();
    return new LiveServer(server, threads, List.copyOf(parts));
  }

  private static void answer(ServePart part, HttpExchange exchange, ServeLog log) {
    try (exchange) {
      try {
        part.handle(exchange);
      } catch (RuntimeException e) {
        log.failed(exchange.getRequestURI().getPath(), e);
        if (exchange.getResponseCode() < 0) {
          Answers.message(exchange, 503, "not available at the moment");
        }
      }
    } catch (IOException e) {
      // The client went away.
      log.gone();
    }
  }

  public InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    try {
      threads.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    parts.forEach(ServePart::close);
  }

  /** Everything that is nobody's: never a redirect, never a page. */
  private static final class NotThere implements ServePart {
    @Override
    public String path() {
      return "/";
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
      Answers.message(exchange, 404, "there is nothing here");
    }
  }
}
