package io.espalier.sandbox;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.common.FatalStartupException;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The WireMock server under a sandbox: one stub for every URL. A request passes the faults, reaches
 * the account, and is logged; what lies under {@code /__sandbox} is about the sandbox itself.
 */
public final class SandboxServer implements AutoCloseable {
  private final WireMockServer server;

  /**
   * Starts listening on 127.0.0.1.
   *
   * @throws PortInUseException where the port is taken
   */
  public SandboxServer(SandboxOptions options, Interior interior) {
    this(options.port(), new Front(options, interior));
  }

  SandboxServer(int port, Front front) {
    WireMockConfiguration configuration =
        WireMockConfiguration.options()
            .bindAddress("127.0.0.1")
            .disableRequestJournal()
            // Its log would write out each answer, for nobody.
            .stubRequestLoggingDisabled(true)
            .containerThreads(24)
            // On one machine it would cost more than it saves.
            .gzipDisabled(true)
            // A connection that speaks HTTP/2 cannot be reset by WireMock.
            .http2PlainDisabled(true)
            .extensions(new Answer(front));
    server = new WireMockServer(port == 0 ? configuration.dynamicPort() : configuration.port(port));
    server.stubFor(any(anyUrl()).willReturn(ok().withTransformers(Answer.NAME)));
    try {
      server.start();
    } catch (FatalStartupException e) {
      throw new PortInUseException(port, e);
    }
  }

  public int port() {
    return server.port();
  }

  /** {@code http://127.0.0.1:port}, without a slash at its end. */
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  @Override
  public void close() {
    server.stop();
  }

  private record Answer(Front front) implements ResponseTransformerV2 {
    private static final String NAME = "sandbox";

    @Override
    public Response transform(Response response, ServeEvent event) {
      Request request = event.getRequest();
      Map<String, String> headers = new HashMap<>();
      for (String name : request.getAllHeaderKeys()) {
        headers.put(name, request.getHeader(name));
      }
      byte[] body = request.getBody() == null ? new byte[0] : request.getBody();
      Front.Delivery delivery =
          front.receive(
              Exchange.of(request.getMethod().getName(), request.getUrl(), headers, body));
      Response.Builder answer = Response.Builder.like(response).but();
      if (delivery.line() == Front.Line.RESET) {
        return answer
            .fault(com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER)
            .build();
      }
      Reply reply = delivery.reply();
      List<HttpHeader> answers = new ArrayList<>();
      reply.headers().forEach((name, value) -> answers.add(new HttpHeader(name, value)));
      byte[] sent = reply.body();
      if (delivery.line() == Front.Line.CUT) {
        // More is promised than is sent: the server then breaks the connection off.
        answers.add(new HttpHeader("Content-Length", Integer.toString(sent.length + 100)));
        // Named, so that the server does not compress: it would send what is left as a whole.
        answers.add(new HttpHeader("Content-Encoding", "identity"));
        sent = Arrays.copyOf(sent, sent.length / 2);
      }
      return answer
          .status(delivery.line() == Front.Line.CUT && reply.status() == 204 ? 200 : reply.status())
          .headers(new HttpHeaders(answers))
          .body(sent)
          .build();
    }

    @Override
    public boolean applyGlobally() {
      return false;
    }

    @Override
    public String getName() {
      return NAME;
    }
  }
}
