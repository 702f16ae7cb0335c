package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Conditions on what a person agreed to. Source: the OpenAPI document 2026-07-15. */
final class SegmentConsents {
  /** Dates of suppressions by the name of their filter. */
  private static final Map<String, String> SUPPRESSED =
      Map.of(
          "bounce_date", "HARD_BOUNCE",
          "invalid_email_date", "INVALID_EMAIL",
          "manual_suppression_date", Suppression.USER_SUPPRESSED);

  private final SegmentFilters filters;

  SegmentConsents(SegmentFilters filters) {
    this.filters = filters;
  }

  SegmentCondition marketing(JsonObject consent, String at) {
    String channel = Json.requiredText(consent, "channel", at);
    if (!Set.of("email", "sms", "push").contains(channel)) {
      throw SegmentFilters.invalid("'" + channel + "' is not a channel.", at + "/channel");
    }
    boolean reachable = SegmentConditions.flag(consent, "can_receive_marketing", at);
    JsonObject status = Json.object(consent, "consent_status", at);
    String where = at + "/consent_status";
    String wanted = wanted(Json.requiredText(status, "subscription", where), reachable, where);
    String use = channel + ".marketing";
    List<SegmentCondition> more = filters(status, use, where);
    return (subject, now) ->
        canReceive(subject, channel, use) == reachable
            && (wanted.isEmpty() || wanted.equals(subject.consents().consent(use)))
            && more.stream().allMatch(one -> one.test(subject, now));
  }

  private static boolean canReceive(SegmentSubject subject, String channel, String use) {
    return channel.equals("email")
        ? SegmentConditions.value(subject.attributes(), "email") != null
            && subject.consents().mailable()
        : subject.consents().consent(use).equals(Permission.SUBSCRIBED);
  }

  private static String wanted(String subscription, boolean reachable, String at) {
    return switch (subscription) {
      case "any" -> "";
      case "subscribed" -> Permission.SUBSCRIBED;
      case "never_subscribed" -> Permission.NEVER;
      case "unsubscribed" -> {
        if (reachable) {
          throw SegmentFilters.invalid(
              "Who unsubscribed cannot receive marketing.", at + "/subscription");
        }
        yield Permission.UNSUBSCRIBED;
      }
      default ->
          throw SegmentFilters.invalid(
              "'" + subscription + "' is not a subscription.", at + "/subscription");
    };
  }

  /** WhatsApp's: nobody is reachable without having said so. */
  SegmentCondition permission(JsonObject condition, String at) {
    String channel = Json.requiredText(condition, "channel", at);
    if (!Set.of("whatsapp_marketing", "whatsapp_transactional").contains(channel)) {
      throw SegmentFilters.invalid("'" + channel + "' is not a channel.", at + "/channel");
    }
    String use = channel.replace('_', '.');
    JsonObject permission = Json.object(condition, "permission", at);
    String where = at + "/permission";
    String status = Json.requiredText(permission, "reachable_status", where);
    Set<String> wanted =
        switch (status) {
          case "explicitly_reachable", "implicitly_or_explicitly_reachable" ->
              Set.of(Permission.SUBSCRIBED);
          case "implicitly_reachable" -> Set.of();
          case "explicitly_unreachable" -> Set.of(Permission.UNSUBSCRIBED);
          case "implicitly_unreachable" -> Set.of(Permission.NEVER);
          case "implicitly_or_explicitly_unreachable" ->
              Set.of(Permission.UNSUBSCRIBED, Permission.NEVER);
          default ->
              throw SegmentFilters.invalid(
                  "'" + status + "' is not a status.", where + "/reachable_status");
        };
    List<SegmentCondition> more = filters(permission, use, where);
    return (subject, now) ->
        wanted.contains(subject.consents().consent(use))
            && more.stream().allMatch(one -> one.test(subject, now));
  }

  private List<SegmentCondition> filters(JsonObject holder, String use, String at) {
    List<SegmentCondition> all = new ArrayList<>();
    if (holder.has("filters") && !holder.get("filters").isJsonNull()) {
      JsonArray given = Json.array(holder, "filters", at);
      for (int i = 0; i < given.size(); i++) {
        String where = at + "/filters/" + i;
        all.add(filter(Json.object(given.get(i), where), use, where));
      }
    }
    return all;
  }

  private SegmentCondition filter(JsonObject given, String use, String at) {
    String field = Json.requiredText(given, "field", at);
    return switch (field) {
      case "status_date", "effective_date" -> permitted(given, use, at, Permission::timestamp);
      case "recorded_date" -> permitted(given, use, at, Permission::updated);
      case "custom_source" -> permitted(given, use, at, Permission::customMethodDetail);
      case "is_double_opt_in" -> permitted(given, use, at, p -> Boolean.toString(p.doubleOptIn()));
      case "method", "subscribe_method" -> method(given, use, at);
      default -> {
        String reason = SUPPRESSED.get(field);
        if (reason == null) {
          throw SegmentFilters.invalid("'" + field + "' is not a field.", at + "/field");
        }
        BiPredicate<@Nullable JsonElement, Instant> filter = parsed(given, at);
        yield (subject, now) -> filter.test(suppressed(subject, reason), now);
      }
    };
  }

  private BiPredicate<@Nullable JsonElement, Instant> parsed(JsonObject given, String at) {
    return filters.parse(Json.object(given, "filter", at), at + "/filter");
  }

  private SegmentCondition permitted(
      JsonObject given, String use, String at, Function<Permission, @Nullable String> part) {
    BiPredicate<@Nullable JsonElement, Instant> filter = parsed(given, at);
    return (subject, now) -> {
      @Nullable Permission permission = subject.consents().permission(use);
      @Nullable String text = permission == null ? null : part.apply(permission);
      return filter.test(text == null ? null : new JsonPrimitive(text), now);
    };
  }

  private static SegmentCondition method(JsonObject given, String use, String at) {
    String method = Json.requiredText(given, "method", at).toUpperCase(Locale.ROOT);
    if (given.has("filter") && !given.get("filter").isJsonNull()) {
      throw SegmentFilters.invalid(
          "This sandbox does not know by which form, key or user somebody came.", at + "/filter");
    }
    return (subject, now) -> {
      @Nullable Permission permission = subject.consents().permission(use);
      return permission != null && permission.method().equals(method);
    };
  }

  private static @Nullable JsonElement suppressed(SegmentSubject subject, String reason) {
    for (Suppression held : subject.consents().suppressions()) {
      if (held.list() == null && held.reason().equals(reason)) {
        return new JsonPrimitive(held.timestamp());
      }
    }
    return null;
  }
}
