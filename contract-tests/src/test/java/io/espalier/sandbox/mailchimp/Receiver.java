package io.espalier.sandbox.mailchimp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Somebody's endpoint of webhooks. */
final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final List<Delivery> deliveries = Collections.synchronizedList(new ArrayList<>());
  private volatile int status = 200;

  /**
   * @param signature empty where there is none
   */
  record Delivery(String type, String contentType, String signature, String form) {
    Map<String, String> fields() {
      Map<String, String> fields = new LinkedHashMap<>();
      for (String pair : List.of(form.split("&", -1))) {
        int equals = pair.indexOf('=');
        fields.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
      return fields;
    }

    private static String decode(String text) {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
  }

  Receiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::take);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook?secret=s3";
  }

  void answer(int withStatus) {
    status = withStatus;
  }

  List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  private void take(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (exchange.getRequestMethod().equals("POST")) {
      deliveries.add(
          new Delivery(
              form.replaceFirst("^type=([a-z]*)&.*", "$1"),
              header(exchange, "Content-Type"),
              header(exchange, "X-Mailchimp-Signature"),
              form));
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private static String header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
