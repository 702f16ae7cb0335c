package io.espalier.sandbox.mailchimp;

import io.espalier.sandbox.Exchange;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds a request's route and turns what it yields or refuses into an answer. */
final class Router {
  private static final Set<String> OVERRIDES = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

  private final Account account;
  private final Ids ids;
  private final Clock clock;
  private final Supplier<String> baseUrl;
  private final Answers answers;
  private final Map<String, List<Route>> byShape;
  private Instant last = Instant.EPOCH;

  Router(Account account, Ids ids, Clock clock, Supplier<String> baseUrl, Batches batches) {
    this.account = account;
    this.ids = ids;
    this.clock = clock;
    this.baseUrl = baseUrl;
    this.answers = new Answers(ids);
    List<Route> routes =
        Stream.of(
                AccountRoutes.all(),
                ListRoutes.all(),
                MemberRoutes.all(),
                TagRoutes.all(),
                MergeFieldRoutes.all(),
                SegmentRoutes.all(),
                SegmentMemberRoutes.all(),
                InterestRoutes.all(),
                TemplateRoutes.all(),
                CampaignRoutes.all(),
                CampaignContentRoutes.all(),
                CampaignActions.all(),
                FeedbackRoutes.all(),
                DomainRoutes.all(),
                ReportRoutes.all(),
                WebhookRoutes.all(),
                EventRoutes.all(),
                AbuseRoutes.all(),
                BatchWebhookRoutes.all(),
                SearchRoutes.all(),
                ActivityRoutes.all(),
                NoteRoutes.all(),
                HistoryRoutes.all(),
                FileRoutes.all(),
                FolderRoutes.all(),
                LandingPageRoutes.all(),
                JourneyRoutes.all(),
                EngagementRoutes.all(),
                StoreRoutes.all(),
                CustomerRoutes.all(),
                ProductRoutes.all(),
                PurchaseRoutes.all(),
                PromoRoutes.all(),
                batches.routes())
            .flatMap(List::stream)
            .toList();
    this.byShape = routes.stream().collect(Collectors.groupingBy(route -> shape(route.pattern())));
  }

  /**
   * What a route yields.
   *
   * @param text JSON; empty where the answer has no body
   * @param schema what the text is, as a path of the vendor's schemas
   * @param headers of a refusal
   * @param instance of a refusal's own; empty for none
   */
  record Answer(
      int status, String text, String schema, Map<String, String> headers, String instance) {

    /** As it stands inside a JSON string. */
    Answer inside() {
      return new Answer(status, AnswerText.escaped(text), schema, headers, instance);
    }
  }

  /**
   * Answers one request.
   *
   * @param path the parts after {@code /3.0}
   * @param inside whether the answer is to stand inside a JSON string
   */
  Answer run(Exchange exchange, List<String> path, boolean inside) {
    try {
      List<Route> there = new ArrayList<>();
      for (Route route : byShape.getOrDefault(shape(path), List.of())) {
        if (route.matches(path)) {
          there.add(route);
        }
      }
      if (there.isEmpty()) {
        throw Refusal.notFound();
      }
      String method = method(exchange);
      // A fixed part wins over a variable: /actions/… is no contact.
      for (Route route : there) {
        if (route.method().equals(method)) {
          return run(
              route,
              new Call(
                  exchange, variables(route, path), account, ids, now(), baseUrl.get(), inside));
        }
      }
      throw notAllowed(there);
    } catch (Refusal refusal) {
      Answer refused = answers.refused(refusal);
      return inside ? refused.inside() : refused;
    }
  }

  private Answer run(Route route, Call call) {
    boolean changes = !route.method().equals("GET");
    if (changes) {
      account.changed();
    }
    try {
      String text = route.answer().apply(call);
      return text == null
          ? new Answer(204, "", "", Map.of(), "")
          : new Answer(200, Selection.checked(call, text), route.schema(), Map.of(), "");
    } finally {
      // What the route itself listed or counted may be from before it changed something.
      if (changes) {
        account.changed();
      }
    }
  }

  /** Routes are looked for among those of the same length and beginning. */
  private static String shape(List<String> path) {
    return path.size() + (path.isEmpty() ? "" : path.get(0));
  }

  /** The same moment is the same object: a million contacts keep it. */
  private Instant now() {
    Instant now = WireTime.now(clock);
    if (!now.equals(last)) {
      last = now;
    }
    return last;
  }

  /** {@code X-HTTP-Method-Override} is honoured on POST alone, and must name a method. */
  private static String method(Exchange exchange) {
    String override = exchange.header("X-HTTP-Method-Override").orElse("");
    if (!exchange.method().equals("POST") || override.isEmpty()) {
      return exchange.method();
    }
    if (!OVERRIDES.contains(override)) {
      throw Refusal.of(
          422, "Invalid Method Override", "Your request included an invalid HTTP method override.");
    }
    return override;
  }

  private static Refusal notAllowed(List<Route> there) {
    return Refusal.notAllowed(
        "The requested method and resource are not compatible. See the Allow header for this"
            + " resource's available methods.",
        there.stream().map(Route::method).sorted().distinct().collect(Collectors.joining(", ")));
  }

  private static Map<String, String> variables(Route route, List<String> path) {
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < path.size(); i++) {
      String part = route.pattern().get(i);
      if (Route.variable(part)) {
        variables.put(part.substring(1, part.length() - 1), path.get(i));
      }
    }
    return variables;
  }
}
