package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Folders of campaigns and of templates: a name, and how many things name the folder.
 *
 * @param path {@code /campaign-folders} or {@code /template-folders}
 */
record FolderRoutes(String path, BiFunction<Account, String, Long> count) {

  static List<Route> all() {
    return Stream.of(
            new FolderRoutes(
                "/campaign-folders",
                (account, id) ->
                    account.campaigns.values().stream()
                        .filter(campaign -> campaign.text("folder_id").equals(id))
                        .count()),
            new FolderRoutes(
                "/template-folders",
                (account, id) ->
                    account.templates.values().stream()
                        .filter(template -> template.folder.equals(id))
                        .count()))
        .flatMap(folders -> folders.routes().stream())
        .toList();
  }

  private List<Route> routes() {
    String one = path + "/{folder}";
    return List.of(
        Route.of("GET", path, this::list),
        Route.of("POST", path, this::create),
        Route.of("GET", one, call -> shown(call, found(call))),
        Route.of("PATCH", one, this::rename),
        Route.of("DELETE", one, this::delete));
  }

  private Map<String, String> names(Call call) {
    return path.startsWith("/campaign")
        ? call.account().campaignFolders
        : call.account().templateFolders;
  }

  private JsonObject list(Call call) {
    return Links.add(
        Paging.of(call)
            .into(new JsonObject(), "folders", names(call).keySet().stream(), id -> json(call, id)),
        call);
  }

  private JsonObject create(Call call) {
    String name = call.body().requiredText("name");
    String id = call.ids().hex(10);
    names(call).put(id, name);
    return shown(call, id);
  }

  private JsonObject rename(Call call) {
    String id = found(call);
    names(call).put(id, call.body().requiredText("name"));
    return shown(call, id);
  }

  private @Nullable JsonObject delete(Call call) {
    names(call).remove(found(call));
    return null;
  }

  private String found(Call call) {
    String id = call.variable("folder");
    if (!names(call).containsKey(id)) {
      throw Refusal.notFound();
    }
    return id;
  }

  private JsonObject shown(Call call, String id) {
    return Links.add(json(call, id), call);
  }

  private JsonObject json(Call call, String id) {
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("name", names(call).get(id));
    json.addProperty("count", count.apply(call.account(), id));
    return json;
  }
}
