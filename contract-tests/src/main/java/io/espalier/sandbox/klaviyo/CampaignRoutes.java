package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Campaigns and their messages, of the channel email. Source: the operations of 2026-07-15. */
final class CampaignRoutes {
  private static final Paging PAGES = new Paging(100, 100);
  private static final String AT = "/data/attributes";
  private static final String CHANNEL = "messages.channel";
  private static final Set<String> TIMES =
      Set.of("greater-or-equal", "greater-than", "less-or-equal", "less-than");
  private static final Set<Integer> PERCENTAGES =
      Set.of(1, 2, 5, 10, 11, 13, 14, 17, 20, 25, 33, 50);
  private static final Map<String, Set<String>> FILTERS =
      Map.of(
          "id",
          Set.of("any"),
          CHANNEL,
          Set.of("equals"),
          "name",
          Set.of("contains"),
          "status",
          Set.of("any", "equals"),
          "archived",
          Set.of("equals"),
          "created_at",
          TIMES,
          "scheduled_at",
          TIMES,
          "updated_at",
          TIMES);
  private static final Map<String, BiFunction<String, Campaign, String>> SORTS =
      Map.of(
          "created_at", (id, campaign) -> campaign.created,
          "updated_at", (id, campaign) -> campaign.updated,
          "scheduled_at",
              (id, campaign) -> campaign.scheduledAt == null ? "" : campaign.scheduledAt,
          "id", (id, campaign) -> "",
          "name", (id, campaign) -> campaign.name);

  private final Holdings holdings;
  private final TagRoutes tags;

  CampaignRoutes(Holdings holdings, TagRoutes tags) {
    this.holdings = holdings;
    this.tags = tags;
  }

  List<Route> routes() {
    String one = "/api/campaigns/{id}";
    String message = "/api/campaign-messages/{id}";
    Route messages = Route.of("GET", one + "/campaign-messages", Quota.M, this::messages);
    Route template = Route.of("GET", message + "/template", Quota.M, this::template);
    Route campaign =
        Route.of(
            "GET",
            message + "/campaign",
            Quota.M,
            call -> Answer.one(200, json(call, campaign(message(call.variable("id")).campaign))));
    return List.of(
        Route.of("GET", "/api/campaigns", Quota.M, this::all),
        Route.of("POST", "/api/campaigns", Quota.M, this::create),
        Route.of(
            "GET", one, Quota.M, call -> including(call, Answer.one(200, json(call, find(call))))),
        Route.of("PATCH", one, Quota.M, this::update),
        Route.of("DELETE", one, Quota.M, this::delete),
        messages,
        messages.references(),
        campaign,
        campaign.references(),
        Route.of(
            "GET",
            message,
            Quota.M,
            call -> withRelations(call, Answer.one(200, message(call, findMessage(call))))),
        Route.of("PATCH", message, Quota.M, this::updateMessage),
        template,
        template.references(),
        Route.of("POST", "/api/campaign-clone", Quota.M, this::copy),
        Route.of("POST", "/api/campaign-message-assign-template", Quota.M, this::assign));
  }

  private Answer all(Call call) {
    List<Filter.Term> terms = Filter.of(call, FILTERS);
    Filter.Term channel =
        terms.stream().filter(term -> term.field().equals(CHANNEL)).findFirst().orElse(null);
    if (channel == null || !Set.of("email", "sms", "mobile_push").contains(channel.value())) {
      throw ApiError.parameter(
              "A channel filter is required to list campaigns. Please provide either:"
                  + " `?filter=equals(messages.channel,'email')`,"
                  + " `?filter=equals(messages.channel,'sms')` or"
                  + " `?filter=equals(messages.channel,'mobile_push')`.",
              "filter")
          .thrown();
    }
    return including(
        call,
        PAGES.page(
            call,
            Paging.sorted(call, holdings.campaigns, SORTS),
            (key, campaign) -> terms.stream().allMatch(term -> accepts(term, campaign)),
            (key, campaign) -> json(call, campaign)));
  }

  private Answer including(Call call, Answer answer) {
    List<String> include = call.include(Set.of("campaign-messages", "tags"));
    if (include.contains("campaign-messages")) {
      Included.many(
          answer,
          "campaign-messages",
          id ->
              holdings.campaign(id).messages.stream()
                  .map(message -> message(call, message(message)))
                  .toList());
    }
    return include.contains("tags")
        ? Included.many(answer, "tags", id -> tags.carriedBy(call, "campaign", id))
        : answer;
  }

