package io.espalier.contract.reference;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Faults;
import io.espalier.sandbox.Interior;
import io.espalier.sandbox.RenderException;
import io.espalier.sandbox.Reply;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.SandboxProvider;
import io.espalier.sandbox.SandboxServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts Postbox, an ESP that is made to be read. */
public final class PostboxProvider implements SandboxProvider {
  private static final Gson GSON = new Gson();

  @Override
  public String id() {
    return "postbox";
  }

  @Override
  public Sandbox start(SandboxOptions options) {
    PostboxState state =
        options
            .snapshot()
            .map(json -> GSON.fromJson(json, PostboxState.class))
            .orElseGet(PostboxState::new);
    if (state.clientId.isEmpty()) {
      state.clientId = "postbox-client";
      state.clientSecret = Long.toHexString(options.random().nextLong() | 1L << 63) + "secret";
    }
    return new Running(state, options);
  }

  private static final class Running implements Sandbox, Interior {
    private final PostboxState state;
    private final SandboxOptions options;
    private final PostboxApi api;
    private final SandboxServer server;

    Running(PostboxState state, SandboxOptions options) {
      this.state = state;
      this.options = options;
      api = new PostboxApi(state, options.clock(), options.random(), options.faults());
      server = new SandboxServer(options, this);
    }

    @Override
    public String id() {
      return "postbox";
    }

    @Override
    public String label() {
      return "Postbox";
    }

    @Override
    public Map<String, String> settings() {
      return Map.of(
          "base_url", server.url(),
          "client_id", state.clientId,
          "client_secret", state.clientSecret);
    }

    @Override
    public synchronized Reply answer(Exchange exchange) {
      return exchange.path().equals("/__sandbox/unsubscribe")
          ? leave(exchange.parameter("email").orElse(""))
          : api.answer(exchange);
    }

    /** What a person does by the link in a mail. */
    private Reply leave(String email) {
      PostboxState.Person person = state.people.get(email);
      if (person == null) {
        return Reply.empty(404);
      }
      person.consent = "unsubscribed";
      person.consentAt = options.clock().instant().toString();
      return Reply.empty(204);
    }

    @Override
    public Reply refusal(Exchange exchange, int status) {
      return PostboxApi.refusal(status, "not now");
    }

    @Override
    public void stir() {
      // Its people are read in the order of their addresses: nothing that is touched moves.
    }

    @Override
    public synchronized List<Group> groups() {
      return state.groups.values().stream()
          .map(group -> new Group("group", group.name, group.id, group.members.size()))
          .toList();
    }

    @Override
    public synchronized List<String> people(int most) {
      return state.people.keySet().stream().limit(most).toList();
    }

    @Override
    public synchronized Optional<Face> face(String email) {
      PostboxState.Person person = state.people.get(email);
      if (person == null) {
        return Optional.empty();
      }
      Map<String, String> fields = new LinkedHashMap<>();
      for (Map.Entry<String, JsonElement> field : person.fields.entrySet()) {
        fields.put(field.getKey(), field.getValue().toString());
      }
      List<String> in =
          state.groups.values().stream()
              .filter(group -> group.members.contains(email))
              .map(group -> group.name)
              .toList();
      return Optional.of(new Face(fields, in, person.consent));
    }

    @Override
    public synchronized List<Stored> stored() {
      return state.contents.entrySet().stream()
          .map(e -> new Stored(e.getKey(), e.getKey(), e.getValue().get("html").getAsString()))
          .toList();
    }

    @Override
    public String render(String template, String email) {
      throw new RenderException("Postbox prints a template as it stands");
    }

    @Override
    public synchronized String snapshot() {
      return GSON.toJson(state);
    }

    @Override
    public Faults faults() {
      return options.faults();
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
