package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pictures and files of an account, and their folders. What a file holds is not given back. */
final class FileRoutes {
  private static final String FILES = "/file-manager/files";
  private static final String FOLDERS = "/file-manager/folders";
  private static final Set<String> IMAGES = Set.of("png", "jpg", "jpeg", "gif", "bmp", "tiff");
  private static final int MOST_IMAGE_BYTES = 1 << 20;
  private static final int MOST_FILE_BYTES = 10 << 20;

  /** A file, without its contents. */
  static final class Kept {
    long id;
    String name = "";
    long folder;
    int size;
    Instant createdAt = Instant.EPOCH;

    boolean isImage() {
      return IMAGES.contains(name.replaceFirst(".*\\.", "").toLowerCase(Locale.ROOT));
    }
  }

  /** All files and folders of an account. */
  static final class Shelf {
    Map<Long, Kept> files = new LinkedHashMap<>(0);
    Map<Long, String> folders = new LinkedHashMap<>(0);
  }

  private FileRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", FILES, call -> files(call, 0)),
        Route.of("POST", FILES, FileRoutes::upload),
        Route.of("GET", FILES + "/{file}", call -> shown(call, found(call))),
        Route.of("PATCH", FILES + "/{file}", FileRoutes::move),
        Route.of("DELETE", FILES + "/{file}", FileRoutes::delete),
        Route.of("GET", FOLDERS, FileRoutes::folders),
        Route.of("POST", FOLDERS, FileRoutes::createFolder),
        Route.of("GET", FOLDERS + "/{folder}", call -> shownFolder(call, folder(call))),
        Route.of("PATCH", FOLDERS + "/{folder}", FileRoutes::renameFolder),
        Route.of("DELETE", FOLDERS + "/{folder}", FileRoutes::deleteFolder),
        Route.of("GET", FOLDERS + "/{folder}/files", call -> files(call, folder(call))));
  }

  private static Shelf shelf(Call call) {
    return call.account().shelf;
  }

  /**
   * A page of files.
   *
   * @param folder 0 for all folders
   */
  private static JsonObject files(Call call, long folder) {
    String type = call.exchange().parameter("type").orElse("");
    List<Kept> rows =
        shelf(call).files.values().stream()
            .filter(file -> folder == 0 || file.folder == folder)
            .filter(file -> type.isEmpty() || type.equals("image") == file.isImage())
            .toList();
    JsonObject answer =
        Paging.of(call).into(new JsonObject(), "files", rows.stream(), file -> json(call, file));
    answer.addProperty("total_file_size", rows.stream().mapToLong(file -> file.size).sum());
    return Links.add(answer, call);
  }

  private static JsonObject upload(Call call) {
    Body body = call.body();
    Kept file = new Kept();
    file.name = body.requiredText("name");
    file.folder = known(call, body);
    try {
      file.size =
          Base64.getDecoder().decode(body.requiredText("file_data").replaceAll("\\s", "")).length;
    } catch (IllegalArgumentException e) {
      throw Refusal.field("file_data", "This value is not valid base64.");
    }
    int most = file.isImage() ? MOST_IMAGE_BYTES : MOST_FILE_BYTES;
    if (file.size > most && call.account().on(MailchimpFact.FILES_HAVE_LIMITS)) {
      throw Refusal.badRequest("The file is larger than " + (most >> 20) + " MB.");
    }
    file.id = call.account().nextWebId();
    file.createdAt = call.now();
    shelf(call).files.put(file.id, file);
    return shown(call, file);
  }

  /** The folder that a request names; 0 for none. */
  private static long known(Call call, Body body) {
    long folder = body.number("folder_id").map(Number::longValue).orElse(0L);
    if (folder != 0 && !shelf(call).folders.containsKey(folder)) {
      throw Refusal.field("folder_id", "The folder does not exist.");
    }
    return folder;
  }

  private static JsonObject move(Call call) {
    Kept file = found(call);
    Body body = call.body();
    if (body.has("folder_id")) {
      file.folder = known(call, body);
    }
    body.text("name").filter(name -> !name.isBlank()).ifPresent(name -> file.name = name);
    return shown(call, file);
  }

  private static @Nullable JsonObject delete(Call call) {
    shelf(call).files.remove(found(call).id);
    return null;
  }

  private static Kept found(Call call) {
    return Optional.ofNullable(shelf(call).files.get(call.id("file")))
        .orElseThrow(Refusal::notFound);
  }

  private static JsonObject shown(Call call, Kept file) {
    return Links.add(json(call, file), call);
  }

  private static JsonObject json(Call call, Kept file) {
    String url =
        "https://mcusercontent.com/" + call.account().accountId + "/images/" + file.id + "/";
    JsonObject json = new JsonObject();
    json.addProperty("id", file.id);
    json.addProperty("folder_id", file.folder);
    json.addProperty("type", file.isImage() ? "image" : "file");
    json.addProperty("name", file.name);
    json.addProperty("full_size_url", url + file.name);
    json.addProperty("thumbnail_url", file.isImage() ? url + "_thumb_" + file.name : "");
    json.addProperty("size", file.size);
    json.addProperty("created_at", WireTime.print(file.createdAt));
    json.addProperty("created_by", call.account().username);
    json.addProperty("width", 0);
    json.addProperty("height", 0);
    return json;
  }

  private static JsonObject folders(Call call) {
    return Links.add(
        Paging.of(call)
            .into(
                new JsonObject(),
                "folders",
                shelf(call).folders.keySet().stream(),
                id -> folderJson(call, id)),
        call);
  }

  private static JsonObject createFolder(Call call) {
    String name = call.body().requiredText("name");
    long id = call.account().nextWebId();
    shelf(call).folders.put(id, name);
    return shownFolder(call, id);
  }

  private static JsonObject renameFolder(Call call) {
    long id = folder(call);
    shelf(call).folders.put(id, call.body().requiredText("name"));
    return shownFolder(call, id);
  }

  private static @Nullable JsonObject deleteFolder(Call call) {
    long id = folder(call);
    shelf(call).folders.remove(id);
    shelf(call).files.values().forEach(file -> file.folder = file.folder == id ? 0 : file.folder);
    return null;
  }

  private static long folder(Call call) {
    long id = call.id("folder");
    if (!shelf(call).folders.containsKey(id)) {
      throw Refusal.notFound();
    }
    return id;
  }

  private static JsonObject shownFolder(Call call, long id) {
    return Links.add(folderJson(call, id), call);
  }

  private static JsonObject folderJson(Call call, long id) {
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("name", shelf(call).folders.get(id));
    json.addProperty(
        "file_count", shelf(call).files.values().stream().filter(f -> f.folder == id).count());
    json.addProperty("created_at", WireTime.print(call.account().memberSince));
    json.addProperty("created_by", call.account().username);
    return json;
  }
}
