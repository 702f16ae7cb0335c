package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sandbox.klaviyo.django.DjangoTemplate;
import io.espalier.sandbox.klaviyo.django.RecipientSkipped;
import io.espalier.sandbox.klaviyo.django.Setting;
import io.espalier.sandbox.klaviyo.django.TemplateFault;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Templates, and their rendering with a context that the caller brings. */
final class TemplateRoutes {
  private static final int MOST = 1_000;
  private static final String AT = "/data/attributes";
  private static final Set<String> TIMES =
      Set.of("equals", "greater-or-equal", "greater-than", "less-or-equal", "less-than");
  private static final String DRAGGABLE = "SYSTEM_DRAGGABLE";
  private static final Map<String, Set<String>> FILTERS =
      Map.of(
          "id",
          Set.of("equals", "any"),
          "name",
          Set.of("equals", "any", "contains"),
          "created",
          TIMES,
          "updated",
          TIMES);
  private static final Map<String, BiFunction<String, StoredTemplate, String>> SORTS =
      Map.of(
          "id", (id, template) -> "",
          "name", (id, template) -> template.name,
          "created", (id, template) -> template.created,
          "updated", (id, template) -> template.updated);

  private final Holdings holdings;

  TemplateRoutes(Holdings holdings) {
    this.holdings = holdings;
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", "/api/templates", Quota.L, this::all),
        Route.of("POST", "/api/templates", Quota.L, this::create),
        Route.of(
            "GET",
            "/api/templates/{id}",
            Quota.L,
            call -> Answer.one(200, json(call, template(call.variable("id"))))),
        Route.of("PATCH", "/api/templates/{id}", Quota.L, this::update),
        Route.of("DELETE", "/api/templates/{id}", Quota.L, this::delete),
        Route.of("POST", "/api/template-clone", Quota.L, this::copy),
        Route.of("POST", "/api/template-render", Quota.S, this::render));
  }

  private Answer all(Call call) {
    List<Filter.Term> terms = Filter.of(call, FILTERS);
    call.additional("template", Set.of("definition"));
    return Paging.TEN.page(
        call,
        Paging.sorted(call, holdings.templates, SORTS),
        (key, template) -> terms.stream().allMatch(term -> accepts(term, template)),
        (key, template) -> json(call, template));
  }

  private static boolean accepts(Filter.Term term, StoredTemplate template) {
    return switch (term.field()) {
      case "id" -> term.accepts(template.id);
      case "name" -> term.accepts(template.name);
      case "created" -> term.acceptsTime(Holdings.instant(template.created));
      default -> term.acceptsTime(Holdings.instant(template.updated));
    };
  }

  private Answer create(Call call) {
    JsonObject attributes = Json.object(call.resource("template"), "attributes", "/data");
    String name = Json.requiredText(attributes, "name", AT);
    String type = Json.requiredText(attributes, "editor_type", AT);
    if (!Set.of("CODE", "USER_DRAGGABLE", DRAGGABLE).contains(type)) {
      throw ApiError.invalid(
              "'editor_type' must be CODE, USER_DRAGGABLE or SYSTEM_DRAGGABLE.",
              AT + "/editor_type")
          .thrown();
    }
    parts(attributes, type);
    requireRoom();
    if (holdings.on(KlaviyoFact.NAMES_ARE_UNIQUE)
        && holdings.templates.values().stream().anyMatch(t -> t.name.equals(name))) {
      throw ApiError.invalid("A template with this name already exists.", AT + "/name").thrown();
    }
    JsonObject definition = Json.find(attributes, "definition");
    if (type.equals(DRAGGABLE)) {
      Json.object(Json.object(attributes, "definition", AT), "body", AT + "/definition");
    }
    String html =
        definition == null ? kept(Json.requiredText(attributes, "html", AT)) : blocks(definition);
    StoredTemplate template =
        new StoredTemplate(holdings.ids.six(holdings.templates::containsKey), type, holdings.now());
    template.name = name;
    template.html = html;
    template.definition = definition == null ? null : Json.GSON.toJson(definition);
    template.text = Json.text(attributes, "text", AT);
    template.amp = Json.text(attributes, "amp", AT);
    holdings.templates.put(template.id, template);
    return Answer.one(201, json(call, template));
  }

  /** A dragged template has a definition and nothing else; the others have all but that. */
  private static void parts(JsonObject attributes, String type) {
    boolean dragged = type.equals(DRAGGABLE);
    for (String part : List.of("html", "amp", "definition")) {
      boolean given = attributes.has(part) && !attributes.get(part).isJsonNull();
      if (given && dragged != part.equals("definition")) {
        throw ApiError.invalid("'" + part + "' is not for " + type + ".", AT + "/" + part).thrown();
      }
    }
  }

  private void requireRoom() {
    if (holdings.templates.size() >= MOST) {
      throw ApiError.invalid("The account has " + MOST + " templates already.", "/data").thrown();
    }
  }

  /**
   * The texts of all blocks, one after the other: Klaviyo's own markup around them is not known.
   */
  private static String blocks(JsonElement part) {
    StringBuilder html = new StringBuilder();
    if (part.isJsonArray()) {
      part.getAsJsonArray().forEach(item -> html.append(blocks(item)));
    } else if (part.isJsonObject()) {
      JsonElement content = part.getAsJsonObject().get("content");
      if (content != null && Json.isText(content)) {
        html.append(content.getAsString());
      }
      part.getAsJsonObject().entrySet().stream()
          .filter(member -> !member.getValue().isJsonPrimitive())
          .forEach(member -> html.append(blocks(member.getValue())));
    }
    return html.toString();
  }

  private Answer copy(Call call) {
    JsonObject data = call.resource("template");
    StoredTemplate template = template(Json.requiredText(data, "id", "/data"));
    JsonObject attributes = Json.find(data, "attributes");
    String name = attributes == null ? null : Json.text(attributes, "name", AT);
    requireRoom();
    StoredTemplate copy =
        template.copy(holdings.ids.six(holdings.templates::containsKey), holdings.now());
    copy.name = name == null ? template.name + " Clone" : name;
    holdings.templates.put(copy.id, copy);
    return Answer.one(201, json(call, copy));
  }

  private Answer update(Call call) {
    StoredTemplate template = template(call.variable("id"));
    JsonObject data = call.resource("template", template.id);
    JsonObject attributes = Json.object(data, "attributes", "/data");
    if (attributes.has("editor_type")) {
      throw ApiError.invalid("'editor_type' cannot be changed.", AT + "/editor_type").thrown();
    }
    parts(attributes, template.editorType);
    String name = Json.text(attributes, "name", AT);
    @Nullable String given = Json.text(attributes, "html", AT);
    @Nullable String html = given == null ? null : kept(given);
    String text = Json.text(attributes, "text", AT);
    String amp = Json.text(attributes, "amp", AT);
    template.name = name == null ? template.name : name;
    template.html = html == null ? template.html : html;
    JsonObject definition = Json.find(attributes, "definition");
    if (definition != null) {
      template.definition = Json.GSON.toJson(definition);
      template.html = blocks(definition);
    }
    template.text = attributes.has("text") ? text : template.text;
    template.amp = attributes.has("amp") ? amp : template.amp;
    template.updated = holdings.now();
    return Answer.one(200, json(call, template));
  }

  /** The HTML as it is stored, or its refusal. */
  private String kept(String html) {
    if (holdings.on(KlaviyoFact.TEMPLATES_NEED_UNSUBSCRIBE)
        && !html.matches("(?s).*\\{%\\s*unsubscribe(_link)?\\b.*")) {
      throw ApiError.invalid("The template has no unsubscribe link.", AT + "/html").thrown();
    }
    return holdings.on(KlaviyoFact.HTML_IS_KEPT_AS_SENT)
        ? html
        : html.replace("\r\n", "\n").stripTrailing();
  }

  private Answer delete(Call call) {
    holdings.templates.remove(template(call.variable("id")).id);
    return Answer.empty(204);
  }

  private Answer render(Call call) {
    JsonObject data = call.resource("template");
    StoredTemplate template = template(Json.requiredText(data, "id", "/data"));
    JsonObject context =
        Json.object(Json.object(data, "attributes", "/data"), "context", "/data/attributes");
    Map<String, @Nullable Object> variables = PlainValues.of(context);
    Setting setting = Recipients.setting(holdings, "preview", false);
    StoredTemplate rendered =
        new StoredTemplate(template.id, template.editorType, template.created);
    rendered.name = template.name;
    rendered.updated = template.updated;
    try {
      rendered.html = DjangoTemplate.parse(template.html).render(variables, setting);
      rendered.text = rendered(template.text, variables, setting);
      rendered.amp = rendered(template.amp, variables, setting);
    } catch (TemplateFault fault) {
      throw ApiError.invalid(Recipients.REFUSED, "/data/attributes").thrown();
    } catch (RecipientSkipped skipped) {
      throw ApiError.invalid(String.valueOf(skipped.getMessage()), "/data/attributes").thrown();
    }
    return Answer.one(201, json(call, rendered));
  }

  private static @Nullable String rendered(
      @Nullable String source, Map<String, @Nullable Object> variables, Setting setting) {
    return source == null ? null : DjangoTemplate.parse(source).render(variables, setting);
  }

  private StoredTemplate template(String id) {
    StoredTemplate template = holdings.templates.get(id);
    if (template == null) {
      throw ApiError.noResource("template", id).thrown();
    }
    return template;
  }

  static JsonObject json(Call call, StoredTemplate template) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("name", template.name);
    attributes.addProperty("editor_type", template.editorType);
    attributes.addProperty("html", template.html);
    Json.put(attributes, "text", template.text);
    Json.put(attributes, "amp", template.amp);
    if (call.wants("template", "definition", Set.of("definition")) && template.definition != null) {
      attributes.add("definition", JsonParser.parseString(template.definition));
    }
    attributes.addProperty("created", template.created);
    attributes.addProperty("updated", template.updated);
    return Links.resource(call, "template", "templates", template.id, attributes);
  }
}
