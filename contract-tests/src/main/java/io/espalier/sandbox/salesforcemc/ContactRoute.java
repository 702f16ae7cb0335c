package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code /contacts/v1/contacts}: making contacts, and deleting them. A deletion is accepted at once
 * and done after the suppression phase: until then the contact gets no mail and its key cannot come
 * back; then the subscriber is forgotten, opt-out and all, with its rows in sendable data
 * extensions. Other data extensions keep theirs.
 */
final class ContactRoute {
  /** The vendor's default (sheet §3, from contact-deletion.mdx). */
  static final Duration SUPPRESSION = Duration.ofDays(2);

  private static final int MOST_KEYS = 1_000_000;
  private static final List<String> CHANNELS =
      List.of("email addresses", "mobileconnect demographics", "mobilepush demographics");

  private final State state;

  ContactRoute(State state) {
    this.state = state;
  }

  /**
   * Answers.
   *
   * @param rest the path's parts after {@code contacts}
   */
  Reply answer(Exchange exchange, List<String> rest) {
    boolean post = exchange.method().equals("POST");
    boolean patch =
        exchange.method().equals("PATCH") && state.switches.on(SalesforceFact.CONTACTS_ARE_PATCHED);
    if (rest.isEmpty() && (post || patch)) {
      return save(exchange, post);
    }
    return post && rest.equals(List.of("actions", "delete"))
        ? delete(exchange)
        : Answers.notFound();
  }

  private Reply save(Exchange exchange, boolean create) {
    JsonObject body = body(exchange);
    if (body == null) {
      return Answers.error(400, 10004, "The request body is not a JSON object.");
    }
    String key = text(body, "contactKey");
    if (key.isBlank() || key.length() > 254) {
      return Answers.error(400, 10005, "The contactKey must have 1 to 254 characters.");
    }
    if (!(body.get("attributeSets") instanceof JsonArray sets)) {
      return Answers.error(400, 10002, "The attributeSets are missing.");
    }
    for (JsonElement set : sets) {
      boolean known =
          set.isJsonObject()
              && CHANNELS.contains(text(set.getAsJsonObject(), "name").toLowerCase(Locale.ROOT));
      if (!known) {
        return Answers.error(400, 10005, "An attribute set is not known.");
      }
    }
    if (state.isBeingDeleted(key)) {
      return Answers.error(400, 20001, "The contact is in the process of being deleted.");
    }
    if (create && state.contacts.contains(key)) {
      return Answers.error(400, 20001, "A contact with this contactKey exists already.");
    }
    state.contacts.add(key);
    JsonObject reply = new JsonObject();
    reply.addProperty("operationStatus", "OK");
    reply.addProperty("rowsAffected", 1);
    reply.addProperty("contactKey", key);
    reply.addProperty("requestServiceMessageID", state.ids.guid());
    reply.add("resultMessages", new JsonArray());
    return Answers.json(create ? 201 : 200, reply);
  }

  private Reply delete(Exchange exchange) {
    String type = exchange.parameter("type").orElse("");
    if (!type.equals("keys")) {
      return Answers.error(400, 10005, "Parameter type is invalid: this sandbox deletes by keys.");
    }
    JsonObject body = body(exchange);
    if (body == null || !(body.get("values") instanceof JsonArray values) || values.isEmpty()) {
      return Answers.error(400, 10002, "The values are missing.");
    }
    if (!text(body, "deleteOperationType").equals("ContactAndAttributes")) {
      return Answers.error(400, 10005, "The deleteOperationType is invalid.");
    }
    if (values.size() > MOST_KEYS) {
      return Answers.error(400, 10005, "At most 1,000,000 contacts can be deleted at once.");
    }
    int operation = (int) state.ids.next();
    long until = state.instant().plus(SUPPRESSION).toEpochMilli();
    for (JsonElement value : values) {
      if (value.isJsonPrimitive()) {
        state.delete(value.getAsString(), until);
      }
    }
    JsonObject reply = new JsonObject();
    reply.addProperty("operationInitiated", true);
    reply.addProperty("operationID", operation);
    reply.addProperty("requestServiceMessageID", state.ids.guid());
    reply.addProperty("serviceMessageID", state.ids.guid());
    reply.addProperty("responseDateTime", state.now() + "-06:00");
    reply.addProperty("hasErrors", false);
    reply.add("resultMessages", new JsonArray());
    return Answers.json(200, reply);
  }

  /** Ends the deletions whose time has come. */
  void settle() {
    long now = state.instant().toEpochMilli();
    for (String key : state.deletionsDue(now)) {
      state.removeSubscriber(key);
      state.contacts.remove(key);
      for (Extension extension : state.extensions()) {
        String link = extension.definition().sendableField();
        Field field = link == null ? null : extension.field(link);
        if (field != null) {
          List<Row> gone = new ArrayList<>();
          for (Row row : extension.rows()) {
            String cell = row.get(field);
            if (cell != null && cell.equalsIgnoreCase(key)) {
              gone.add(row);
            }
          }
          gone.forEach(row -> extension.remove(extension.keyOf(row)));
        }
      }
    }
  }

  private static @org.jspecify.annotations.Nullable JsonObject body(Exchange exchange) {
    try {
      return JsonParser.parseString(exchange.text()).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      return null;
    }
  }

  private static String text(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }
}
