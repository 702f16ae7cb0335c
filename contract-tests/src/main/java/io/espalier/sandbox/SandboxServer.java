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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The WireMock server under a sandbox: one stub for every URL, answered by one function. */
public final class SandboxServer implements AutoCloseable {
  private final WireMockServer server;

  /**
   * Starts listening on 127.0.0.1.
   *
   * @param port 0 for any free one
   * @param route called from several threads at once
   * @throws PortInUseException where the port is taken
   */
  public SandboxServer(int port, Function<Exchange, Reply> route) {
    WireMockConfiguration configuration =
        WireMockConfiguration.options()
            .bindAddress("127.0.0.1")
            .disableRequestJournal()
            .containerThreads(24)
            .extensions(new Answer(route));
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

  private record Answer(Function<Exchange, Reply> route) implements ResponseTransformerV2 {
    private static final String NAME = "sandbox";

    @Override
    public Response transform(Response response, ServeEvent event) {
      Request request = event.getRequest();
      Map<String, String> headers = new HashMap<>();
      for (String name : request.getAllHeaderKeys()) {
        headers.put(name, request.getHeader(name));
      }
      byte[] body = request.getBody() == null ? new byte[0] : request.getBody();
      Reply reply =
          route.apply(Exchange.of(request.getMethod().getName(), request.getUrl(), headers, body));
      List<HttpHeader> answers = new ArrayList<>();
      reply.headers().forEach((name, value) -> answers.add(new HttpHeader(name, value)));
      return Response.Builder.like(response)
          .but()
          .status(reply.status())
          .headers(new HttpHeaders(answers))
          .body(reply.body())
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
