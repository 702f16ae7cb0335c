package io.espalier.sandbox.klaviyo;

import io.espalier.sandbox.Exchange;
import java.util.List;
import java.util.Map;

/**
 * Who may call {@code /client/…}: whoever names the account by its public id, from a page of any
 * origin. A key is neither needed nor looked at.
 */
final class ClientDoor {
  private static final String COMPANY = "company_id";

  private ClientDoor() {}

  static boolean isFor(List<String> path) {
    return !path.isEmpty() && path.get(0).equals("client");
  }

  /** A browser asks whether it may, before it calls. */
  static boolean isAsking(Exchange exchange) {
    return exchange.method().equals("OPTIONS");
  }

  static void check(Exchange exchange, Account account) {
    String company = exchange.parameter(COMPANY).orElse("");
    if (company.isEmpty()) {
      throw ApiError.parameter("'company_id' is a required parameter.", COMPANY).thrown();
    }
    if (!company.equals(account.siteId())) {
      throw ApiError.parameter("'" + company + "' is no public API key.", COMPANY).thrown();
    }
  }

  static Map<String, String> headers() {
    return Map.of(
        "Access-Control-Allow-Origin", "*",
        "Access-Control-Allow-Methods", "POST, OPTIONS",
        "Access-Control-Allow-Headers", "content-type, revision");
  }
}
