package io.espalier.sync.shop;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Sandbox;
import io.espalier.sync.run.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Looks into the sandboxes, past the connectors. */
public final class Remotes {
  private static final int AT_ONCE = 1_000;
  public static final List<String> ESPS = List.of("klaviyo", "mailchimp", "salesforce-mc");

  /** Fields that an ESP has of its own, or a connector for its own ends. */
  private static final Set<String> NOT_OURS =
      Set.of(
          "subscriberkey",
          "emailaddress",
          "espalierheldback",
          "espalier_held_back",
          "es_key",
          "fname",
          "lname",
          "address",
          "phone");

  private final Function<String, Sandbox> sandboxes;
  private final HttpClient http = HttpClient.newHttpClient();

  Remotes(Target target) {
    this(esp -> target.sandbox(esp).orElseThrow());
  }

  /** Of sandboxes that a test started itself, by ESP. */
  public Remotes(Function<String, Sandbox> sandboxes) {
    this.sandboxes = sandboxes;
  }

  /** A person at one ESP; empty where it has never heard of the address. */
  public Optional<Remote> of(String esp, String email) {
    return get(esp, email).flatMap(held -> read(esp, email, held));
  }

  /** Many people at one ESP, in their order. */
  public List<Optional<Remote>> of(String esp, List<String> emails) {
    List<Optional<Remote>> all = new ArrayList<>();
    for (int from = 0; from < emails.size(); from += AT_ONCE) {
      List<String> some = emails.subList(from, Math.min(emails.size(), from + AT_ONCE));
      String[] lines =
          send(HttpRequest.newBuilder(URI.create(base(esp) + "/__sandbox/people"))
                  .POST(HttpRequest.BodyPublishers.ofString(String.join("\n", some)))
                  .build())
              .body()
              .split("\n", -1);
      for (int i = 0; i < some.size(); i++) {
        String email = some.get(i);
        all.add(
            lines[i].isBlank()
                ? Optional.empty()
                : read(esp, email, JsonParser.parseString(lines[i]).getAsJsonObject()));
      }
    }
    return all;
  }

  private static Optional<Remote> read(String esp, String email, JsonObject held) {
    return switch (esp) {
      case "klaviyo" -> Optional.of(klaviyo(held));
      case "mailchimp" ->
          Optional.of(held.getAsJsonArray("members"))
              .filter(m -> m.size() > 0)
              .map(m -> mailchimp(m.get(0).getAsJsonObject()));
      default ->
          Optional.of(held)
              .filter(h -> h.getAsJsonObject("dataExtensions").has("espalier_profiles"))
              .map(h -> salesforce(h, email));
    };
  }

  /** ESP → the person there, of the ESPs that know the address. */
  public Map<String, Remote> of(String email) {
    Map<String, Remote> all = new TreeMap<>();
    ESPS.forEach(esp -> of(esp, email).ifPresent(remote -> all.put(esp, remote)));
    return all;
  }

  /** The ESPs that would mail the address. */
  public Set<String> mailableIn(String email) {
    Set<String> esps = new TreeSet<>();
    of(email)
        .forEach(
            (esp, remote) -> {
              if (remote.mailable()) {
                esps.add(esp);
              }
            });
    return esps;
  }

  /** ESP → the person's segments there. */
  public Map<String, Set<String>> segmentsOf(String email) {
    Map<String, Set<String>> segments = new TreeMap<>();
    of(email).forEach((esp, remote) -> segments.put(esp, remote.segments()));
    return segments;
  }

  /** ESP → the value of one field there; ESPs without one are left out. */
  public Map<String, String> field(String email, String attribute) {
    Map<String, String> values = new TreeMap<>();
    of(email)
        .forEach(
            (esp, remote) -> {
              if (remote.fields().containsKey(attribute)) {
                values.put(esp, remote.fields().get(attribute));
              }
            });
    return values;
  }

  /** Name → addresses, of the segments that an ESP keeps by itself. */
  public Map<String, Set<String>> natives(String esp) {
    Map<String, Set<String>> natives = new TreeMap<>();
    boolean klaviyo = esp.equals("klaviyo");
    String all =
        klaviyo
            ? "/api/segments"
            : "/3.0/lists/"
                + api(esp, "/3.0/lists")
                    .getAsJsonArray("lists")
                    .get(0)
                    .getAsJsonObject()
                    .get("id")
                    .getAsString()
                + "/segments";
    JsonObject found = api(esp, all + (klaviyo ? "" : "?type=saved&count=100"));
    for (JsonElement element : found.getAsJsonArray(klaviyo ? "data" : "segments")) {
      JsonObject segment = element.getAsJsonObject();
      String members = all + "/" + segment.get("id").getAsString();
      Set<String> addresses = new TreeSet<>();
      JsonObject inside =
          api(
              esp,
              members
                  + (klaviyo
                      ? "/profiles?page[size]=100"
                      : "/members?include_transactional=true&count=100"));
      for (JsonElement member : inside.getAsJsonArray(klaviyo ? "data" : "members")) {
        JsonObject held = member.getAsJsonObject();
        addresses.add(
            klaviyo
                ? held.getAsJsonObject("attributes").get("email").getAsString()
                : held.get("email_address").getAsString());
      }
      JsonObject named = klaviyo ? segment.getAsJsonObject("attributes") : segment;
      natives.put(named.get("name").getAsString(), addresses);
    }
    return natives;
  }

