package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A shop's promotions: a rule says what is taken off, a code asks for it. */
final class PromoRoutes {
  private static final String RULES = StoreRoutes.STORE + "/promo-rules";
  private static final String RULE = RULES + "/{rule}";
  private static final String CODES = RULE + "/promo-codes";
  private static final int LONGEST_TITLE_BYTES = 100;
  private static final Shape RULE_SHAPE =
      Shape.of()
          .text("id!", 50)
          .text("description!", 255)
          .texts("title", "starts_at", "ends_at", "created_at_foreign", "updated_at_foreign")
          .numbers("amount!")
          .choice("type!", "fixed", "percentage")
          .choice("target!", "per_item", "total", "shipping")
          .flags("enabled");
  private static final Shape CODE_SHAPE =
      Shape.of()
          .text("id!", 50)
          .text("code!", 50)
          .text("redemption_url!", 2000)
          .integers("usage_count")
          .texts("created_at_foreign", "updated_at_foreign")
          .flags("enabled");

  private static final List<String> CODE_TIMES =
      List.of("created_at_foreign", "updated_at_foreign");
  private static final List<String> RULE_TIMES =
      List.of("title", "starts_at", "ends_at", "created_at_foreign", "updated_at_foreign");

  private PromoRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", RULES, call -> page(call, "promo_rules", rules(call))),
        Route.of("POST", RULES, call -> create(call, RULE_SHAPE, rules(call), RULE_TIMES)),
        Route.of("GET", RULE, call -> shown(call, rule(call))),
        Route.of("PATCH", RULE, call -> update(call, RULE_SHAPE, rule(call))),
        Route.of("DELETE", RULE, PromoRoutes::deleteRule),
        Route.of("GET", CODES, call -> page(call, "promo_codes", codes(call))),
        Route.of("POST", CODES, PromoRoutes::createCode),
        Route.of("GET", CODES + "/{code}", call -> shown(call, code(call))),
        Route.of("PATCH", CODES + "/{code}", call -> update(call, CODE_SHAPE, code(call))),
        Route.of("DELETE", CODES + "/{code}", PromoRoutes::deleteCode));
  }

  private static Map<String, JsonObject> rules(Call call) {
    return StoreRoutes.found(call).promoRules;
  }

  private static Map<String, JsonObject> codes(Call call) {
    return StoreRoutes.found(call)
        .promoCodes
        .computeIfAbsent(Store.text(rule(call), "id"), rule -> new LinkedHashMap<>());
  }

  private static JsonObject rule(Call call) {
    return Optional.ofNullable(rules(call).get(call.variable("rule")))
        .orElseThrow(Refusal::notFound);
  }

  private static JsonObject code(Call call) {
    return Optional.ofNullable(codes(call).get(call.variable("code")))
        .orElseThrow(Refusal::notFound);
  }

  private static JsonObject page(Call call, String name, Map<String, JsonObject> rows) {
    JsonObject answer =
        Paging.of(call).into(new JsonObject(), name, rows.values().stream(), JsonObject::deepCopy);
    answer.addProperty("store_id", StoreRoutes.found(call).id);
    return Links.add(answer, call);
  }

  private static JsonObject createCode(Call call) {
    JsonObject made = create(call, CODE_SHAPE, codes(call), CODE_TIMES);
    JsonObject kept = codes(call).get(Store.text(made, "id"));
    long used = (long) Store.number(made, "usage_count");
    if (kept != null) {
      kept.addProperty("usage_count", used);
    }
    made.addProperty("usage_count", used);
    return made;
  }

  /**
   * Makes a promotion.
   *
   * @param blanks texts that are empty where nothing was sent
   */
  private static JsonObject create(
      Call call, Shape shape, Map<String, JsonObject> into, List<String> blanks) {
    JsonObject sent = checked(shape.read(call.body()));
    if (into.containsKey(Store.text(sent, "id"))) {
      throw Refusal.badRequest("A promo with the provided ID already exists in the store.");
    }
    if (!sent.has("enabled")) {
      sent.addProperty("enabled", true);
    }
    blanks.forEach(name -> sent.addProperty(name, Store.text(sent, name)));
    into.put(Store.text(sent, "id"), sent);
    return shown(call, sent);
  }

  private static JsonObject update(Call call, Shape shape, JsonObject there) {
    JsonObject sent = shape.change(call.body());
    sent.remove("id");
    JsonObject whole = there.deepCopy();
    Store.lay(sent, whole);
    checked(whole);
    Store.lay(sent, there);
    return shown(call, there);
  }

  /** A percentage lies between 0 and 1; a title ends at 100 bytes. */
  private static JsonObject checked(JsonObject promo) {
    double amount = Store.number(promo, "amount");
    if (amount < 0 || (Store.text(promo, "type").equals("percentage") && amount > 1)) {
      throw Refusal.field("amount", "This value should be between 0 and 1.");
    }
    if (Store.text(promo, "title").getBytes(StandardCharsets.UTF_8).length > LONGEST_TITLE_BYTES) {
      throw Refusal.field(
          "title",
          "This value is too long. It should have " + LONGEST_TITLE_BYTES + " bytes or less.");
    }
    return promo;
  }

  private static @Nullable JsonObject deleteRule(Call call) {
    String id = Store.text(rule(call), "id");
    rules(call).remove(id);
    StoreRoutes.found(call).promoCodes.remove(id);
    return null;
  }

  private static @Nullable JsonObject deleteCode(Call call) {
    codes(call).remove(Store.text(code(call), "id"));
    return null;
  }

  private static JsonObject shown(Call call, JsonObject promo) {
    return Links.add(promo.deepCopy(), call);
  }
}
