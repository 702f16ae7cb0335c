package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Groups: categories and the names in them. */
final class InterestRoutes {
  private static final int MOST_PER_AUDIENCE = 60;
  private static final List<String> TYPES = List.of("checkboxes", "dropdown", "radio", "hidden");
  private static final String CATEGORIES = "/lists/{list}/interest-categories";
  private static final String INTERESTS = CATEGORIES + "/{category}/interests";

  private InterestRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", CATEGORIES, InterestRoutes::categories),
        Route.of("POST", CATEGORIES, InterestRoutes::createCategory),
        Route.of("GET", CATEGORIES + "/{category}", InterestRoutes::category),
        Route.of("PATCH", CATEGORIES + "/{category}", InterestRoutes::updateCategory),
        Route.of("DELETE", CATEGORIES + "/{category}", InterestRoutes::deleteCategory),
        Route.of("GET", INTERESTS, InterestRoutes::interests),
        Route.of("POST", INTERESTS, InterestRoutes::createInterest),
        Route.of("GET", INTERESTS + "/{interest}", InterestRoutes::one),
        Route.of("PATCH", INTERESTS + "/{interest}", InterestRoutes::rename),
        Route.of("DELETE", INTERESTS + "/{interest}", InterestRoutes::deleteInterest));
  }

  private static JsonObject categories(Call call) {
    Audience audience = call.audience();
    JsonObject answer =
        Paging.of(call)
            .into(
                new JsonObject(),
                "categories",
                audience.categories.values().stream(),
                category -> json(audience, category));
    answer.addProperty("list_id", audience.id);
    return Links.add(answer, call);
  }

  private static JsonObject category(Call call) {
    return Links.add(json(call.audience(), found(call)), call);
  }

  private static JsonObject createCategory(Call call) {
    InterestCategory category = new InterestCategory();
    read(call.body(), category);
    category.id = call.ids().hex(10);
    call.audience().categories.put(category.id, category);
    return Links.add(json(call.audience(), category), call);
  }

  private static JsonObject updateCategory(Call call) {
    InterestCategory category = found(call);
    read(call.body(), category);
    return Links.add(json(call.audience(), category), call);
  }

  private static void read(Body body, InterestCategory into) {
    String title = body.requiredText("title");
    String type = body.requiredText("type");
    if (!TYPES.contains(type)) {
      throw Refusal.field("type", "The value you selected is not a valid choice.");
    }
    into.displayOrder = body.integer("display_order").orElse(into.displayOrder);
    into.title = title;
    into.type = type;
  }

  private static @Nullable JsonObject deleteCategory(Call call) {
    InterestCategory category = found(call);
    category.interests.keySet().forEach(id -> leaveAll(call.audience(), id));
    call.audience().categories.remove(category.id);
    return null;
  }

  private static JsonObject one(Call call) {
    return Links.add(interest(call.audience(), found(call), known(call)), call);
  }

  private static JsonObject rename(Call call) {
    InterestCategory category = found(call);
    String id = known(call);
    String name = call.body().requiredText("name");
    if (!name.equals(category.interests.get(id)) && category.interests.containsValue(name)) {
      throw exists(name);
    }
    category.interests.put(id, name);
    return Links.add(interest(call.audience(), category, id), call);
  }

  private static @Nullable JsonObject deleteInterest(Call call) {
    String id = known(call);
    found(call).interests.remove(id);
    leaveAll(call.audience(), id);
    return null;
  }

  private static void leaveAll(Audience audience, String interest) {
    audience.members.values().forEach(member -> member.interests.remove(interest));
  }

  private static String known(Call call) {
    String id = call.variable("interest");
    if (!found(call).interests.containsKey(id)) {
      throw Refusal.notFound();
    }
    return id;
  }

  private static Refusal exists(String name) {
    return Refusal.badRequest("Cannot add \"" + name + "\" because it already exists on the list.");
  }

  private static JsonObject interests(Call call) {
    Audience audience = call.audience();
    InterestCategory category = found(call);
    JsonObject answer =
        Paging.of(call)
            .into(
                new JsonObject(),
                "interests",
                category.interests.keySet().stream(),
                id -> interest(audience, category, id));
    answer.addProperty("list_id", audience.id);
    answer.addProperty("category_id", category.id);
    return Links.add(answer, call);
  }

  private static JsonObject createInterest(Call call) {
    Audience audience = call.audience();
    InterestCategory category = found(call);
    String name = call.body().requiredText("name");
    int all = audience.categories.values().stream().mapToInt(c -> c.interests.size()).sum();
    if (all >= MOST_PER_AUDIENCE) {
      throw Refusal.badRequest(
          "Your audience has reached its limit of " + MOST_PER_AUDIENCE + " group names.");
    }
    if (category.interests.containsValue(name)) {
      throw exists(name);
    }
    String id = call.ids().hex(10);
    category.interests.put(id, name);
    return Links.add(interest(audience, category, id), call);
  }

  private static InterestCategory found(Call call) {
    return Optional.ofNullable(call.audience().categories.get(call.variable("category")))
        .orElseThrow(Refusal::notFound);
  }

  private static JsonObject json(Audience audience, InterestCategory category) {
    JsonObject json = new JsonObject();
    json.addProperty("list_id", audience.id);
    json.addProperty("id", category.id);
    json.addProperty("title", category.title);
    json.addProperty("display_order", category.displayOrder);
    json.addProperty("type", category.type);
    return json;
  }

  /** {@code subscriber_count} is a text, as the contract says. */
  private static JsonObject interest(Audience audience, InterestCategory category, String id) {
    JsonObject json = new JsonObject();
    json.addProperty("category_id", category.id);
    json.addProperty("list_id", audience.id);
    json.addProperty("id", id);
    json.addProperty("name", category.interests.get(id));
    json.addProperty(
        "subscriber_count",
        Long.toString(
            audience.members.values().stream()
                .filter(member -> member.status == MemberStatus.SUBSCRIBED)
                .filter(member -> member.interests.contains(id))
                .count()));
    json.addProperty("display_order", 0);
    return json;
  }
}
