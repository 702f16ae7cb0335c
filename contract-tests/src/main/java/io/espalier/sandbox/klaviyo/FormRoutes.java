package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Forms and their versions: create, read, delete. Of a definition what tells its versions apart is
 * checked; the rest is kept as it is. Source: the OpenAPI document 2026-07-15, {@code /api/forms}.
 */
final class FormRoutes {
  private static final String AT = "/data/attributes";
  private static final String VERSIONS = AT + "/definition/versions";
  private static final String ONE = "/api/forms/{id}";
  private static final String VERSION = "/api/form-versions/{id}";
  private static final Set<String> STATUSES = Set.of("draft", "live");
  private static final Set<String> TYPES =
      Set.of("banner", "embed", "flyout", "full_screen", "popup");
  private static final Set<String> TIMES =
      Set.of("greater-or-equal", "greater-than", "less-or-equal", "less-than");
  private static final Set<String> EQUALS = Set.of("equals");
  private static final Map<String, Set<String>> FILTERS =
      Map.of(
          "id", Set.of("any", "equals"),
          "name", Set.of("any", "contains", "equals"),
          "ab_test", EQUALS,
          "status", EQUALS,
          "created_at", TIMES,
          "updated_at", TIMES);
  private static final Map<String, Set<String>> VERSION_FILTERS =
      Map.of(
          "form_type", Set.of("any", "equals"),
          "status", EQUALS,
          "created_at", TIMES,
          "updated_at", TIMES);
  private static final Map<String, BiFunction<String, Form, String>> SORTS =
      Map.of("created_at", (id, form) -> form.created(), "updated_at", (id, f) -> f.created());
  private static final Map<String, BiFunction<String, FormVersion, String>> VERSION_SORTS =
      Map.of("created_at", (id, one) -> one.created(), "updated_at", (id, one) -> one.created());

  private final Holdings holdings;

  FormRoutes(Holdings holdings) {
    this.holdings = holdings;
  }

  List<Route> routes() {
    Route versions = Route.of("GET", ONE + "/form-versions", Quota.S, this::versions);
    Route form = Route.of("GET", VERSION + "/form", Quota.S, this::formOf);
    return List.of(
        Route.of("GET", "/api/forms", Quota.S, this::all),
        Route.of("POST", "/api/forms", Quota.S, this::create),
        Route.of("GET", ONE, Quota.S, call -> Answer.one(200, whole(call, find(call)))),
        Route.of("DELETE", ONE, Quota.S, this::delete),
        Route.of("GET", VERSION, Quota.S, this::version),
        versions,
        versions.references(),
        form,
        form.references());
  }

  private Answer all(Call call) {
    List<Filter.Term> terms = Filter.of(call, FILTERS);
    return Paging.HUNDRED.page(
        call,
        Paging.sorted(call, holdings.forms, SORTS),
        (key, form) -> terms.stream().allMatch(term -> accepts(term, form)),
        (key, form) -> listed(call, form));
  }

  private static boolean accepts(Filter.Term term, Form form) {
    return switch (term.field()) {
      case "id" -> term.accepts(form.id());
      case "name" -> term.accepts(form.name());
      case "ab_test" -> term.accepts(Boolean.toString(form.abTest()));
      case "status" -> term.accepts(form.status());
      default -> term.acceptsTime(Holdings.instant(form.created()));
    };
  }

  private Answer create(Call call) {
    JsonObject given = Json.object(call.resource("form"), "attributes", "/data");
    String name = Json.requiredText(given, "name", AT);
    String status = one(STATUSES, Json.requiredText(given, "status", AT), AT + "/status");
    boolean abTest = isTrue(given, "ab_test", AT);
    JsonObject definition = Json.object(given, "definition", AT);
    String id = holdings.ids.six(holdings.forms::containsKey);
    List<FormVersion> versions = new ArrayList<>();
    JsonArray all = Json.array(definition, "versions", AT + "/definition");
    for (int i = 0; i < all.size(); i++) {
      versions.add(version(id, Json.object(all.get(i), VERSIONS + "/" + i), i));
    }
    if (versions.isEmpty()) {
      throw ApiError.invalid("At least one version must be given.", VERSIONS).thrown();
    }
    versions.forEach(version -> holdings.formVersions.put(version.id(), version));
    Form form =
        new Form(
            id,
            name,
            status,
            abTest,
            Json.GSON.toJson(definition),
            versions.stream().map(FormVersion::id).toList(),
            holdings.now());
    holdings.forms.put(id, form);
    return Answer.one(201, whole(call, form));
  }

