package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.sandbox.RenderException;
import io.espalier.sandbox.salesforcemc.ampscript.Ampscript;
import io.espalier.sandbox.salesforcemc.ampscript.Disputed;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends transactional messages a second after they were accepted, or says why not by the vendor's
 * codes (vendor sheet §5.4). Of an inactive definition they wait for three days.
 */
final class MessageDispatch {
  private static final Duration LAG = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofDays(3);

  /** Why a message is not sent. */
  private static final class NotSent extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int code;

    NotSent(int code, String message) {
      super(message, null, false, false);
      this.code = code;
    }
  }

  private final State state;
  private final RowWriter writer;
  private final Disputed disputed;

  MessageDispatch(State state, RowWriter writer) {
    this.state = state;
    this.writer = writer;
    this.disputed = new Disputed(state.switches);
  }

  /** Sends what is due. */
  void settle() {
    long now = state.instant().toEpochMilli();
    for (TransactionalMessage message : List.copyOf(state.messages.values())) {
      long age = now - message.accepted;
      if (!message.status.equals(TransactionalMessage.QUEUED) || age < LAG.toMillis()) {
        continue;
      }
      JsonObject definition = state.sendDefinitions.get(message.definitionKey);
      boolean active = definition != null && JsonBody.text(definition, "status").equals("Active");
      if (!active && definition != null && age < PATIENCE.toMillis()) {
        continue;
      }
      try {
        if (definition == null || !active) {
          throw new NotSent(0, "The definition is not active.");
        }
        send(message, definition);
        end(message, TransactionalMessage.SENT, 0, "");
      } catch (NotSent e) {
        end(message, TransactionalMessage.NOT_SENT, e.code, String.valueOf(e.getMessage()));
      }
    }
  }

  private void end(TransactionalMessage message, String status, int code, String why) {
    message.status = status;
    message.statusCode = code;
    message.statusMessage = why;
    message.at = state.now();
    boolean sent = status.equals(TransactionalMessage.SENT);
    if (!sent) {
      message.event = state.ids.next();
    }
    Map<String, String> details = new LinkedHashMap<>();
    details.put("EventType", sent ? "Sent" : "NotSent");
    details.put("definitionKey", message.definitionKey);
    details.put("messageKey", message.key);
    if (code != 0) {
      details.put("statusCode", Integer.toString(code));
      details.put("statusMessage", why);
    }
    state.tracking.add(
        new Tracking(
            sent ? "SentEvent" : "NotSentEvent",
            message.contactKey,
            message.to,
            state.now(),
            (int) state.ids.next(),
            details));
  }

  private void send(TransactionalMessage message, JsonObject definition) {
    JsonObject subscriptions = JsonBody.object(definition.get("subscriptions"));
    State.Subscriber person = subscriber(message, subscriptions);
    check(person, list(subscriptions));
    State.Sending sending = row(message, JsonBody.text(subscriptions, "dataExtension"));
    JsonObject asset =
        state.asset(JsonBody.text(JsonBody.object(definition.get("content")), "customerKey"));
    if (asset == null) {
      throw new NotSent(100, "The content is gone.");
    }
    SendingRow context = new SendingRow(state, sending);
    message.html = rendered(view(asset, "html"), context);
    message.subject = rendered(view(asset, "subjectline"), context);
    if (message.subject.isBlank()) {
      throw new NotSent(127, "The subject is empty.");
    }
  }

  /** Who gets it: found, brought up to date or added, as the definition says. */
  private State.Subscriber subscriber(TransactionalMessage message, JsonObject subscriptions) {
    Optional<State.Subscriber> known = state.subscriber(message.contactKey);
    if (message.to.isEmpty()) {
      message.to = known.map(State.Subscriber::email).orElse("");
    }
    if (message.to.isEmpty()) {
      throw new NotSent(4, "The email address is missing.");
    }
    if (!Cells.isEmail(message.to)) {
      throw new NotSent(5, "The email address is not valid.");
    }
    if (state.isBeingDeleted(message.contactKey)) {
      throw new NotSent(27, "The contact is in the process of being deleted.");
    }
    if (known.isEmpty()) {
      if (!JsonBody.text(subscriptions, "autoAddSubscriber").equals("true")) {
        throw new NotSent(13, "There is no such subscriber, and none is added.");
      }
      return state.subscribe(message.contactKey, message.to);
    }
    State.Subscriber person = known.get();
    if (!person.email().equalsIgnoreCase(message.to)) {
      if (!JsonBody.text(subscriptions, "updateSubscriber").equals("true")) {
        throw new NotSent(13, "The subscriber key belongs to another email address.");
      }
      person = person.at(message.to);
      state.put(person);
    }
    return person;
  }

  private State.MailingList list(JsonObject subscriptions) {
    String key = JsonBody.text(subscriptions, "list");
    return state.lists.values().stream()
        .filter(list -> list.key().equalsIgnoreCase(key))
        .findFirst()
        .orElseGet(state::allSubscribers);
  }

  private void check(State.Subscriber person, State.MailingList list) {
    String onList = person.lists().getOrDefault(list.id(), "");
    if (person.status().equals("Held")) {
      throw new NotSent(2, "The subscriber is held.");
    }
    if (person.status().equals("Unsubscribed")
        || person.status().equals("Deleted")
        || onList.equals("Unsubscribed")) {
      throw new NotSent(1, "The subscriber is unsubscribed.");
    }
    if (onList.isEmpty()) {
      state.put(person.on(list.id(), "Active"));
    }
  }

  /** A new row of the definition's data extension, where it names one, is what the email sees. */
  private State.Sending row(TransactionalMessage message, String extensionKey) {
    Map<String, @Nullable String> row = new LinkedHashMap<>();
    row.put("SubscriberKey", message.contactKey);
    row.put("EmailAddress", message.to);
    row.putAll(message.attributes);
    Extension extension = state.extension(extensionKey).orElse(null);
    if (extension == null) {
      return MadeUpRow.of(message.contactKey, row);
    }
    row.keySet().removeIf(name -> extension.field(name) == null);
    RowWriter.Verdict verdict = writer.write(extension, row, RowWriter.Mode.INSERT, true);
    if (!verdict.ok()) {
      boolean missing = verdict.problems().stream().anyMatch(p -> p.code() == Problem.NULL);
      throw new NotSent(
          missing ? 19 : 20,
          verdict.problems().isEmpty() ? verdict.message() : verdict.problems().get(0).message());
    }
    return new State.Sending(extension, extension.newest().orElseThrow());
  }

  private static String view(JsonObject asset, String name) {
    JsonObject views = JsonBody.object(asset.get("views"));
    for (Map.Entry<String, JsonElement> each : views.entrySet()) {
      if (each.getKey().equalsIgnoreCase(name)) {
        return JsonBody.text(JsonBody.object(each.getValue()), "content");
      }
    }
    return "";
  }

  private String rendered(String content, SendingRow context) {
    try {
      return Ampscript.render(content, context, disputed);
    } catch (RenderException e) {
      String why = String.valueOf(e.getMessage());
      int code = why.contains("(111)") ? 111 : why.contains("(104)") ? 104 : 100;
      throw new NotSent(code, why);
    }
  }
}
