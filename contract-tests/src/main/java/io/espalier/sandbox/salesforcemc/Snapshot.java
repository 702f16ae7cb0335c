package io.espalier.sandbox.salesforcemc;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** All of an account as one JSON document. Pages that somebody is reading are not in it. */
record Snapshot(
    State.Account account,
    long lastId,
    Map<String, State.Token> tokens,
    List<State.Folder> folders,
    List<State.MailingList> lists,
    List<State.Subscriber> subscribers,
    List<Held> extensions,
    List<Job> jobs,
    List<JsonObject> assets,
    @Nullable List<Tracking> tracking,
    @Nullable List<String> contacts,
    @Nullable Map<String, Long> deletions,
    @Nullable Map<String, JsonObject> eventDefinitions,
    @Nullable Map<String, JsonObject> callbacks,
    @Nullable Map<String, JsonObject> subscriptions,
    @Nullable Map<String, JsonObject> sendDefinitions,
    @Nullable Studio studio,
    @Nullable List<TransactionalMessage> messages,
    @Nullable List<Snapshot> children) {

  /** A data extension with its rows. */
  record Held(Definition definition, List<Row> rows) {}

  /** What Automation Studio holds. */
  record Studio(
      Map<String, JsonObject> queries,
      Map<String, JsonObject> imports,
      Map<String, JsonObject> automations,
      Map<String, JsonObject> results,
      List<Activities.Run> runs,
      Map<String, String> files) {}

  private static final Gson GSON = new Gson();

  /** The first is the parent. */
  static String write(List<State> units) {
    return GSON.toJson(
        of(units.get(0), units.subList(1, units.size()).stream().map(u -> of(u, null)).toList()));
  }

  private static Snapshot of(State state, @Nullable List<Snapshot> children) {
    List<Held> extensions = new ArrayList<>();
    for (Extension extension : state.extensions()) {
      extensions.add(new Held(extension.definition(), new ArrayList<>(extension.rows())));
    }
    return new Snapshot(
        state.account,
        state.ids.last(),
        state.tokens,
        new ArrayList<>(state.folders.values()),
        new ArrayList<>(state.lists.values()),
        new ArrayList<>(state.subscribers()),
        extensions,
        new ArrayList<>(state.jobs.values()),
        new ArrayList<>(state.assets.values()),
        state.tracking,
        new ArrayList<>(state.contacts),
        state.deletions,
        state.eventDefinitions,
        state.callbacks,
        state.subscriptions,
        state.sendDefinitions,
        new Studio(
            state.queries,
            state.imports,
            state.automations,
            state.importResults,
            state.runs,
            state.files),
        new ArrayList<>(state.messages.values()),
        children);
  }

  /**
   * The business units of a document, the parent first.
   *
   * @throws IllegalArgumentException where the document is not one of {@link #write}
   */
  static List<State> read(String document, RandomGenerator random, Clock clock) {
    Snapshot snapshot;
    try {
      snapshot = GSON.fromJson(document, Snapshot.class);
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("not a snapshot of a Salesforce sandbox", e);
    }
    if (snapshot == null || snapshot.account == null || snapshot.extensions == null) {
      throw new IllegalArgumentException("not a snapshot of a Salesforce sandbox");
    }
    Ids ids = new Ids(random, snapshot.lastId);
    List<State> units = new ArrayList<>(List.of(snapshot.state(ids, clock)));
    if (snapshot.children != null) {
      snapshot.children.forEach(child -> units.add(child.state(ids, clock)));
    }
    return units;
  }

  private State state(Ids ids, Clock clock) {
    Snapshot snapshot = this;
    State state = new State(account, ids, clock);
    state.tokens.putAll(snapshot.tokens);
    snapshot.folders.forEach(f -> state.folders.put(f.id(), f));
    snapshot.lists.forEach(l -> state.lists.put(l.id(), l));
    snapshot.subscribers.forEach(state::put);
    for (Held held : snapshot.extensions) {
      Extension extension = new Extension(held.definition);
      held.rows.forEach(extension::put);
      state.add(extension);
    }
    snapshot.jobs.forEach(j -> state.jobs.put(j.id, j));
    snapshot.assets.forEach(a -> state.assets.put(a.get("id").getAsInt(), a));
    for (Map.Entry<String, String> root : State.ROOTS.entrySet()) {
      boolean wanted = state.isParent() || !root.getKey().equals(State.SHARED);
      if (wanted
          && state.folders.values().stream()
              .noneMatch(f -> f.contentType().equals(root.getKey()))) {
        state.addFolder(root.getValue(), root.getKey(), 0);
      }
    }
    // An account of an older sandbox has none of these.
    state.tracking.addAll(snapshot.tracking == null ? List.of() : snapshot.tracking);
    state.contacts.addAll(snapshot.contacts == null ? List.of() : snapshot.contacts);
    state.deletions.putAll(snapshot.deletions == null ? Map.of() : snapshot.deletions);
    state.eventDefinitions.putAll(orNone(snapshot.eventDefinitions));
    state.callbacks.putAll(orNone(snapshot.callbacks));
    state.subscriptions.putAll(orNone(snapshot.subscriptions));
    state.sendDefinitions.putAll(orNone(snapshot.sendDefinitions));
    if (snapshot.studio != null) {
      state.queries.putAll(snapshot.studio.queries());
      state.imports.putAll(snapshot.studio.imports());
      state.automations.putAll(snapshot.studio.automations());
      state.importResults.putAll(snapshot.studio.results());
      state.runs.addAll(snapshot.studio.runs());
      state.files.putAll(snapshot.studio.files());
    }
    if (snapshot.messages != null) {
      snapshot.messages.forEach(message -> state.messages.put(message.key, message));
    }
    return state;
  }

  private static Map<String, JsonObject> orNone(@Nullable Map<String, JsonObject> map) {
    return map == null ? Map.of() : map;
  }
}
