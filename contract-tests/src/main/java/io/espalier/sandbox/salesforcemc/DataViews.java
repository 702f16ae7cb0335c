package io.espalier.sandbox.salesforcemc;

import io.espalier.sandbox.salesforcemc.sql.Table;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a query can select from: data extensions by their names, what the enterprise shares by
 * {@code Ent.}, and the system's data views (columns: vendor sheet §6). Events are kept for six
 * months; a child business unit reads {@code _Subscribers} by {@code Ent.} only.
 */
final class DataViews {
  private static final String ENTERPRISE = "ENT.";
  private static final int MONTHS = 6;

  private static final List<String> EVENT =
      List.of(
          "AccountID",
          "OYBAccountID",
          "JobID",
          "ListID",
          "BatchID",
          "SubscriberID",
          "SubscriberKey",
          "EventDate",
          "Domain",
          "TriggererSendDefinitionObjectID",
          "TriggeredSendCustomerKey");

  private static final Map<String, String> EVENTS =
      Map.of(
          "_sent", "SentEvent",
          "_open", "OpenEvent",
          "_click", "ClickEvent",
          "_bounce", "BounceEvent",
          "_unsubscribe", "UnsubEvent",
          "_complaint", Tracking.COMPLAINT);

  private final State state;

  DataViews(State state) {
    this.state = state;
  }

  /** By its name in a query; null where there is none. */
  @Nullable Table named(String name) {
    boolean shared = name.regionMatches(true, 0, ENTERPRISE, 0, ENTERPRISE.length());
    String bare = shared ? name.substring(ENTERPRISE.length()) : name;
    if (bare.startsWith("_")) {
      return view(bare.toLowerCase(Locale.ROOT), shared);
    }
    Optional<Extension> extension =
        shared
            ? state.shared(bare).filter(e -> e.definition().name().equalsIgnoreCase(bare))
            : state.extensionNamed(bare);
    return extension.map(ExtensionTable::of).orElse(null);
  }

  private @Nullable Table view(String name, boolean shared) {
    String kind = EVENTS.get(name);
    if (kind != null && !shared) {
      return events(name, kind);
    }
    State of = shared ? state.parent.get() : state;
    return switch (name) {
      case "_subscribers" -> shared || state.isParent() ? subscribers(of) : null;
      case "_listsubscribers" -> shared ? null : listSubscribers(of);
      case "_businessunitunsubscribes" -> shared ? null : unsubscribes(of);
      default -> null;
    };
  }

