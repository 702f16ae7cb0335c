package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.RenderException;
import io.espalier.sandbox.Reply;
import io.espalier.sandbox.salesforcemc.ampscript.Ampscript;
import io.espalier.sandbox.salesforcemc.ampscript.AmpscriptFact;
import io.espalier.sandbox.salesforcemc.ampscript.Disputed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Previews of emails and of messages, rendered for one row or contact. Undocumented, and used by
 * clients: paths and answer after EmailApi.java of smartling, ampscript-core, and scripts that read
 * {@code message.views}. What a preview of the vendor's writes to data extensions is not done here.
 */
final class PreviewRoute {
  private static final String VIEW = "vnd.exacttarget.message.email.";

  /** In the order in which scripts count on them; the name in the asset → the preview's. */
  private static final List<String[]> VIEWS =
      List.of(
          new String[] {"html", "htmlBody"},
          new String[] {"subjectline", "subject"},
          new String[] {"text", "textBody"},
          new String[] {"preheader", "preheader"});

  private static final Pattern STRING = Pattern.compile("%%([A-Za-z_][A-Za-z0-9_ ]*)%%");

  private final State state;

  PreviewRoute(State state) {
    this.state = state;
  }

  /**
   * {@code POST /guide/v1/emails/…/preview}.
   *
   * @param rest the path's parts after {@code emails}
   */
  Reply email(Exchange exchange, List<String> rest) {
    JsonObject asset = rest.isEmpty() ? null : state.assets.get(Numbers.whole(rest.get(0), -1));
    boolean preview =
        exchange.method().equals("POST")
            && rest.size() > 1
            && rest.get(rest.size() - 1).equals("preview");
    if (asset == null || !preview) {
      return Answers.notFound();
    }
    Optional<State.Sending> sending = sending(rest.subList(1, rest.size() - 1));
    if (sending.isEmpty()) {
      return Answers.notFound();
    }
    String kinds = exchange.parameter("kind").orElse("");
    JsonArray views = new JsonArray();
    try {
      for (String[] view : VIEWS) {
        String content = content(asset, view[0]);
        if (content != null && isWanted(kinds, view[0])) {
          JsonObject shown = new JsonObject();
          shown.addProperty("contentType", VIEW + view[1]);
          shown.addProperty(
              "content",
              Ampscript.render(
                  content, new SendingRow(state, sending.get()), new Disputed(state.switches)));
          views.add(shown);
        }
      }
    } catch (RenderException e) {
      return Answers.error(400, 10005, String.valueOf(e.getMessage()));
    }
    JsonObject message = new JsonObject();
    message.add("views", views);
    JsonObject body = new JsonObject();
    body.add("message", message);
    return Answers.json(200, body);
  }

  private static boolean isWanted(String kinds, String view) {
    return kinds.isEmpty()
        || List.of(kinds.split(",", -1)).contains(view)
        || kinds.contains("html") && !view.equals("text");
  }

  private static @Nullable String content(JsonObject asset, String view) {
    if (asset.get("views") instanceof JsonObject views) {
      for (Map.Entry<String, JsonElement> each : views.entrySet()) {
        if (each.getKey().equalsIgnoreCase(view)
            && each.getValue() instanceof JsonObject held
            && held.has("content")) {
          return held.get("content").getAsString();
        }
      }
    }
    return null;
  }

  /** Whom a preview is for, by the middle of its path; empty where there is nobody such. */
  private Optional<State.Sending> sending(List<String> whom) {
    if (whom.isEmpty()) {
      return Optional.of(MadeUpRow.of("", Map.of()));
    }
    if (whom.size() == 2 && whom.get(0).equals("contacts")) {
      return subscriber(whom.get(1))
          .map(person -> MadeUpRow.of(person.key(), Map.of("EmailAddress", person.email())));
    }
    if (whom.size() != 4 || !whom.get(0).equals("dataExtension")) {
      return Optional.empty();
    }
    Optional<Extension> extension =
        whom.get(1).startsWith("key:")
            ? state.extension(whom.get(1).substring("key:".length()))
            : state.extensionWithId(whom.get(1));
    return extension.flatMap(
        from -> row(from, whom.get(2), whom.get(3)).map(row -> new State.Sending(from, row)));
  }

  private Optional<State.Subscriber> subscriber(String named) {
    return named.startsWith("key:")
        ? state.subscriber(named.substring("key:".length()))
        : state.subscribers().stream()
            .filter(s -> named.equals("id:" + s.id()) || named.equals(Integer.toString(s.id())))
            .findFirst();
  }

  /** By the hidden {@code _CustomObjectKey}, or by the key of the contact that it is linked to. */
  private static Optional<Row> row(Extension extension, String how, String which) {
    if (how.equals("row")) {
      return extension.rows().stream()
          .filter(row -> Long.toString(row.id()).equals(which))
          .findFirst();
    }
    String link = extension.definition().sendableField();
    Field field = link == null ? null : extension.field(link);
    if (!how.equals("contacts") || field == null || !which.startsWith("key:")) {
      return Optional.empty();
    }
    String key = which.substring("key:".length());
    return extension.rows().stream()
        .filter(row -> key.equalsIgnoreCase(row.get(field)))
        .findFirst();
  }

  /** {@code POST /messaging/v1/{SMS|PUSH}/render}. */
  Reply message(Exchange exchange) {
    JsonObject given;
    try {
      given = JsonParser.parseString(exchange.text()).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      return Answers.error(400, 10004, "The request body is not a JSON object.");
    }
    String content = text(given, "content");
    Map<String, String> attributes = new LinkedHashMap<>();
    if (given.get("attributes") instanceof JsonObject told) {
      told.entrySet()
          .forEach(
              e ->
                  attributes.put(
                      e.getKey(), e.getValue().isJsonNull() ? "" : text(told, e.getKey())));
    }
    String key =
        given.get("recipient") instanceof JsonObject recipient ? text(recipient, "contactKey") : "";
    SendingRow context = new SendingRow(state, MadeUpRow.of(key, attributes));
    TreeSet<String> unknown = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    Matcher names = STRING.matcher(content);
    while (names.find()) {
      if (context.attribute(names.group(1)).isEmpty()
          && context.personalization(names.group(1)).isEmpty()) {
        unknown.add(names.group(1));
      }
    }
    JsonObject body = new JsonObject();
    body.addProperty("renderServiceLogID", state.ids.guid());
    try {
      // In these messages what nobody knows stays as it stands (ampscript-core, attributes.txt).
      body.addProperty(
          "renderedContent",
          Ampscript.render(
              content,
              context,
              new Disputed(state.switches.with(AmpscriptFact.UNKNOWN_STRING_STAYS, true))));
    } catch (RenderException e) {
      return Answers.error(400, 10005, String.valueOf(e.getMessage()));
    }
    JsonArray lost = new JsonArray();
    unknown.forEach(lost::add);
    body.add("contentFieldsNotFound", lost);
    return Answers.json(200, body);
  }

  private static String text(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }
}
