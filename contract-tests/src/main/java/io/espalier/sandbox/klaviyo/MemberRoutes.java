package io.espalier.sandbox.klaviyo;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who is on a list, and the coming and going. Membership says nothing of consent. */
final class MemberRoutes {
  private static final int MOST = 1_000;
  private static final Set<String> TIMES =
      Set.of("greater-than", "greater-or-equal", "less-than", "less-or-equal");
  private static final Map<String, Set<String>> FILTERS =
      Map.of(
          "email", Set.of("equals", "any"),
          "phone_number", Set.of("equals", "any"),
          "push_token", Set.of("equals", "any"),
          "_kx", Set.of("equals"),
          "joined_group_at", TIMES);

  private final Holdings holdings;

  MemberRoutes(Holdings holdings) {
    this.holdings = holdings;
  }

  List<Route> routes() {
    String relationship = "/api/lists/{id}/relationships/profiles";
    Route around = Route.of("GET", "/api/profiles/{id}/lists", Quota.S, this::listsOf);
    Route inside = Route.of("GET", "/api/lists/{id}/profiles", Quota.L, this::profiles);
    return List.of(
        inside,
        inside.references(),
        Route.of("POST", relationship, Quota.M, this::add),
        Route.of("DELETE", relationship, Quota.M, this::remove),
        around,
        around.references());
  }

  private Answer profiles(Call call) {
    MemberList list = holdings.list(call.variable("id"));
    List<Filter.Term> terms = Filter.of(call, FILTERS);
    call.additional("profile", ProfileJson.ADDITIONAL);
    return Paging.HUNDRED.page(
        call,
        Paging.sorted(call, list.members, Map.of("joined_group_at", (id, joined) -> joined)),
        (key, joined) ->
            terms.stream().allMatch(term -> accepts(term, holdings.person(Paging.id(key)), joined)),
        (key, joined) -> ProfileJson.resource(call, holdings.person(Paging.id(key)), joined));
  }

  private static boolean accepts(Filter.Term term, Person person, String joined) {
    @Nullable String held =
        switch (term.field()) {
          case "email" -> person.email;
          case "phone_number" -> person.phone;
          default -> null;
        };
    if (term.field().equals("joined_group_at")) {
      return term.acceptsTime(Holdings.instant(joined));
    }
    return held != null && term.accepts(held);
  }

  private Answer add(Call call) {
    MemberList list = holdings.list(call.variable("id"));
    for (String id : known(call)) {
      list.members.putIfAbsent(id, holdings.now());
    }
    return Answer.empty(204);
  }

  private Answer remove(Call call) {
    MemberList list = holdings.list(call.variable("id"));
    known(call).forEach(list.members::remove);
    return Answer.empty(204);
  }

  private List<String> known(Call call) {
    List<String> ids = call.references("profile");
    if (ids.size() > MOST) {
      throw ApiError.invalid("The maximum number of profiles is " + MOST + ".", "/data").thrown();
    }
    List<String> unknown = ids.stream().filter(id -> holdings.people.withId(id) == null).toList();
    if (!unknown.isEmpty()) {
      throw ApiError.invalid("Invalid profile IDs: " + String.join(", ", unknown), "/data/")
          .thrown();
    }
    return ids;
  }

  private Answer listsOf(Call call) {
    TreeMap<String, MemberList> on = new TreeMap<>();
    holdings.listsOf(holdings.person(call.variable("id"))).forEach(list -> on.put(list.id, list));
    return Paging.ALL.page(call, on, (id, list) -> true, (id, l) -> ListRoutes.json(call, l));
  }
}