  /** The names of the lists, or tags, that we fill. */
  public Set<String> lists(String esp) {
    Set<String> names = new TreeSet<>();
    boolean klaviyo = esp.equals("klaviyo");
    JsonObject found =
        klaviyo
            ? api(esp, "/api/lists")
            : api(
                esp,
                "/3.0/lists/"
                    + api(esp, "/3.0/lists")
                        .getAsJsonArray("lists")
                        .get(0)
                        .getAsJsonObject()
                        .get("id")
                        .getAsString()
                    + "/segments?type=static&count=100");
    for (JsonElement element : found.getAsJsonArray(klaviyo ? "data" : "segments")) {
      JsonObject one = element.getAsJsonObject();
      names.add((klaviyo ? one.getAsJsonObject("attributes") : one).get("name").getAsString());
    }
    return names;
  }

  /** An answer of the ESP's own API. */
  private JsonObject api(String esp, String path) {
    String key = sandboxes.apply(esp).settings().get("api_key");
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(
                    URI.create(base(esp) + path.replace("[", "%5B").replace("]", "%5D")))
                .header(
                    "Authorization", (esp.equals("klaviyo") ? "Klaviyo-API-Key " : "Bearer ") + key)
                .header("revision", "2026-07-15")
                .build());
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + ": " + answer.body());
    }
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  private static Remote klaviyo(JsonObject held) {
    boolean mailable =
        held.getAsJsonObject("consent")
            .getAsJsonObject("email")
            .getAsJsonObject("marketing")
            .get("can_receive_email_marketing")
            .getAsBoolean();
    return new Remote(
        mailable,
        names(held, "containers"),
        fields(held.getAsJsonObject("fields").getAsJsonObject("properties")));
  }

  private static Remote mailchimp(JsonObject member) {
    Set<String> segments = names(member, "tags");
    // The mark of a hold-back is for marketers to see; it is no segment.
    segments.remove("espalier: held back");
    return new Remote(
        member.get("status").getAsString().equals("subscribed"),
        segments,
        fields(member.getAsJsonObject("merge_fields")));
  }

  private static Remote salesforce(JsonObject held, String email) {
    JsonObject extensions = held.getAsJsonObject("dataExtensions");
    Set<String> segments = new TreeSet<>();
    for (String key : extensions.keySet()) {
      if (!key.equals("espalier_profiles")) {
        segments.add(key.substring("espalier_".length()));
      }
    }
    // A send to somebody who is no subscriber yet makes one, and an active one.
    boolean mailable = true;
    for (JsonElement subscriber : held.getAsJsonArray("subscribers")) {
      mailable &= subscriber.getAsJsonObject().get("Status").getAsString().equals("Active");
    }
    JsonObject profile = new JsonObject();
    for (JsonElement row : extensions.getAsJsonArray("espalier_profiles")) {
      if (row.getAsJsonObject().get("EmailAddress").getAsString().equals(email)) {
        profile = row.getAsJsonObject();
      }
    }
    return new Remote(mailable, segments, fields(profile));
  }

  private static Set<String> names(JsonObject held, String containers) {
    Set<String> names = new TreeSet<>();
    held.getAsJsonArray(containers)
        .forEach(c -> names.add(c.getAsJsonObject().get("name").getAsString()));
    return names;
  }

  private static Map<String, String> fields(JsonObject held) {
    Map<String, String> fields = new TreeMap<>();
    for (Map.Entry<String, JsonElement> field : held.entrySet()) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      boolean plain = field.getValue().isJsonPrimitive();
      String text = plain ? field.getValue().getAsString() : "";
      if (!text.isEmpty() && !NOT_OURS.contains(name)) {
        fields.put(name, normal(text));
      }
    }
    return fields;
  }

  /** A number without the zeros that one ESP keeps and another does not. */
  private static String normal(String text) {
    return text.matches("-?[0-9]+\\.[0-9]+")
        ? new BigDecimal(text).stripTrailingZeros().toPlainString()
        : text;
  }

  /** The person clicks the link in a mail of this ESP. */
  public void unsubscribe(String esp, String email) {
    act(esp, "unsubscribe", email, "");
  }

  /** A mail of this ESP comes back for good. */
  public void bounce(String esp, String email) {
    if (esp.equals("klaviyo")) {
      act(esp, "learn", email, "&reason=HARD_BOUNCE");
    } else {
      act(esp, "bounce", email, "");
    }
  }

  /** The person calls a mail of this ESP spam. */
  public void complain(String esp, String email) {
    if (esp.equals("klaviyo")) {
      act(esp, "learn", email, "&reason=SPAM_COMPLAINT");
    } else {
      act(esp, "complain", email, "");
    }
  }

  /** The person says yes in a form of Mailchimp's. */
  public void signsUp(String email) {
    act("mailchimp", "signup", email, "");
  }

  private void act(String esp, String what, String email, String more) {
    HttpResponse<String> answer =
        send(request(esp, what, email, more).POST(HttpRequest.BodyPublishers.noBody()).build());
    if (answer.statusCode() != 204) {
      throw new AssertionError(esp + ": " + answer.body());
    }
  }

  private Optional<JsonObject> get(String esp, String email) {
    HttpResponse<String> answer = send(request(esp, "people", email, "").build());
    return answer.statusCode() == 200
        ? Optional.of(JsonParser.parseString(answer.body()).getAsJsonObject())
        : Optional.empty();
  }

  private HttpRequest.Builder request(String esp, String control, String email, String more) {
    return HttpRequest.newBuilder(
        URI.create(
            base(esp)
                + "/__sandbox/"
                + control
                + "?email="
                + URLEncoder.encode(email, StandardCharsets.UTF_8)
                + more));
  }

  private String base(String esp) {
    Map<String, String> settings = sandboxes.apply(esp).settings();
    return settings.getOrDefault("base_url", settings.get("rest_url")).replaceAll("/$", "");
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
