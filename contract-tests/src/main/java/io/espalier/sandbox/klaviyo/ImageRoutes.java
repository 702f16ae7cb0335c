package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Images: out of a data URI or a file, of five megabytes at the most. The sandbox reaches nobody,
 * so it imports none from another address.
 */
final class ImageRoutes {
  static final String UPLOAD = "/api/image-upload";
  private static final int BYTES = 5 * 1_024 * 1_024;
  private static final Quota IMPORTING = new Quota(3, 100, 100);
  private static final String AT = "/data/attributes";
  private static final Set<String> EQUAL = Set.of("any", "equals");
  private static final Set<String> BOUNDS =
      Set.of("greater-or-equal", "greater-than", "less-or-equal", "less-than");
  private static final Map<String, Set<String>> FILTERS =
      Map.of(
          "id", EQUAL,
          "updated_at", BOUNDS,
          "format", EQUAL,
          "name", Set.of("any", "contains", "ends-with", "equals", "starts-with"),
          "size", BOUNDS,
          "hidden", EQUAL);
  private static final Map<String, BiFunction<String, StoredImage, String>> SORTS =
      Map.of(
          "id", (id, image) -> "",
          "name", (id, image) -> image.name(),
          "format", (id, image) -> image.format(),
          "size", (id, image) -> String.format("%09d", image.size()),
          "updated_at", (id, image) -> image.updated());
  private static final Pattern DATA =
      Pattern.compile("data:image/(?:jpeg|png|gif);base64,([A-Za-z0-9+/=]+)");
  private static final Pattern NAMED = Pattern.compile("; *name=\"([^\"]+)\"");

  private final Holdings holdings;

