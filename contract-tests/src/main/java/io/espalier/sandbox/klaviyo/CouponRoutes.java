package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Coupons and their codes. Source: the OpenAPI document 2026-07-15. */
final class CouponRoutes {
  private static final Paging HUNDREDS = new Paging(100, 100);
  private static final String AT = "/data/attributes";
  private static final Set<String> ONE_OR_SOME = Set.of("equals", "any");
  private static final Map<String, Set<String>> FILTERS =
      Map.of(
          "coupon.id",
          ONE_OR_SOME,
          "profile.id",
          ONE_OR_SOME,
          "status",
          Set.of("equals"),
          "expires_at",
          Set.of("greater-than", "greater-or-equal", "less-than", "less-or-equal"));

  private static final BulkJobs.Kind JOBS =
      new BulkJobs.Kind(
          "coupon-code-bulk-create-job",
          "coupon-code",
          "coupon-codes",
          1_000,
          Quota.L,
          Quota.L,
          100,
          true);

  private final Holdings holdings;
  private final BulkJobs jobs;

  CouponRoutes(Holdings holdings, BulkJobs jobs) {
    this.holdings = holdings;
    this.jobs = jobs;
  }

  List<Route> routes() {
    String coupon = "/api/coupons/{id}";
    String code = "/api/coupon-codes/{id}";
    Route codes = Route.of("GET", coupon + "/coupon-codes", Quota.L, this::codesOf);
    Route of = Route.of("GET", code + "/coupon", Quota.L, this::couponOf);
    List<Route> routes = new ArrayList<>(jobs.routes(JOBS, new Work()));
    routes.addAll(
        List.of(
            Route.of("GET", "/api/coupons", Quota.L, this::coupons),
            Route.of("POST", "/api/coupons", Quota.S, this::create),
            Route.of("GET", coupon, Quota.L, call -> Answer.one(200, json(call, coupon(call)))),
            Route.of("PATCH", coupon, Quota.S, this::describe),
            Route.of("DELETE", coupon, Quota.S, this::delete),
            codes,
            codes.references(),
            Route.of("GET", "/api/coupon-codes", Quota.XL, this::codes),
            Route.of("POST", "/api/coupon-codes", Quota.XL, this::createCode),
            Route.of(
                "GET",
                code,
                Quota.XL,
                call -> withCoupon(call, Answer.one(200, json(call, code(call))))),
            Route.of("PATCH", code, Quota.XL, this::change),
            Route.of("DELETE", code, Quota.XL, this::deleteCode),
            of,
            of.references()));
    return routes;
  }

  private Answer coupons(Call call) {
    return HUNDREDS.page(call, holdings.coupons, (id, c) -> true, (id, c) -> json(call, c));
  }

  private Answer create(Call call) {
    JsonObject attributes = Json.object(call.resource("coupon"), "attributes", "/data");
    String id = Json.requiredText(attributes, "external_id", AT);
    if (holdings.coupons.containsKey(id)) {
      throw ApiError.at(409, "duplicate_coupon", "Conflict.", "A coupon with this id exists.", AT)
          .thrown();
    }
    return kept(call, 201, new Coupon(id, Json.text(attributes, "description", AT)));
  }

  private Answer describe(Call call) {
    Coupon coupon = coupon(call);
    JsonObject attributes =
        Json.object(call.resource("coupon", coupon.id()), "attributes", "/data");
    return kept(call, 200, new Coupon(coupon.id(), Json.text(attributes, "description", AT)));
  }

  private Answer kept(Call call, int status, Coupon coupon) {
    holdings.coupons.put(coupon.id(), coupon);
    return Answer.one(status, json(call, coupon));
  }

  private Answer delete(Call call) {
    Coupon coupon = coupon(call);
    holdings.coupons.remove(coupon.id());
    holdings.couponCodes.values().removeIf(code -> code.coupon().equals(coupon.id()));
    return Answer.empty(204);
  }

  /** Which coupon or whose codes must be said. */
  private Answer codes(Call call) {
    List<Filter.Term> terms = Filter.of(call, FILTERS);
    if (terms.stream().noneMatch(term -> term.field().endsWith(".id"))) {
      throw ApiError.parameter("A filter on 'coupon.id' or 'profile.id' is required.", "filter")
          .thrown();
    }
    return withCoupon(call, page(call, terms));
  }

  private Answer withCoupon(Call call, Answer answer) {
    return call.include(Set.of("coupon")).isEmpty()
        ? answer
        : Included.one(
            answer,
            "coupon",
            id -> {
              CouponCode code = holdings.couponCodes.get(id);
              Coupon coupon = code == null ? null : holdings.coupons.get(code.coupon());
              return coupon == null ? List.of() : List.of(json(call, coupon));
            });
  }

  private Answer codesOf(Call call) {
    Coupon coupon = coupon(call);
    List<Filter.Term> terms = Filter.of(call, FILTERS);
    return HUNDREDS.page(
        call,
        holdings.couponCodes,
        (id, code) -> code.coupon().equals(coupon.id()) && accepts(terms, code),
        (id, code) -> json(call, code));
  }

  private Answer page(Call call, List<Filter.Term> terms) {
    return HUNDREDS.page(
        call,
        holdings.couponCodes,
        (id, code) -> accepts(terms, code),
        (id, code) -> json(call, code));
  }