  private Answer withRelations(Call call, Answer answer) {
    List<String> include = call.include(Set.of("campaign", "image", "template"));
    if (include.contains("campaign")) {
      Included.one(answer, "campaign", id -> List.of(json(call, campaign(message(id).campaign))));
    }
    if (include.contains("template")) {
      Included.one(
          answer,
          "template",
          id -> {
            StoredTemplate template = message(id).template;
            return template == null ? List.of() : List.of(TemplateRoutes.json(call, template));
          });
    }
    return include.contains("image") ? Included.one(answer, "image", id -> List.of()) : answer;
  }

  private static boolean accepts(Filter.Term term, Campaign campaign) {
    return switch (term.field()) {
      case CHANNEL -> term.value().equals("email");
      case "id" -> term.accepts(campaign.id);
      case "name" -> term.accepts(campaign.name);
      case "status" -> term.accepts(campaign.status);
      case "archived" -> term.value().equals("false");
      case "created_at" -> term.acceptsTime(Holdings.instant(campaign.created));
      case "updated_at" -> term.acceptsTime(Holdings.instant(campaign.updated));
      default ->
          campaign.scheduledAt != null && term.acceptsTime(Holdings.instant(campaign.scheduledAt));
    };
  }

  private Answer create(Call call) {
    JsonObject attributes = Json.object(call.resource("campaign"), "attributes", "/data");
    Campaign campaign = new Campaign(holdings.ids.ulid(), holdings.now());
    campaign.name = Json.requiredText(attributes, "name", AT);
    campaign.strategy = "{\"method\":\"immediate\"}";
    campaign.options = "{\"use_smart_sending\":true}";
    audiences(campaign, Json.object(attributes, "audiences", AT));
    settings(campaign, attributes);
    JsonObject messages = Json.object(attributes, "campaign-messages", AT);
    JsonArray data = Json.array(messages, "data", AT + "/campaign-messages");
    if (data.isEmpty()) {
      throw ApiError.invalid("At least one message must be given.", AT + "/campaign-messages/data")
          .thrown();
    }
    TreeMap<String, CampaignMessage> made = new TreeMap<>();
    for (int i = 0; i < data.size(); i++) {
      String at = AT + "/campaign-messages/data/" + i;
      JsonObject given = Json.object(data.get(i), at);
      Call.requireType(given, "campaign-message", at);
      JsonObject inner = Json.object(given, "attributes", at);
      CampaignMessage message =
          new CampaignMessage(holdings.ids.ulid(), campaign.id, holdings.now());
      define(message, Json.object(inner, "definition", at + "/attributes"), at + "/attributes");
      made.put(message.id, message);
    }
    campaign.messages.addAll(made.keySet());
    holdings.messages.putAll(made);
    holdings.campaigns.put(campaign.id, campaign);
    return Answer.one(201, json(call, campaign));
  }

  private void audiences(Campaign campaign, JsonObject audiences) {
    String at = AT + "/audiences";
    List<String> included = ids(Json.array(audiences, "included", at), at + "/included");
    if (included.isEmpty()) {
      throw ApiError.invalid("At least one audience must be included.", at + "/included").thrown();
    }
    JsonElement excluded = audiences.get("excluded");
    List<String> without =
        excluded instanceof JsonArray array ? ids(array, at + "/excluded") : List.of();
    campaign.included.clear();
    campaign.included.addAll(included);
    campaign.excluded.clear();
    campaign.excluded.addAll(without);
  }

  private List<String> ids(JsonArray array, String at) {
    String[] ids = new String[array.size()];
    for (int i = 0; i < ids.length; i++) {
      String id = Json.isText(array.get(i)) ? array.get(i).getAsString() : "";
      if (!holdings.isAudience(id)) {
        throw ApiError.invalid("There is no list or segment with id '" + id + "'.", at + "/" + i)
            .thrown();
      }
      ids[i] = id;
    }
    return List.of(ids);
  }

  private static void settings(Campaign campaign, JsonObject attributes) {
    JsonObject strategy = Json.find(attributes, "send_strategy");
    if (strategy != null) {
      check(strategy);
      campaign.strategy = Json.GSON.toJson(strategy);
    }
    JsonObject options = Json.find(attributes, "send_options");
    campaign.options = options == null ? campaign.options : Json.GSON.toJson(options);
    JsonObject tracking = Json.find(attributes, "tracking_options");
    campaign.tracking = tracking == null ? campaign.tracking : Json.GSON.toJson(tracking);
  }

