package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An audience by days and months, as far as its contacts and campaigns tell it. */
final class HistoryRoutes {
  private static final int MOST_DAYS = 180;
  private static final int MOST_CHATTER = 200;
  private static final String LIST = "/lists/{list}";

  private HistoryRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", LIST + "/activity", HistoryRoutes::days),
        Route.of("GET", LIST + "/growth-history", HistoryRoutes::months),
        Route.of("GET", LIST + "/growth-history/{month}", HistoryRoutes::oneMonth),
        // The sandbox knows neither the programs nor the places in which mails are read.
        Route.of("GET", LIST + "/clients", call -> none(call, "clients")),
        Route.of("GET", LIST + "/locations", call -> none(call, "locations")),
        Route.of("GET", "/activity-feed/chimp-chatter", HistoryRoutes::chatter));
  }

  private static JsonObject none(Call call, String name) {
    JsonObject answer = new JsonObject();
    answer.add(name, new JsonArray());
    answer.addProperty("list_id", call.audience().id);
    answer.addProperty("total_items", 0);
    return Links.add(answer, call);
  }

  /** Yesterday and the days before it, 180 at most; days without anything are told, too. */
  private static JsonObject days(Call call) {
    Audience audience = call.audience();
    LocalDate first = audience.dateCreated.atZone(ZoneOffset.UTC).toLocalDate();
    LocalDate today = call.now().atZone(ZoneOffset.UTC).toLocalDate();
    List<LocalDate> days =
        Stream.iterate(today, day -> !day.isBefore(first), day -> day.minusDays(1))
            .limit(MOST_DAYS)
            .toList();
    JsonObject answer =
        Paging.of(call)
            .into(
                new JsonObject(),
                "activity",
                days.stream(),
                day -> Links.addRow(day(call, audience, day), call, "activity"));
    answer.addProperty("list_id", audience.id);
    return Links.add(answer, call);
  }

  private static JsonObject day(Call call, Audience audience, LocalDate day) {
    Predicate<@Nullable Instant> on =
        at -> at != null && at.atZone(ZoneOffset.UTC).toLocalDate().equals(day);
    List<Campaign> campaigns =
        call.account().campaigns.values().stream()
            .filter(campaign -> campaign.listId.equals(audience.id))
            .toList();
    JsonObject json = new JsonObject();
    json.addProperty("day", day.toString());
    json.addProperty(
        "emails_sent",
        campaigns.stream()
            .filter(campaign -> on.test(campaign.sendTime))
            .mapToInt(campaign -> campaign.recipients.size())
            .sum());
    json.addProperty("unique_opens", deeds(campaigns, d -> d.isOpen() && on.test(d.at())));
    json.addProperty("recipient_clicks", deeds(campaigns, d -> !d.isOpen() && on.test(d.at())));
    json.addProperty(
        "hard_bounce",
        count(audience, m -> m.status == MemberStatus.CLEANED && on.test(m.lastChanged)));
    json.addProperty("soft_bounce", 0);
    json.addProperty("subs", count(audience, m -> !byApi(m) && on.test(m.timestampOpt)));
    json.addProperty("unsubs", count(audience, m -> on.test(m.unsubscribedAt)));
    json.addProperty("other_adds", count(audience, m -> byApi(m) && on.test(m.timestampOpt)));
    json.addProperty("other_removes", 0);
    return json;
  }

  private static boolean byApi(Member member) {
    return member.source.startsWith("API");
  }

  private static long deeds(List<Campaign> campaigns, Predicate<Deed> which) {
    return campaigns.stream()
        .flatMap(campaign -> campaign.deeds.stream().filter(which).map(Deed::contactId).distinct())
        .count();
  }

  private static long count(Audience audience, Predicate<Member> which) {
    return audience.members.values().stream().filter(which).count();
  }

  private static List<YearMonth> monthsOf(Call call, Audience audience) {
    YearMonth first = YearMonth.from(audience.dateCreated.atZone(ZoneOffset.UTC));
    YearMonth now = YearMonth.from(call.now().atZone(ZoneOffset.UTC));
    return Stream.iterate(now, month -> !month.isBefore(first), month -> month.minusMonths(1))
        .toList();
  }

  private static JsonObject months(Call call) {
    Audience audience = call.audience();
    JsonObject answer =
        Paging.of(call)
            .unlinked()
            .into(
                new JsonObject(),
                "history",
                monthsOf(call, audience).stream(),
                month -> Links.addRow(month(audience, month), call, "history"));
    answer.addProperty("list_id", audience.id);
    return Links.add(answer, call);
  }

  private static JsonObject oneMonth(Call call) {
    Audience audience = call.audience();
    return monthsOf(call, audience).stream()
        .filter(month -> month.toString().equals(call.variable("month")))
        .findFirst()
        .map(month -> Links.add(month(audience, month), call))
        .orElseThrow(Refusal::notFound);
  }

  private static JsonObject month(Audience audience, YearMonth month) {
    Function<@Nullable Instant, Boolean> in =
        at -> at != null && YearMonth.from(at.atZone(ZoneOffset.UTC)).equals(month);
    Instant end = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    JsonObject json = new JsonObject();
    json.addProperty("list_id", audience.id);
    json.addProperty("month", month.toString());
    json.addProperty(
        "subscribed",
        count(
            audience,
            member ->
                member.status == MemberStatus.SUBSCRIBED
                    && member.timestampOpt != null
                    && member.timestampOpt.isBefore(end)));
    json.addProperty("unsubscribed", count(audience, member -> in.apply(member.unsubscribedAt)));
    json.addProperty("cleaned", changed(audience, MemberStatus.CLEANED, in));
    json.addProperty("pending", changed(audience, MemberStatus.PENDING, in));
    json.addProperty("deleted", changed(audience, MemberStatus.ARCHIVED, in));
    json.addProperty("transactional", changed(audience, MemberStatus.TRANSACTIONAL, in));
    for (String old : List.of("reconfirm", "existing", "imports", "optins")) {
      json.addProperty(old, 0);
    }
    return json;
  }

  private static long changed(
      Audience audience, MemberStatus status, Function<@Nullable Instant, Boolean> in) {
    return count(audience, member -> member.status == status && in.apply(member.lastChanged));
  }

  private record Chat(String type, Instant at, Audience audience, String email) {}

  /** Who came and who left, in all audiences, the newest first; 200 at most. */
  private static JsonObject chatter(Call call) {
    List<Chat> all = new ArrayList<>();
    for (Audience audience : call.account().audiences.values()) {
      for (Member member : audience.members.values()) {
        chat(all, "lists:new-subscriber", member.timestampOpt, audience, member);
        chat(all, "lists:unsubscribes", member.unsubscribedAt, audience, member);
      }
    }
    all.sort(Comparator.comparing(Chat::at).reversed());
    JsonObject answer =
        Paging.of(call)
            .unlinked()
            .into(
                new JsonObject(),
                "chimp_chatter",
                all.stream().limit(MOST_CHATTER),
                chat -> {
                  String name = Objects.toString(Store.text(chat.audience().settings, "name"));
                  JsonObject json = new JsonObject();
                  json.addProperty("title", chat.email());
                  json.addProperty("message", chat.email() + " in " + name);
                  json.addProperty("type", chat.type());
                  json.addProperty("update_time", WireTime.print(chat.at()));
                  json.addProperty("url", "https://admin.mailchimp.com/lists/members");
                  json.addProperty("list_id", chat.audience().id);
                  json.addProperty("campaign_id", "");
                  return json;
                });
    return Links.add(answer, call);
  }

  private static void chat(
      List<Chat> all, String type, @Nullable Instant at, Audience audience, Member member) {
    if (at != null) {
      all.add(new Chat(type, at, audience, member.email));
    }
  }
}
