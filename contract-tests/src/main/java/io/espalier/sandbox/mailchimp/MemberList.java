package io.espalier.sandbox.mailchimp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The contacts of an audience, page by page. Archived ones show only where they are asked for. */
final class MemberList {
  /** Characters of a page that was asked for with few fields. */
  static final int PAGE = 100_000;

  private MemberList() {}

  /** All that say which contacts are listed, and in which order. */
  private static final List<String> CHOOSING =
      List.of(
          "status",
          "email_type",
          "unique_email_id",
          "vip_only",
          "since_last_campaign",
          "interest_ids",
          "interest_category_id",
          "interest_match",
          "since_last_changed",
          "before_last_changed",
          "since_timestamp_opt",
          "before_timestamp_opt",
          "unsubscribed_since",
          "sort_field",
          "sort_dir");

  static String answer(Call call) {
    Audience audience = call.audience();
    Predicate<Member> wanted = filter(call);
    List<Member> rows =
        audience.listing(
            key(call),
            () -> sorted(call, audience.members.values().stream().filter(wanted)).toList());
    AnswerText out = call.answer(PAGE).begin().put("list_id", audience.id);
    Paging.of(call)
        .into(
            out,
            "members",
            rows,
            member -> MemberJson.print(out, audience, member, MemberJson.View.WHOLE));
    Links.add(out, call);
    return out.end().toString();
  }

  private static String key(Call call) {
    return CHOOSING.stream()
        .map(name -> parameter(call, name).orElse(""))
        .collect(Collectors.joining("&"));
  }

  private static Predicate<Member> filter(Call call) {
    List<Predicate<Member>> all = new ArrayList<>();
    Optional<String> status = parameter(call, "status");
    if (status.isPresent()) {
      MemberStatus wanted =
          MemberStatus.of(status.get())
              .orElseThrow(
                  () -> Refusal.field("status", "The value you selected is not a valid choice."));
      all.add(member -> member.status == wanted);
    } else {
      all.add(member -> member.status != MemberStatus.ARCHIVED);
    }
    parameter(call, "email_type").ifPresent(type -> all.add(m -> m.emailType.equals(type)));
    parameter(call, "unique_email_id").ifPresent(id -> all.add(m -> m.uniqueEmailId.equals(id)));
    if (call.flag("vip_only")) {
      all.add(member -> member.vip);
    }
    if (call.flag("since_last_campaign")) {
      if (status.isEmpty()) {
        throw Refusal.badRequest("The since_last_campaign filter can only be used with a status.");
      }
      Instant last = lastCampaign(call);
      all.add(member -> after(changedTo(member), last));
    }
    parameter(call, "interest_ids").ifPresent(ids -> all.add(interested(call, ids)));
    since(call, "last_changed", member -> member.lastChanged, all);
    since(call, "timestamp_opt", member -> member.timestampOpt, all);
    if (parameter(call, "unsubscribed_since").isPresent()
        && !status.equals(Optional.of("unsubscribed"))) {
      throw Refusal.badRequest(
          "The unsubscribed_since filter can only be used with the status unsubscribed.");
    }
    WireTime.parameter(call, "unsubscribed_since")
        .ifPresent(
            at ->
                all.add(
                    member ->
                        member.status == MemberStatus.UNSUBSCRIBED
                            && after(member.unsubscribedAt, at)));
    return all.stream().reduce(Predicate::and).orElseThrow();
  }

  private static Instant lastCampaign(Call call) {
    return call.account().campaigns.values().stream()
        .filter(campaign -> campaign.listId.equals(call.audience().id))
        .map(campaign -> campaign.sendTime)
        .filter(java.util.Objects::nonNull)
        .max(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }

  /** When the contact came to stand as they do. */
  private static @Nullable Instant changedTo(Member member) {
    return switch (member.status) {
      case SUBSCRIBED -> member.timestampOpt;
      case UNSUBSCRIBED -> member.unsubscribedAt;
      case PENDING -> member.timestampSignup;
      default -> member.lastChanged;
    };
  }

  /** The three parameters of groups go together. Source: OpenAPI 3.0.55. */
  private static Predicate<Member> interested(Call call, String ids) {
    String category = parameter(call, "interest_category_id").orElse("");
    if (!call.audience().categories.containsKey(category)) {
      throw Refusal.field("interest_category_id", "This value should not be blank.");
    }
    List<String> wanted = List.of(ids.split(",", -1));
    return switch (parameter(call, "interest_match").orElse("")) {
      case "any" -> member -> wanted.stream().anyMatch(member.interests::contains);
      case "all" -> member -> member.interests.containsAll(wanted);
      case "none" -> member -> wanted.stream().noneMatch(member.interests::contains);
      default ->
          throw Refusal.field("interest_match", "The value you selected is not a valid choice.");
    };
  }

  /** {@code since_} is strictly later, {@code before_} strictly earlier. */
  private static void since(
      Call call,
      String name,
      Function<Member, @Nullable Instant> value,
      List<Predicate<Member>> all) {
    WireTime.parameter(call, "since_" + name)
        .ifPresent(at -> all.add(m -> after(value.apply(m), at)));
    WireTime.parameter(call, "before_" + name)
        .ifPresent(
            at ->
                all.add(
                    member -> {
                      Instant moment = value.apply(member);
                      return moment != null && moment.isBefore(at);
                    }));
  }

  private static boolean after(@Nullable Instant moment, Instant at) {
    return moment != null && moment.isAfter(at);
  }

  private static Stream<Member> sorted(Call call, Stream<Member> rows) {
    Optional<String> field = parameter(call, "sort_field");
    if (field.isEmpty()) {
      return rows;
    }
    Comparator<Member> order = Comparator.comparing(member -> sortKey(member, field.get()));
    boolean descending = parameter(call, "sort_dir").orElse("").equals("DESC");
    return rows.sorted(descending ? order.reversed() : order);
  }

  private static Instant sortKey(Member member, String field) {
    @Nullable Instant key =
        switch (field) {
          case "timestamp_opt" -> member.timestampOpt;
          case "timestamp_signup" -> member.timestampSignup;
          case "last_changed" -> member.lastChanged;
          default ->
              throw Refusal.field("sort_field", "The value you selected is not a valid choice.");
        };
    return key == null ? Instant.EPOCH : key;
  }

  private static Optional<String> parameter(Call call, String name) {
    return call.exchange().parameter(name).filter(text -> !text.isEmpty());
  }
}