  ImageRoutes(Holdings holdings) {
    this.holdings = holdings;
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", "/api/images", Quota.M, this::all),
        Route.of("POST", "/api/images", IMPORTING, this::imported),
        Route.of("POST", UPLOAD, IMPORTING, this::uploaded),
        Route.of("GET", "/api/images/{id}", Quota.M, c -> Answer.one(200, json(c, find(c)))),
        Route.of("PATCH", "/api/images/{id}", Quota.M, this::update));
  }

  private Answer all(Call call) {
    List<Filter.Term> terms = Filter.of(call, FILTERS);
    return Paging.HUNDRED.page(
        call,
        Paging.sorted(call, holdings.images, SORTS),
        (key, image) -> terms.stream().allMatch(term -> accepts(term, image)),
        (key, image) -> json(call, image));
  }

  private static boolean accepts(Filter.Term term, StoredImage image) {
    return switch (term.field()) {
      case "id" -> term.accepts(image.id());
      case "name" -> term.accepts(image.name());
      case "format" -> term.accepts(image.format());
      case "hidden" -> term.accepts(Boolean.toString(image.hidden()));
      case "size" ->
          term.value().matches("[0-9]{1,9}")
              && switch (term.operator()) {
                case "greater-than" -> image.size() > Integer.parseInt(term.value());
                case "greater-or-equal" -> image.size() >= Integer.parseInt(term.value());
                case "less-than" -> image.size() < Integer.parseInt(term.value());
                default -> image.size() <= Integer.parseInt(term.value());
              };
      default -> term.acceptsTime(Holdings.instant(image.updated()));
    };
  }

  private Answer imported(Call call) {
    JsonObject attributes = Json.object(call.resource("image"), "attributes", "/data");
    String url = Json.requiredText(attributes, "import_from_url", AT);
    Matcher data = DATA.matcher(url);
    if (!data.matches()) {
      throw ApiError.invalid(
              "This sandbox imports images of data:image/jpeg, png or gif in base64 only.",
              AT + "/import_from_url")
          .thrown();
    }
    return kept(
        call,
        Base64.getDecoder().decode(data.group(1)),
        Json.text(attributes, "name", AT),
        Json.isTrue(attributes, "hidden"),
        AT + "/import_from_url");
  }

  private Answer uploaded(Call call) {
    Map<String, byte[]> parts = parts(call.exchange());
    byte[] file = parts.get("file");
    if (file == null) {
      throw ApiError.invalid("'file' is a required field.", AT + "/file").thrown();
    }
    byte[] name = parts.get("name");
    byte[] hidden = parts.get("hidden");
    return kept(
        call,
        file,
        name == null ? null : new String(name, StandardCharsets.UTF_8),
        hidden != null && new String(hidden, StandardCharsets.UTF_8).equals("true"),
        AT + "/file");
  }

  /** The parts of a form, by name. */
  private static Map<String, byte[]> parts(Exchange exchange) {
    Matcher boundary =
        Pattern.compile("boundary=\"?([^\";]+)")
            .matcher(exchange.header("Content-Type").orElse(""));
    Map<String, byte[]> parts = new TreeMap<>();
    if (!boundary.find()) {
      return parts;
    }
    // Latin-1 keeps every byte as one letter.
    String body = new String(exchange.body(), StandardCharsets.ISO_8859_1);
    for (String part :
        List.of(("\r\n" + body).split("\r\n--" + Pattern.quote(boundary.group(1)), -1))) {
      int head = part.indexOf("\r\n\r\n");
      Matcher name = NAMED.matcher(head < 0 ? "" : part.substring(0, head));
      if (name.find()) {
        parts.put(name.group(1), part.substring(head + 4).getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return parts;
  }

  private Answer kept(Call call, byte[] bytes, @Nullable String name, boolean hidden, String at) {
    String format = format(bytes);
    if (format.isEmpty()) {
      throw ApiError.invalid("The image is no jpeg, png or gif.", at).thrown();
    }
    if (bytes.length > BYTES) {
      throw ApiError.invalid("The image is larger than 5MB.", at).thrown();
    }
    String id = holdings.ids.digits();
    StoredImage image =
        new StoredImage(
            id,
            name == null ? id : name,
            format,
            bytes.length,
            hidden,
            holdings.now(),
            Base64.getEncoder().encodeToString(bytes));
    holdings.images.put(id, image);
    return Answer.one(201, json(call, image));
  }

  private static String format(byte[] bytes) {
    String head = new String(bytes, 0, Math.min(4, bytes.length), StandardCharsets.ISO_8859_1);
    return head.startsWith("\u00ff\u00d8\u00ff")
        ? "jpeg"
        : head.equals("\u0089PNG") ? "png" : head.startsWith("GIF8") ? "gif" : "";
  }

  private Answer update(Call call) {
    StoredImage image = find(call);
    JsonObject attributes = Json.object(call.resource("image", image.id()), "attributes", "/data");
    String name = Json.text(attributes, "name", AT);
    JsonElement hidden = attributes.get("hidden");
    StoredImage changed =
        new StoredImage(
            image.id(),
            name == null ? image.name() : name,
            image.format(),
            image.size(),
            hidden == null || hidden.isJsonNull() ? image.hidden() : hidden.getAsBoolean(),
            holdings.now(),
            image.bytes());
    holdings.images.put(image.id(), changed);
    return Answer.one(200, json(call, changed));
  }

  private StoredImage find(Call call) {
    StoredImage image = holdings.images.get(call.variable("id"));
    if (image == null) {
      throw ApiError.noResource("image", call.variable("id")).thrown();
    }
    return image;
  }

  /** The image itself, at the address that it is shown with. */
  static Reply bytes(Holdings holdings, Exchange exchange) {
    StoredImage image = holdings.images.get(exchange.parameter("id").orElse(""));
    return image == null
        ? Reply.of(404, "text/plain; charset=utf-8", "there is no such image")
        : new Reply(
            200,
            Map.of("Content-Type", "image/" + image.format()),
            Base64.getDecoder().decode(image.bytes()));
  }

  private static JsonObject json(Call call, StoredImage image) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("name", image.name());
    attributes.addProperty("image_url", call.base() + "/__sandbox/image?id=" + image.id());
    attributes.addProperty("format", image.format());
    attributes.addProperty("size", image.size());
    attributes.addProperty("hidden", image.hidden());
    attributes.addProperty("updated_at", image.updated());
    return Links.resource(call, "image", "images", image.id(), attributes);
  }
}