  private Table events(String view, String kind) {
    List<String> columns = new ArrayList<>(EVENT);
    columns.addAll(
        switch (view) {
          case "_open" -> List.of("IsUnique");
          case "_click" -> List.of("URL", "LinkName", "LinkContent", "IsUnique");
          case "_bounce" -> List.of("BounceCategoryID", "SMTPCode", "SMTPBounceReason");
          default -> List.<String>of();
        });
    LocalDateTime since = Dates.now(state.clock).minusMonths(MONTHS);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Tracking event : state.tracking) {
      LocalDateTime at = time(event.at());
      if (event.kind().equals(kind) && at != null && !at.isBefore(since)) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("accountid", BigDecimal.valueOf(state.account.id()));
        row.put("oybaccountid", BigDecimal.valueOf(state.account.id()));
        row.put("jobid", BigDecimal.valueOf(event.job()));
        row.put("listid", BigDecimal.valueOf(state.allSubscribers().id()));
        row.put("batchid", BigDecimal.ONE);
        state
            .subscriber(event.subscriberKey())
            .ifPresent(s -> row.put("subscriberid", BigDecimal.valueOf(s.id())));
        row.put("subscriberkey", event.subscriberKey());
        row.put("eventdate", at);
        row.put("domain", event.email().substring(event.email().indexOf('@') + 1));
        details(event, row);
        rows.add(row);
      }
    }
    return new Table(lower(columns), rows);
  }

  private static void details(Tracking event, Map<String, Object> row) {
    Map<String, String> details = event.details();
    if (event.kind().equals("BounceEvent")) {
      boolean hard = "HardBounce".equals(details.get("EventType"));
      row.put("bouncecategoryid", BigDecimal.valueOf(hard ? 1 : 2));
      row.put("smtpcode", details.getOrDefault("SMTPCode", ""));
      row.put("smtpbouncereason", details.getOrDefault("SMTPReason", ""));
    } else if (event.kind().equals("ClickEvent")) {
      row.put("url", details.getOrDefault("URL", ""));
    }
    String definition = details.get("definitionKey");
    if (definition != null) {
      row.put("triggeredsendcustomerkey", definition);
    }
  }

  private static Table subscribers(State of) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (State.Subscriber subscriber : of.subscribers()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("subscriberid", BigDecimal.valueOf(subscriber.id()));
      row.put("subscriberkey", subscriber.key());
      row.put("emailaddress", subscriber.email());
      row.put("status", subscriber.status().toLowerCase(Locale.ROOT));
      row.put("domain", subscriber.email().substring(subscriber.email().indexOf('@') + 1));
      row.put("bouncecount", BigDecimal.valueOf(bounces(of, subscriber.key())));
      put(row, "datejoined", time(subscriber.created()));
      put(row, "dateunsubscribed", time(subscriber.unsubscribed()));
      rows.add(row);
    }
    return new Table(
        lower(
            List.of(
                "SubscriberID",
                "SubscriberKey",
                "EmailAddress",
                "Status",
                "Domain",
                "BounceCount",
                "DateJoined",
                "DateUnsubscribed")),
        rows);
  }

  private static long bounces(State of, String key) {
    return of.tracking.stream()
        .filter(t -> t.kind().equals("BounceEvent") && t.subscriberKey().equalsIgnoreCase(key))
        .count();
  }

  private static Table listSubscribers(State of) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (State.Subscriber subscriber : of.subscribers()) {
      subscriber
          .lists()
          .forEach(
              (id, status) -> {
                State.MailingList list = of.lists.get(id);
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("subscriberid", BigDecimal.valueOf(subscriber.id()));
                row.put("subscriberkey", subscriber.key());
                row.put("emailaddress", subscriber.email());
                row.put("listid", BigDecimal.valueOf(id));
                row.put("listname", list == null ? "" : list.name());
                row.put("listtype", list == null ? "List" : type(list.classification()));
                row.put("status", status.toLowerCase(Locale.ROOT));
                put(row, "createddate", time(subscriber.created()));
                rows.add(row);
              });
    }
    return new Table(
        lower(
            List.of(
                "SubscriberID",
                "SubscriberKey",
                "EmailAddress",
                "ListID",
                "ListName",
                "ListType",
                "Status",
                "CreatedDate")),
        rows);
  }

  private static String type(String classification) {
    return switch (classification) {
      case "PublicationList" -> "Publication List";
      case "SuppressionList" -> "Suppression List";
      default -> "List";
    };
  }

  /** Its date is in UTC, the only one. */
  private static Table unsubscribes(State of) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (State.Subscriber subscriber : of.subscribers()) {
      LocalDateTime at = time(subscriber.unsubscribed());
      if (at != null) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("businessunitid", BigDecimal.valueOf(of.account.id()));
        row.put("subscriberid", BigDecimal.valueOf(subscriber.id()));
        row.put("subscriberkey", subscriber.key());
        row.put("unsubdateutc", at.plusHours(6));
        rows.add(row);
      }
    }
    return new Table(
        lower(List.of("BusinessUnitID", "SubscriberID", "SubscriberKey", "UnsubDateUTC")), rows);
  }

  private static void put(Map<String, Object> row, String name, @Nullable LocalDateTime time) {
    if (time != null) {
      row.put(name, time);
    }
  }

  private static @Nullable LocalDateTime time(String wire) {
    return wire.isEmpty() ? null : LocalDateTime.ofInstant(Dates.instant(wire), Dates.CENTRAL);
  }

  private static Set<String> lower(List<String> names) {
    Set<String> lower = new LinkedHashSet<>();
    names.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
    return lower;
  }
}