  private static void check(JsonObject strategy) {
    String at = AT + "/send_strategy";
    String method = Json.requiredText(strategy, "method", at);
    switch (method) {
      case "immediate" -> {}
      case "static" -> moment(strategy, at);
      case "throttled" -> {
        moment(strategy, at);
        JsonElement percentage = strategy.get("throttle_percentage");
        if (percentage == null
            || !percentage.isJsonPrimitive()
            || !PERCENTAGES.contains(percentage.getAsInt())) {
          throw ApiError.invalid(
                  "'throttle_percentage' must be one of 1, 2, 5, 10, 11, 13, 14, 17, 20, 25, 33,"
                      + " 50.",
                  at + "/throttle_percentage")
              .thrown();
        }
      }
      case "smart_send_time" -> {
        if (!Json.requiredText(strategy, "date", at).matches("\\d{4}-\\d{2}-\\d{2}")) {
          throw ApiError.invalid("'date' must be a date.", at + "/date").thrown();
        }
      }
      default ->
          throw ApiError.invalid("'" + method + "' is no send strategy.", at + "/method").thrown();
    }
  }

  static Instant moment(JsonObject strategy, String at) {
    try {
      return OffsetDateTime.parse(Json.requiredText(strategy, "datetime", at)).toInstant();
    } catch (DateTimeParseException notATime) {
      throw ApiError.invalid("'datetime' must be an RFC 3339 date-time.", at + "/datetime")
          .thrown();
    }
  }

  private static void define(CampaignMessage message, JsonObject definition, String at) {
    String channel = Json.requiredText(definition, "channel", at + "/definition");
    if (!channel.equals("email")) {
      throw ApiError.invalid(
              "This sandbox sends messages of the channel email.", at + "/definition/channel")
          .thrown();
    }
    message.definition = Json.GSON.toJson(definition);
  }

  private Answer update(Call call) {
    Campaign campaign = find(call);
    JsonObject data = call.resource("campaign", campaign.id);
    requireDraft(campaign);
    JsonObject attributes = Json.object(data, "attributes", "/data");
    String name = Json.text(attributes, "name", AT);
    JsonObject audiences = Json.find(attributes, "audiences");
    if (audiences != null) {
      audiences(campaign, audiences);
    }
    settings(campaign, attributes);
    campaign.name = name == null ? campaign.name : name;
    campaign.updated = holdings.now();
    return Answer.one(200, json(call, campaign));
  }

  private static void requireDraft(Campaign campaign) {
    if (!campaign.status.equals(Campaign.DRAFT)) {
      throw ApiError.invalid(
              "The campaign is " + campaign.status + ": only a draft can be changed.", "/data")
          .thrown();
    }
  }

  /** A draft with copies of the messages, and of their templates. */
  private Answer copy(Call call) {
    JsonObject data = call.resource("campaign");
    Campaign original = campaign(Json.requiredText(data, "id", "/data"));
    JsonObject attributes = Json.find(data, "attributes");
    String name = attributes == null ? null : Json.text(attributes, "new_name", AT);
    Campaign copy = new Campaign(holdings.ids.ulid(), holdings.now());
    copy.name = name == null ? original.name + " - Clone" : name;
    copy.included.addAll(original.included);
    copy.excluded.addAll(original.excluded);
    copy.strategy = original.strategy;
    copy.options = original.options;
    copy.tracking = original.tracking;
    for (String id : original.messages) {
      CampaignMessage from = message(id);
      CampaignMessage message = new CampaignMessage(holdings.ids.ulid(), copy.id, holdings.now());
      message.definition = from.definition;
      message.template =
          from.template == null
              ? null
              : from.template.copy(
                  holdings.ids.six(holdings.templates::containsKey), holdings.now());
      holdings.messages.put(message.id, message);
      copy.messages.add(message.id);
    }
    holdings.campaigns.put(copy.id, copy);
    return Answer.one(201, json(call, copy));
  }

  private Answer delete(Call call) {
    Campaign campaign = find(call);
    holdings.campaigns.remove(campaign.id);
    holdings.tags.values().forEach(tag -> tag.carriers("campaign").remove(campaign.id));
    campaign.messages.forEach(holdings.messages::remove);
    return Answer.empty(204);
  }

  private Answer messages(Call call) {
    TreeMap<String, CampaignMessage> own = new TreeMap<>();
    for (String id : find(call).messages) {
      own.put(id, message(id));
    }
    return withRelations(
        call, Paging.ALL.page(call, own, (id, m) -> true, (id, m) -> message(call, m)));
  }

  private Answer updateMessage(Call call) {
    CampaignMessage message = findMessage(call);
    JsonObject data = call.resource("campaign-message", message.id);
    requireDraft(campaign(message.campaign));
    JsonObject definition = Json.find(Json.object(data, "attributes", "/data"), "definition");
    if (definition != null) {
      define(message, definition, AT);
    }
    message.updated = holdings.now();
    return Answer.one(200, message(call, message));
  }