  private FormVersion version(String form, JsonObject given, int place) {
    String at = VERSIONS + "/" + place;
    JsonArray steps = Json.array(given, "steps", at);
    if (steps.isEmpty()) {
      throw ApiError.invalid("At least one step must be given.", at + "/steps").thrown();
    }
    for (int i = 0; i < steps.size(); i++) {
      String step = at + "/steps/" + i;
      Json.array(Json.object(steps.get(i), step), "columns", step);
    }
    String type = or(Json.text(given, "type", at), "popup");
    one(TYPES, type, at + "/type");
    return new FormVersion(
        holdings.ids.six(holdings.formVersions::containsKey),
        form,
        type.equals("full_screen") ? "full_page" : type,
        or(Json.text(given, "name", at), "Variation " + (place + 1)),
        one(STATUSES, or(Json.text(given, "status", at), "draft"), at + "/status"),
        given.has("ab_test") && isTrue(given, "ab_test", at),
        holdings.now());
  }

  private static boolean isTrue(JsonObject parent, String member, String at) {
    JsonElement value = parent.get(member);
    if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
      throw ApiError.invalid("'" + member + "' must be a boolean.", at + "/" + member).thrown();
    }
    return value.getAsBoolean();
  }

  private static String or(@Nullable String given, String usual) {
    return given == null ? usual : given;
  }

  private static String one(Set<String> allowed, String text, String pointer) {
    if (!allowed.contains(text)) {
      throw ApiError.invalid(
              "'" + text + "' is none of " + allowed.stream().sorted().toList() + ".", pointer)
          .thrown();
    }
    return text;
  }

  private Answer delete(Call call) {
    Form form = find(call);
    holdings.forms.remove(form.id());
    form.versions().forEach(holdings.formVersions::remove);
    return Answer.empty(204);
  }

  private Answer versions(Call call) {
    String form = find(call).id();
    List<Filter.Term> terms = Filter.of(call, VERSION_FILTERS);
    return Paging.HUNDRED.page(
        call,
        Paging.sorted(call, holdings.formVersions, VERSION_SORTS),
        (key, one) ->
            one.form().equals(form) && terms.stream().allMatch(term -> accepts(term, one)),
        (key, one) -> json(call, one));
  }

  private static boolean accepts(Filter.Term term, FormVersion version) {
    return switch (term.field()) {
      case "form_type" -> term.accepts(version.type());
      case "status" -> term.accepts(version.status());
      default -> term.acceptsTime(Holdings.instant(version.created()));
    };
  }

  private Answer version(Call call) {
    FormVersion version = findVersion(call);
    boolean withForm = !call.include(Set.of("form")).isEmpty();
    Answer answer = Answer.one(200, json(call, version));
    return withForm
        ? Included.one(answer, "form", id -> List.of(listed(call, form(version.form()))))
        : answer;
  }

  private Answer formOf(Call call) {
    return Answer.one(200, listed(call, form(findVersion(call).form())));
  }

  private Form find(Call call) {
    return form(call.variable("id"));
  }

  private Form form(String id) {
    Form form = holdings.forms.get(id);
    if (form == null) {
      throw ApiError.noResource("form", id).thrown();
    }
    return form;
  }

  private FormVersion findVersion(Call call) {
    FormVersion version = holdings.formVersions.get(call.variable("id"));
    if (version == null) {
      throw ApiError.noResource("form-version", call.variable("id")).thrown();
    }
    return version;
  }

  /** As lists and relations show it: with its versions and without its definition. */
  private static JsonObject listed(Call call, Form form) {
    JsonObject json = Links.resource(call, "form", "forms", form.id(), attributes(form));
    Links.relation(call, json, "forms", "form-versions");
    return json;
  }

  /** By itself: with its definition and without relations. */
  private static JsonObject whole(Call call, Form form) {
    JsonObject attributes = attributes(form);
    attributes.add("definition", JsonParser.parseString(form.definition()));
    return Links.resource(call, "form", "forms", form.id(), attributes);
  }

  private static JsonObject attributes(Form form) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("name", form.name());
    attributes.addProperty("status", form.status());
    attributes.addProperty("ab_test", form.abTest());
    attributes.addProperty("created_at", form.created());
    attributes.addProperty("updated_at", form.created());
    return attributes;
  }

  private static JsonObject json(Call call, FormVersion version) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("form_type", version.type());
    attributes.addProperty("variation_name", version.name());
    if (version.abTest()) {
      JsonObject test = new JsonObject();
      test.addProperty("variation_name", version.name());
      attributes.add("ab_test", test);
    }
    attributes.addProperty("status", version.status());
    attributes.addProperty("created_at", version.created());
    attributes.addProperty("updated_at", version.created());
    JsonObject json =
        Links.resource(call, "form-version", "form-versions", version.id(), attributes);
    Links.relation(call, json, "form-versions", "form");
    json.getAsJsonObject("relationships")
        .getAsJsonObject("form")
        .add("data", Links.reference("form", version.form()));
    return json;
  }
}
