package io.espalier.sandbox.klaviyo;

import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Faults;
import io.espalier.sandbox.Reply;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.SandboxServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One running account. */
final class KlaviyoSandbox implements Sandbox {
  static final String ID = "klaviyo";

  private final SandboxOptions options;
  private final Holdings holdings;
  private final Wire wire;
  private final Recipients recipients;
  private final ControlRoutes control;
  private final Deferred deferred;
  private final OAuth oauth;
  private final Deliveries deliveries;
  private final List<Route> routes;
  private final SandboxServer server;

  KlaviyoSandbox(SandboxOptions options, boolean enforceQuotas, Duration lag) {
    this.options = options;
    Ids ids = new Ids(options.clock(), options.random());
    holdings =
        options
            .snapshot()
            .map(json -> Snapshot.read(json, options.clock(), ids, options.switches()))
            .orElseGet(() -> Holdings.fresh(options.clock(), ids, options.switches()));
    deferred = new Deferred(holdings, lag);
    oauth = new OAuth(holdings);
    ProfileStore store = new ProfileStore(holdings);
    Imports imports = new Imports(holdings, store, options.faults());
    SubscriptionRoutes subscriptions = new SubscriptionRoutes(holdings, store, deferred);
    routes = new ArrayList<>();
    routes.addAll(new AccountRoutes(holdings).routes());
    TagRoutes tags = new TagRoutes(holdings);
    routes.addAll(new ListRoutes(holdings, tags).routes());
    SegmentMembers segmentMembers = new SegmentMembers(holdings, lag);
    routes.addAll(new SegmentRoutes(holdings, segmentMembers, tags).routes());
    BulkJobs jobs = new BulkJobs(holdings, deferred);
    routes.addAll(new CouponRoutes(holdings, jobs).routes());
    routes.addAll(new CatalogRoutes(new Catalog(holdings), jobs).routes());
    routes.addAll(new MemberRoutes(holdings).routes());
    routes.addAll(new ProfileRoutes(holdings, segmentMembers, store, deferred).routes());
    routes.addAll(new ImportRoutes(holdings, imports).routes());
    routes.addAll(subscriptions.routes());
    routes.addAll(new SuppressionRoutes(holdings, segmentMembers, store, deferred).routes());
    routes.addAll(tags.routes());
    routes.addAll(new ImageRoutes(holdings).routes());
    routes.addAll(new FlowRoutes(holdings, tags).routes());
    routes.addAll(new FlowPartRoutes(holdings).routes());
    routes.addAll(new TagGroupRoutes(holdings).routes());
    routes.addAll(new TemplateRoutes(holdings).routes());
    routes.addAll(new UniversalContentRoutes(holdings).routes());
    EventRoutes events = new EventRoutes(holdings, store, deferred);
    routes.addAll(events.routes());
    routes.addAll(new ClientRoutes(holdings, store, subscriptions, events, deferred).routes());
    routes.addAll(new MetricPropertyRoutes(holdings).routes());
    routes.addAll(new WebFeedRoutes(holdings).routes());
    routes.addAll(new FormRoutes(holdings).routes());
    routes.addAll(new TrackingSettingRoutes(holdings).routes());
    recipients = new Recipients(holdings);
    routes.addAll(new CampaignRoutes(holdings, tags).routes());
    routes.addAll(new SendRoutes(holdings, segmentMembers, recipients, deferred).routes());
    routes.addAll(new ReportRoutes(holdings).routes());
    routes.addAll(new SegmentReportRoutes(holdings, segmentMembers).routes());
    deliveries = new Deliveries(holdings, deferred, () -> settle(imports), options.faults());
    routes.addAll(new WebhookRoutes(holdings, deliveries::start).routes());
    wire =
        new Wire(
            holdings,
            oauth,
            new Quotas(options.clock(), enforceQuotas || options.quotas()),
            () -> settle(imports),
            routes);
    control =
        new ControlRoutes(
            holdings, subscriptions, this::render, () -> settle(imports), deliveries, oauth);
    server =
        new SandboxServer(
            options, new KlaviyoInterior(holdings, segmentMembers, recipients, this::route));
  }

  private void settle(Imports imports) {
    imports.settle();
    deferred.settle();
  }

  /** Every operation there is. */
  List<Route> routes() {
    return List.copyOf(routes);
  }

  private Reply route(Exchange exchange) {
    if (oauth.isFor(exchange)) {
      return oauth.answer(exchange);
    }
    return exchange.path().startsWith("/__sandbox")
        ? control.answer(exchange)
        : wire.answer(exchange);
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("base_url", server.url(), "api_key", holdings.account.apiKey());
  }

  @Override
  public String render(String template, String email) {
    return recipients.render(template, email);
  }

  @Override
  public String snapshot() {
    synchronized (holdings) {
      deferred.settle();
      return Snapshot.write(holdings);
    }
  }

  @Override
  public Faults faults() {
    return options.faults();
  }

  @Override
  public void close() {
    deliveries.close();
    server.close();
  }
}
