package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Fault;
import io.espalier.sandbox.Interior;
import io.espalier.sandbox.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The account as its server and its page see it. */
final class SalesforceInterior implements Interior {
  private final Object lock;
  private final State state;
  private final Renderer renderer;
  private final Function<Exchange, Reply> api;

  SalesforceInterior(Object lock, State state, Renderer renderer, Function<Exchange, Reply> api) {
    this.lock = lock;
    this.state = state;
    this.renderer = renderer;
    this.api = api;
  }

  @Override
  public String label() {
    return "Salesforce Marketing Cloud";
  }

  @Override
  public Reply answer(Exchange exchange) {
    return api.apply(exchange);
  }

  /** SOAP throttles as 500; source: the vendor sheet, 2026-11-23. */
  @Override
  public Reply refusal(Exchange exchange, int status) {
    synchronized (lock) {
      if (exchange.path().endsWith("Service.asmx")) {
        return new SoapEnvelope(state).fault("soap:Server", "The server is too busy.");
      }
      if (status == 400 && exchange.path().endsWith("/rowset")) {
        return Answers.locked("00000000-0000-0000-0000-000000000000");
      }
      return status == 429
          ? Answers.error(429, 50100, "Rate limit exceeded")
          : Answers.error(status, 0, "Internal Server Error");
    }
  }

  /** Of the two shapes of 429 one says how long to wait; the other has another code. */
  @Override
  public Reply refusal(Exchange exchange, Fault.Refusal fault) {
    String wait = fault.headers().get("Retry-After");
    if (fault.status() != 429 || exchange.path().endsWith("Service.asmx")) {
      return Interior.super.refusal(exchange, fault);
    }
    return wait != null && wait.matches("[0-9]+")
        ? Answers.throttled(Long.parseLong(wait))
        : wait == null
            ? Answers.error(429, 50200, "Your requests are temporarily blocked.")
            : Interior.super.refusal(exchange, fault);
  }

  /** The first row of each data extension is the last: the others move up by one. */
  @Override
  public void stir() {
    synchronized (lock) {
      for (Extension extension : state.extensions()) {
        extension.rows().stream()
            .findFirst()
            .ifPresent(
                row -> {
                  extension.remove(extension.keyOf(row));
                  extension.put(row);
                });
      }
    }
  }

  @Override
  public List<Group> groups() {
    synchronized (lock) {
      List<Group> groups = new ArrayList<>();
      for (Extension extension : state.extensions()) {
        Definition definition = extension.definition();
        groups.add(
            new Group(
                definition.sendable() ? "sendable data extension" : "data extension",
                definition.name(),
                definition.key(),
                extension.size()));
      }
      for (State.MailingList list : state.lists.values()) {
        long members =
            list.equals(state.allSubscribers())
                ? state.subscribers().size()
                : state.subscribers().stream()
                    .filter(s -> s.lists().containsKey(list.id()))
                    .count();
        groups.add(new Group("list", list.name(), Integer.toString(list.id()), members));
      }
      return groups;
    }
  }

  @Override
  public List<String> people(int most) {
    synchronized (lock) {
      Set<String> people = new LinkedHashSet<>();
      for (Extension extension : state.extensions()) {
        for (Field field : extension.definition().fields()) {
          if (field.type() == FieldType.EmailAddress) {
            for (Row row : extension.rows()) {
              String email = row.get(field);
              if (email != null && people.size() < most) {
                people.add(email);
              }
            }
          }
        }
      }
      return List.copyOf(people);
    }
  }

  @Override
  public Optional<Face> face(String email) {
    synchronized (lock) {
      Map<String, String> fields = new LinkedHashMap<>();
      List<String> groups = new ArrayList<>();
      Set<String> keys = new LinkedHashSet<>();
      state
          .sending(email)
          .ifPresent(
              sending -> {
                for (Field field : sending.extension().definition().fields()) {
                  String cell = sending.row().get(field);
                  fields.put(
                      field.name(), cell == null ? "" : ReadRoute.shown(field, sending.row()));
                }
              });
      for (Extension extension : state.extensions()) {
        for (Row row : extension.withEmail(email)) {
          groups.add(extension.definition().name());
          keys.add(extension.keyOf(row).strip());
        }
      }
      String consent =
          state.subscribers().stream()
              .filter(s -> s.email().equalsIgnoreCase(email))
              .map(s -> "subscriber " + s.key() + " is " + s.status())
              .findFirst()
              .orElse("no subscriber yet");
      boolean known = !groups.isEmpty() || !consent.startsWith("no ");
      return known ? Optional.of(new Face(fields, groups, consent)) : Optional.empty();
    }
  }

  @Override
  public List<Stored> stored() {
    synchronized (lock) {
      List<Stored> stored = new ArrayList<>();
      for (JsonObject asset : state.assets.values()) {
        stored.add(
            new Stored(text(asset.get("customerKey")), text(asset.get("name")), content(asset)));
      }
      return stored;
    }
  }

  /** An email's HTML view, else the asset's content. */
  private static String content(JsonObject asset) {
    JsonElement views = asset.get("views");
    if (views != null && views.isJsonObject() && views.getAsJsonObject().has("html")) {
      JsonElement html = views.getAsJsonObject().get("html");
      return html.isJsonObject() ? text(html.getAsJsonObject().get("content")) : "";
    }
    return text(asset.get("content"));
  }

  private static String text(JsonElement value) {
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }

  @Override
  public String render(String template, String email) {
    synchronized (lock) {
      return renderer.render(template, email);
    }
  }
}
