package io.espalier.sandbox.salesforcemc;

import io.espalier.sandbox.Reply;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * Requests with {@code RequestType} Asynchronous: taken at once, done a second later, their results
 * posted to {@code RespondTo} where it asks for that by HTTP, once and never again. Only this
 * machine is posted to.
 */
final class SoapLater {
  private static final Duration LAG = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private record Waiting(String verb, Element request, Optional<URI> told, Instant due) {}

  private final State state;
  private final SoapEnvelope envelope;
  private final List<Waiting> waiting = new ArrayList<>();
  private @Nullable HttpClient http;

  SoapLater(State state, SoapEnvelope envelope) {
    this.state = state;
    this.envelope = envelope;
  }

  Reply accept(String verb, Element request) {
    waiting.add(new Waiting(verb, request, respondTo(request), state.instant().plus(LAG)));
    return envelope.reply(
        verb + "Response",
        verb + "Response",
        new XmlText().leaf("RequestID", state.ids.guid()).leaf("OverallStatus", "OK"));
  }

  private static Optional<URI> respondTo(Element request) {
    Element respond = Xml.at(request, "Options", "RespondTo");
    if (respond == null || !Xml.text(respond, "ResponseType").equals("HTTPPost")) {
      return Optional.empty();
    }
    try {
      URI there = URI.create(Xml.text(respond, "ResponseAddress").strip());
      boolean near =
          there.getHost() != null && InetAddress.getByName(there.getHost()).isLoopbackAddress();
      return near ? Optional.of(there) : Optional.empty();
    } catch (IllegalArgumentException | UnknownHostException e) {
      return Optional.empty();
    }
  }

  /**
   * Does what is due.
   *
   * @param save by verb and request
   */
  void settle(BiFunction<String, Element, Reply> save) {
    List<Waiting> due =
        waiting.stream().filter(one -> !one.due().isAfter(state.instant())).toList();
    waiting.removeAll(due);
    for (Waiting one : due) {
      Reply reply = save.apply(one.verb(), one.request());
      one.told().ifPresent(there -> post(there, reply));
    }
  }

  /** Nobody waits for it, and a failure is nobody's. */
  private void post(URI there, Reply reply) {
    if (http == null) {
      http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    }
    http.sendAsync(
            HttpRequest.newBuilder(there)
                .timeout(PATIENCE)
                .header("Content-Type", "text/xml; charset=utf-8")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        new String(reply.body(), StandardCharsets.UTF_8)))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .exceptionally(lost -> null);
  }
}