  private static boolean accepts(List<Filter.Term> terms, CouponCode code) {
    return terms.stream()
        .allMatch(
            term ->
                switch (term.field()) {
                  case "coupon.id" -> term.accepts(code.coupon());
                  case "status" -> term.accepts(code.status());
                  case "expires_at" -> term.acceptsTime(Holdings.instant(code.expiresAt()));
                  default -> !code.profile().isEmpty() && term.accepts(code.profile());
                });
  }

  private Answer createCode(Call call) {
    return Answer.one(200, json(call, made(call.resource("coupon-code"), "/data")));
  }

  private CouponCode made(JsonObject data, String at) {
    JsonObject attributes = Json.object(data, "attributes", at);
    String code = Json.requiredText(attributes, "unique_code", at + "/attributes");
    String of = couponOf(data, at);
    if (!holdings.coupons.containsKey(of)) {
      throw ApiError.noResource("coupon", of).thrown();
    }
    CouponCode made =
        new CouponCode(of, code, expiry(attributes, at + "/attributes"), CouponCode.UNASSIGNED, "");
    if (holdings.couponCodes.putIfAbsent(made.id(), made) != null) {
      throw ApiError.at(
              409, "duplicate_coupon_code", "Conflict.", "The coupon has this code already.", AT)
          .thrown();
    }
    return made;
  }

  private static String couponOf(JsonObject data, String at) {
    JsonObject coupon = Json.find(data, "relationships", "coupon", "data");
    if (coupon == null) {
      throw ApiError.invalid("'coupon' is a required field.", at + "/relationships/coupon")
          .thrown();
    }
    return Json.requiredText(coupon, "id", at + "/relationships/coupon/data");
  }

  /** A row of a job that makes codes. */
  private final class Work implements BulkJobs.Work {
    @Override
    public void check(JsonObject row, String at) {
      JsonObject attributes = Json.object(row, "attributes", at);
      Json.requiredText(attributes, "unique_code", at + "/attributes");
      expiry(attributes, at + "/attributes");
      couponOf(row, at);
    }

    @Override
    public String carryOut(JsonObject row) {
      return made(row, "/data").id();
    }

    @Override
    public List<JsonObject> show(Call call, String id) {
      CouponCode code = holdings.couponCodes.get(id);
      return code == null ? List.of() : List.of(json(call, code));
    }
  }

  private String expiry(JsonObject attributes, String at) {
    @Nullable String given = Json.text(attributes, "expires_at", at);
    if (given == null) {
      return Holdings.stamp(
          holdings.clock.instant().atOffset(ZoneOffset.UTC).plusYears(1).toInstant());
    }
    try {
      return Holdings.stamp(OffsetDateTime.parse(given).toInstant());
    } catch (DateTimeException notATime) {
      throw ApiError.invalid("'expires_at' must be a date-time.", at + "/expires_at").thrown();
    }
  }

  private Answer change(Call call) {
    CouponCode code = code(call);
    JsonObject attributes =
        Json.object(call.resource("coupon-code", code.id()), "attributes", "/data");
    @Nullable String status = Json.text(attributes, "status", AT);
    CouponCode changed =
        new CouponCode(
            code.coupon(),
            code.code(),
            attributes.has("expires_at") ? expiry(attributes, AT) : code.expiresAt(),
            status == null ? code.status() : status,
            code.profile());
    holdings.couponCodes.put(code.id(), changed);
    return Answer.one(200, json(call, changed));
  }

  private Answer deleteCode(Call call) {
    holdings.couponCodes.remove(code(call).id());
    return Answer.empty(204);
  }

  private Answer couponOf(Call call) {
    String id = code(call).coupon();
    Coupon coupon = holdings.coupons.get(id);
    if (coupon == null) {
      throw ApiError.noResource("coupon", id).thrown();
    }
    return Answer.one(200, json(call, coupon));
  }

  private Coupon coupon(Call call) {
    Coupon coupon = holdings.coupons.get(call.variable("id"));
    if (coupon == null) {
      throw ApiError.noResource("coupon", call.variable("id")).thrown();
    }
    return coupon;
  }

  private CouponCode code(Call call) {
    CouponCode code = holdings.couponCodes.get(call.variable("id"));
    if (code == null) {
      throw ApiError.noResource("coupon-code", call.variable("id")).thrown();
    }
    return code;
  }

  private static JsonObject json(Call call, Coupon coupon) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("external_id", coupon.id());
    Json.put(attributes, "description", coupon.description());
    return Links.resource(call, "coupon", "coupons", coupon.id(), attributes);
  }

  private static JsonObject json(Call call, CouponCode code) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("unique_code", code.code());
    attributes.addProperty("expires_at", code.expiresAt());
    attributes.addProperty("status", code.status());
    JsonObject json = Links.resource(call, "coupon-code", "coupon-codes", code.id(), attributes);
    Links.relation(call, json, "coupon-codes", "coupon");
    json.getAsJsonObject("relationships")
        .getAsJsonObject("coupon")
        .add("data", Links.reference("coupon", code.coupon()));
    if (!code.profile().isEmpty()) {
      Links.relation(call, json, "coupon-codes", "profile");
      json.getAsJsonObject("relationships")
          .getAsJsonObject("profile")
          .add("data", Links.reference("profile", code.profile()));
      json.getAsJsonObject("relationships").getAsJsonObject("profile").remove("links");
    }
    return json;
  }
}
