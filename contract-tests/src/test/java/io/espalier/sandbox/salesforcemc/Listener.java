package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Somebody's server, to which event notifications come. */
final class Listener implements AutoCloseable {
  /** One that came. */
  record Heard(String body, String signature) {}

  private final HttpServer server;
  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
  private String key = "";
  String callback = "";

  Listener() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          heard.add(
              new Heard(
                  new String(body, StandardCharsets.UTF_8),
                  exchange.getRequestHeaders().getFirst(Notifications.SIGNATURE)));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/ens";
  }

  /** Registers this server as a callback. */
  Listener register(Wire wire) {
    JsonObject made =
        Wire.parse(
                wire.post(
                        "platform/v1/ens-callbacks",
                        "[{\"callbackName\":\"c\",\"url\":\"" + url() + "\",\"maxBatchSize\":2}]")
                    .body())
            .getAsJsonArray()
            .get(0)
            .getAsJsonObject();
    callback = made.get("callbackId").getAsString();
    key = made.get("signatureKey").getAsString();
    return this;
  }

  Heard next() {
    try {
      Heard next = heard.poll(10, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing came");
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  boolean isQuiet() {
    return heard.isEmpty();
  }

  /** By which reading of the key the next one is signed. */
  String signedBy() {
    Heard next = next();
    if (next.signature().equals(hmac(Base64.getDecoder().decode(key), next.body()))) {
      return "signed by the decoded key";
    }
    return next.signature().equals(hmac(key.getBytes(StandardCharsets.UTF_8), next.body()))
        ? "signed by the key's characters"
        : "not signed";
  }

  private static String hmac(byte[] key, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
