package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;

/** Contacts by address or name, over all audiences or in one. Archived ones do not show. */
final class SearchRoutes {
  private SearchRoutes() {}

  static List<Route> all() {
    return List.of(Route.of("GET", "/search-members", SearchRoutes::search));
  }

  private static JsonObject search(Call call) {
    String query = call.exchange().parameter("query").orElse("").strip().toLowerCase(Locale.ROOT);
    if (query.isEmpty()) {
      throw Refusal.field("query", "This value should not be blank.");
    }
    JsonObject answer = new JsonObject();
    answer.add(
        "exact_matches",
        found(call, (audience, member) -> member.email.toLowerCase(Locale.ROOT).equals(query)));
    answer.add(
        "full_search",
        found(
            call,
            (audience, member) ->
                member.email.toLowerCase(Locale.ROOT).contains(query)
                    || MemberJson.fullName(audience, member)
                        .toLowerCase(Locale.ROOT)
                        .contains(query)));
    return Links.add(answer, call);
  }

  private static JsonObject found(Call call, BiPredicate<Audience, Member> matches) {
    String list = call.exchange().parameter("list_id").orElse("");
    List<JsonObject> all = new ArrayList<>();
    for (Audience audience : call.account().audiences.values()) {
      if (list.isEmpty() || list.equals(audience.id)) {
        audience.members.values().stream()
            .filter(member -> member.status != MemberStatus.ARCHIVED)
            .filter(member -> matches.test(audience, member))
            .forEach(
                member -> all.add(Links.addRow(MemberJson.of(audience, member), call, "members")));
      }
    }
    JsonArray shown = new JsonArray();
    all.stream().limit(SHOWN).forEach(shown::add);
    JsonObject answer = new JsonObject();
    answer.add("members", shown);
    answer.addProperty("total_items", all.size());
    return answer;
  }

  /** This collection has no pages. */
  private static final int SHOWN = 30;
}
