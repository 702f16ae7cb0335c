package io.espalier.salesforcemc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.http.Answer;
import io.espalier.salesforcemc.SalesforceMcWire.AssetPage;
import io.espalier.spi.Change.Publish;
import io.espalier.spi.Content;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Emails and blocks in Content Builder, each under its customer key.
 *
 * <p>How the AMP part of an email is written through the API is documented nowhere (sheet §5.2): it
 * becomes a code snippet beside the email, for a person to paste into the email's AMP tab.
 */
final class SalesforceMcAssets {
  private static final int EMAIL = 208;
  private static final int BLOCK = 197;
  private static final int SNIPPET = 220;

  private final SalesforceMcSession session;
  private final SalesforceMcFolders folders;
  private @Nullable String folder;

  SalesforceMcAssets(SalesforceMcSession session, SalesforceMcFolders folders) {
    this.session = session;
    this.folders = folders;
  }

  List<Outcome> publish(List<Publish> changes) {
    List<Outcome> outcomes = new ArrayList<>();
    changes.forEach(change -> outcomes.add(publish(change.content())));
    return outcomes;
  }

  private Outcome publish(Content content) {
    String ampKey = SalesforceMcNames.assetKey(content.key() + "-amp");
    if (content.amp().isEmpty()) {
      Optional<JsonObject> old = find(ampKey);
      if (old.isPresent()) {
        int id = old.get().get("id").getAsInt();
        session.rest((api, bearer) -> api.deleteAsset(bearer, id)).orThrow();
      }
    } else {
      Map<String, Object> snippet = new LinkedHashMap<>();
      snippet.put("assetType", type(SNIPPET, "codesnippetblock"));
      snippet.put("content", content.amp());
      snippet.put("description", "Paste into the AMP tab of the email '" + content.name() + "'");
      Answer<JsonObject> answer = save(ampKey, content.name() + " (AMP part)", snippet);
      if (answer.failure().isPresent()) {
        return rejected(answer);
      }
    }
    Answer<JsonObject> answer =
        save(SalesforceMcNames.assetKey(content.key()), content.name(), body(content));
    return answer.failure().isPresent() ? rejected(answer) : new Outcome.Applied(content.key());
  }

  private static Outcome rejected(Answer<JsonObject> answer) {
    FailureKind kind = answer.failure().orElseThrow().kind();
    if (kind != FailureKind.INVALID && kind != FailureKind.MISSING_TARGET) {
      answer.orThrow();
    }
    return new Outcome.Rejected(answer.failure().orElseThrow());
  }

  private static Map<String, Object> body(Content content) {
    Map<String, Object> body = new LinkedHashMap<>();
    if (content.shape() == Content.Shape.BLOCK) {
      body.put("assetType", type(BLOCK, "htmlblock"));
      body.put("content", content.html());
      return body;
    }
    body.put("assetType", type(EMAIL, "htmlemail"));
    Map<String, Object> views = new LinkedHashMap<>();
    views.put("html", Map.of("content", content.html()));
    views.put("text", Map.of("content", content.text()));
    views.put("subjectline", Map.of("content", content.subject()));
    body.put("views", views);
    return body;
  }

  private static Map<String, Object> type(int id, String name) {
    Map<String, Object> type = new LinkedHashMap<>();
    type.put("id", id);
    type.put("name", name);
    return type;
  }

  /** Creates it or changes only what is ours in it; where it lies stays as a marketer put it. */
  private Answer<JsonObject> save(String key, String name, Map<String, Object> body) {
    Optional<JsonObject> there = find(key);
    body.put("customerKey", key);
    // The published contract asks for one; what a marketer wrote there stays.
    body.putIfAbsent("description", there.map(asset -> text(asset, "description")).orElse(""));
    Answer<JsonObject> answer = named(there, name, body);
    return isNameTaken(answer) ? named(there, name + " - " + key, body) : answer;
  }

  private Answer<JsonObject> named(
      Optional<JsonObject> there, String name, Map<String, Object> body) {
    body.put("name", name);
    if (there.isPresent()) {
      int id = there.get().get("id").getAsInt();
      return session.rest((api, bearer) -> api.changeAsset(bearer, id, body));
    }
    body.put("category", Map.of("id", Long.parseLong(folder())));
    return session.rest((api, bearer) -> api.createAsset(bearer, body));
  }

  private static boolean isNameTaken(Answer<?> answer) {
    return answer
        .failure()
        .filter(f -> f.kind() == FailureKind.INVALID && f.message().contains("must be unique"))
        .isPresent();
  }

  /** The content as it stands there; empty where it is gone. */
  Optional<Content> content(String key) {
    return find(SalesforceMcNames.assetKey(key))
        .map(
            asset -> {
              boolean email = text(asset, "assetType", "id").equals(Integer.toString(EMAIL));
              String amp =
                  find(SalesforceMcNames.assetKey(key + "-amp"))
                      .map(snippet -> text(snippet, "content"))
                      .orElse("");
              return new Content(
                  key,
                  text(asset, "name"),
                  email ? Content.Shape.EMAIL : Content.Shape.BLOCK,
                  text(asset, "views", "subjectline", "content"),
                  email ? text(asset, "views", "html", "content") : text(asset, "content"),
                  text(asset, "views", "text", "content"),
                  amp);
            });
  }

  /** By its customer key; the list may leave parts out, so it is read on its own. */
  private Optional<JsonObject> find(String key) {
    AssetPage page =
        session
            .rest((api, bearer) -> api.assets(bearer, "customerKey eq '" + key + "'", 1, 50))
            .require();
    List<JsonObject> items = page.items() == null ? List.of() : page.items();
    for (JsonObject item : items) {
      if (text(item, "customerKey").equalsIgnoreCase(key)) {
        int id = item.get("id").getAsInt();
        Answer<JsonObject> answer = session.rest((api, bearer) -> api.asset(bearer, id));
        boolean gone =
            answer.failure().filter(f -> f.kind() == FailureKind.MISSING_TARGET).isPresent();
        return gone ? Optional.empty() : Optional.of(answer.require());
      }
    }
    return Optional.empty();
  }

  private synchronized String folder() {
    if (folder == null) {
      SalesforceMcFolders.AssetFolders all = folders.ofAssets();
      folder = all.own().orElseGet(() -> createFolder(all));
    }
    return folder;
  }

  private String createFolder(SalesforceMcFolders.AssetFolders all) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", all.name());
    body.put("parentId", Long.parseLong(all.root()));
    JsonObject made = session.rest((api, bearer) -> api.createCategory(bearer, body)).require();
    return made.get("id").getAsString();
  }

  private static String text(JsonObject json, String... path) {
    JsonElement at = json;
    for (String name : path) {
      at = at instanceof JsonObject object ? object.get(name) : null;
    }
    return at != null && at.isJsonPrimitive() ? at.getAsString() : "";
  }
}
