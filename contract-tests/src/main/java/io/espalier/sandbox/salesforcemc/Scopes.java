package io.espalier.sandbox.salesforcemc;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What a token may do. The names are the vendor's (SDK lib/auth.js, by the sheet §1.1). */
final class Scopes {
  static final Set<String> ALL =
      Set.copyOf(
          List.of(
              "data_extensions_read",
              "data_extensions_write",
              "list_and_subscribers_read",
              "list_and_subscribers_write",
              "audiences_read",
              "audiences_write",
              "saved_content_read",
              "saved_content_write",
              "documents_and_images_read",
              "documents_and_images_write",
              "email_read",
              "email_write",
              "email_send",
              "journeys_read",
              "journeys_write",
              "journeys_execute",
              "automations_read",
              "automations_write",
              "automations_execute",
              "tracking_events_read",
              "file_locations_read",
              "webhooks_read",
              "event_notification_callback_create",
              "event_notification_callback_read",
              "event_notification_callback_update",
              "event_notification_callback_delete",
              "event_notification_subscription_create",
              "event_notification_subscription_read",
              "event_notification_subscription_update",
              "event_notification_subscription_delete"));

  /** SOAP's objects of Automation Studio. */
  static final Set<String> AUTOMATED =
      Set.of("QueryDefinition", "ImportDefinition", "Automation", "ImportResultsSummary");

  private Scopes() {}

  /** The words of a {@code scope}, in the order of the alphabet. */
  static Set<String> read(String text) {
    Set<String> scopes = new TreeSet<>();
    for (String word : List.of(text.strip().split("\\s+", -1))) {
      if (!word.isEmpty()) {
        scopes.add(word.toLowerCase(Locale.ROOT));
      }
    }
    return scopes;
  }

  /** What a REST call needs; empty where any token will do. */
  static String rest(String method, List<String> path) {
    boolean reads = method.equals("GET");
    String family = path.isEmpty() ? "" : path.get(0);
    return switch (family) {
      case "hub", "data" -> reads ? "data_extensions_read" : "data_extensions_write";
      case "asset" ->
          reads || path.contains("query") ? "saved_content_read" : "saved_content_write";
      case "guide" -> "email_read";
      case "messaging" ->
          !path.contains("email")
              ? ""
              : reads ? "email_read" : path.contains("messages") ? "email_send" : "email_write";
      case "contacts" -> reads ? "audiences_read" : "audiences_write";
      case "automation" ->
          reads
              ? "automations_read"
              : path.contains("actions") ? "automations_execute" : "automations_write";
      case "interaction" ->
          path.contains("eventDefinitions")
              ? reads ? "journeys_read" : "journeys_write"
              : "journeys_execute";
      case "platform" -> notification(method, path.size() > 2 ? path.get(2) : "");
      default -> "";
    };
  }

  private static String notification(String method, String resource) {
    String act =
        switch (method) {
          case "GET" -> "read";
          case "PUT" -> "update";
          case "DELETE" -> "delete";
          default -> "create";
        };
    return switch (resource) {
      case "ens-callbacks", "ens-verify" -> "event_notification_callback_" + act;
      case "ens-subscriptions", "ens-subscriptions-by-cb" ->
          "event_notification_subscription_" + act;
      default -> "";
    };
  }

  /** What a SOAP object needs; folders are read by anyone who may read what lies in them. */
  static String soap(String type, boolean reads) {
    if (type.startsWith("DataExtension")) {
      return reads ? "data_extensions_read" : "data_extensions_write";
    }
    if (type.equals("Subscriber") || type.equals("List") || type.equals("ListSubscriber")) {
      return reads ? "list_and_subscribers_read" : "list_and_subscribers_write";
    }
    if (AUTOMATED.contains(type)) {
      return reads ? "automations_read" : "automations_write";
    }
    return type.endsWith("Event") ? "tracking_events_read" : "";
  }
}