  /** Copies the template: later changes of it do not reach the message. */
  private Answer assign(Call call) {
    JsonObject data = call.resource("campaign-message");
    CampaignMessage message = message(Json.requiredText(data, "id", "/data"));
    requireDraft(campaign(message.campaign));
    JsonObject relations = Json.object(data, "relationships", "/data");
    String at = "/data/relationships/template";
    JsonObject reference =
        Json.object(Json.object(relations, "template", "/data/relationships"), "data", at);
    Call.requireType(reference, "template", at + "/data");
    StoredTemplate template =
        holdings.templates.get(Json.requiredText(reference, "id", at + "/data"));
    if (template == null) {
      throw ApiError.invalid("The template does not exist.", at + "/data/id").thrown();
    }
    message.template =
        template.copy(holdings.ids.six(holdings.templates::containsKey), holdings.now());
    message.updated = holdings.now();
    JsonObject shown = message(call, message);
    JsonObject flat = JsonParser.parseString(message.definition).getAsJsonObject();
    JsonObject attributes = new JsonObject();
    attributes.add("label", flat.has("label") ? flat.get("label") : JsonNull.INSTANCE);
    attributes.addProperty("channel", "email");
    attributes.add("content", flat.has("content") ? flat.get("content") : new JsonObject());
    attributes.addProperty("created_at", message.created);
    attributes.addProperty("updated_at", message.updated);
    shown.add("attributes", attributes);
    shown.getAsJsonObject("relationships").remove("image");
    return Answer.one(200, shown);
  }

  private Answer template(Call call) {
    StoredTemplate template = findMessage(call).template;
    if (template == null) {
      throw ApiError.noResource("template", call.variable("id")).thrown();
    }
    return Answer.one(200, TemplateRoutes.json(call, template));
  }

  private Campaign find(Call call) {
    return campaign(call.variable("id"));
  }

  private Campaign campaign(String id) {
    return holdings.campaign(id);
  }

  private CampaignMessage findMessage(Call call) {
    return message(call.variable("id"));
  }

  private CampaignMessage message(String id) {
    @Nullable CampaignMessage message = holdings.messages.get(id);
    if (message == null) {
      throw ApiError.noResource("campaign-message", id).thrown();
    }
    return message;
  }

  private static JsonObject json(Call call, Campaign campaign) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("name", campaign.name);
    attributes.addProperty("status", campaign.status);
    attributes.addProperty("archived", false);
    JsonObject audiences = new JsonObject();
    audiences.add("included", Json.GSON.toJsonTree(campaign.included));
    audiences.add("excluded", Json.GSON.toJsonTree(campaign.excluded));
    attributes.add("audiences", audiences);
    attributes.add("send_options", JsonParser.parseString(campaign.options));
    attributes.add("tracking_options", JsonParser.parseString(campaign.tracking));
    attributes.add("send_strategy", JsonParser.parseString(campaign.strategy));
    attributes.addProperty("created_at", campaign.created);
    Json.put(attributes, "scheduled_at", campaign.scheduledAt);
    attributes.addProperty("updated_at", campaign.updated);
    Json.put(attributes, "send_time", campaign.sentAt);
    JsonObject json = Links.resource(call, "campaign", "campaigns", campaign.id, attributes);
    Links.relation(call, json, "campaigns", "campaign-messages");
    Links.relation(call, json, "campaigns", "tags");
    JsonArray messages = new JsonArray();
    campaign.messages.forEach(id -> messages.add(Links.reference("campaign-message", id)));
    json.getAsJsonObject("relationships")
        .getAsJsonObject("campaign-messages")
        .add("data", messages);
    return json;
  }

  private static JsonObject message(Call call, CampaignMessage message) {
    JsonObject attributes = new JsonObject();
    attributes.add("definition", JsonParser.parseString(message.definition));
    attributes.add("send_times", new JsonArray());
    attributes.addProperty("created_at", message.created);
    attributes.addProperty("updated_at", message.updated);
    JsonObject json =
        Links.resource(call, "campaign-message", "campaign-messages", message.id, attributes);
    for (String relation : List.of("campaign", "template", "image")) {
      Links.relation(call, json, "campaign-messages", relation);
    }
    JsonObject relations = json.getAsJsonObject("relationships");
    relations
        .getAsJsonObject("campaign")
        .add("data", Links.reference("campaign", message.campaign));
    if (message.template != null) {
      relations
          .getAsJsonObject("template")
          .add("data", Links.reference("template", message.template.id));
    }
    return json;
  }
}
