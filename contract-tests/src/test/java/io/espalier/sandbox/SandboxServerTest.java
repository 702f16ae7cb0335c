package io.espalier.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class SandboxServerTest {
  @Test
  void routeSeesRequestWholeAndItsReplyArrivesWhole() throws Exception {
    try (SandboxServer server =
        new SandboxServer(
            SandboxOptions.fresh(),
            new Tally(
                exchange ->
                    Reply.of(
                            418,
                            "text/plain",
                            exchange.method()
                                + exchange.segments()
                                + exchange.parameter("page[size]").orElse("-")
                                + exchange.header("X-A").orElse("-")
                                + exchange.text())
                        .with("X-B", "b")))) {
      HttpResponse<String> reply =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create(server.url() + "/api/a%20b+c/?page%5Bsize%5D=10"))
                      .method("DELETE", HttpRequest.BodyPublishers.ofString("é"))
                      .header("x-a", "A")
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertEquals(418, reply.statusCode());
      assertEquals("DELETE" + List.of("api", "a b+c") + "10Aé", reply.body());
      assertEquals("b", reply.headers().firstValue("X-B").orElse(""));
    }
  }

  @Test
  void manyPeopleAreLookedAtInOneCall() throws Exception {
    try (SandboxServer server =
        new SandboxServer(
            SandboxOptions.fresh(),
            new Tally(
                exchange ->
                    exchange
                        .parameter("email")
                        .filter(email -> !email.startsWith("nobody"))
                        .map(e -> Reply.of(200, "application/json", "{\n\"email\":\"" + e + "\"}"))
                        .orElseGet(() -> Reply.empty(404))))) {
      HttpResponse<String> reply =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(server.url() + "/__sandbox/people"))
                      .POST(HttpRequest.BodyPublishers.ofString("a+b@x.net\nnobody@x.net\nc@x.net"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertEquals("{ \"email\":\"a+b@x.net\"}\n\n{ \"email\":\"c@x.net\"}\n", reply.body());
    }
  }

  @Test
  void portInUseIsNamed() {
    Tally nobody = new Tally(exchange -> Reply.empty(204));
    try (SandboxServer first = new SandboxServer(SandboxOptions.fresh(), nobody)) {
      PortInUseException refused =
          assertThrows(
              PortInUseException.class,
              () -> new SandboxServer(SandboxOptions.fresh().onPort(first.port()), nobody).close());
      assertEquals("port " + first.port() + " on 127.0.0.1 is in use", refused.getMessage());
    }
  }
}
