package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sending domains, which have no links: a code goes to an address there, and whoever can read it
 * verifies the domain. {@code GET /__sandbox/domain-code?domain=} is that mailbox. The words of
 * refusals are assumed.
 */
final class DomainRoutes {
  private static final String DOMAIN = "/verified-domains/{domain}";

  private DomainRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", "/verified-domains", DomainRoutes::list),
        Route.of("POST", "/verified-domains", DomainRoutes::create),
        Route.of("GET", DOMAIN, call -> found(call).json()),
        Route.of("DELETE", DOMAIN, DomainRoutes::delete),
        Route.of("POST", DOMAIN + "/actions/verify", DomainRoutes::verify));
  }

  private static JsonObject list(Call call) {
    return Paging.of(call)
        .unlinked()
        .into(
            new JsonObject(),
            "domains",
            call.account().domains.values().stream(),
            SendingDomain::json);
  }

  private static JsonObject create(Call call) {
    String email = call.body().requiredText("verification_email");
    AddressCheck.check(email);
    String name = email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    if (call.account().domains.containsKey(name)) {
      throw Refusal.field("verification_email", "This domain has been added to the account.");
    }
    SendingDomain domain = new SendingDomain();
    domain.name = name;
    domain.verificationEmail = email;
    domain.sentAt = call.now();
    domain.code = call.ids().hex(8);
    call.account().domains.put(name, domain);
    return domain.json();
  }

  private static JsonObject verify(Call call) {
    SendingDomain domain = found(call);
    if (!call.body().requiredText("code").equals(domain.code)) {
      throw Refusal.field("code", "This code is not valid.");
    }
    domain.verified = true;
    return domain.json();
  }

  private static @Nullable JsonObject delete(Call call) {
    call.account().domains.remove(found(call).name);
    return null;
  }

  private static SendingDomain found(Call call) {
    return Optional.ofNullable(
            call.account().domains.get(call.variable("domain").toLowerCase(Locale.ROOT)))
        .orElseThrow(Refusal::notFound);
  }
}
