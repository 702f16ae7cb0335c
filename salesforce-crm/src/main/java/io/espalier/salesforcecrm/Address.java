package io.espalier.salesforcecrm;

import io.espalier.spi.Crm;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The hosts that may see credentials; no other ever does. */
final class Address {
  private static final String VENDOR = ".salesforce.com";
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");

  private Address() {}

  static Optional<Crm.Mistake> mistake(String text) {
    HttpUrl url = HttpUrl.parse(text);
    if (url != null && isOurs(url) && url.encodedPath().equals("/") && url.query() == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Crm.Mistake(
            "'" + text + "' is no address of a Salesforce org",
            "give your My Domain, e.g. https://acme.my.salesforce.com"));
  }

  private static boolean isOurs(HttpUrl url) {
    return LOOPBACK.contains(url.host())
        || (url.isHttps() && url.host().endsWith(VENDOR) && url.port() == 443);
  }

  /**
   * Where the data are, as the token says.
   *
   * @throws EspException where that is neither the place that we were told nor the vendor's
   */
  static HttpUrl instance(HttpUrl login, @Nullable String told) {
    HttpUrl url = told == null ? null : HttpUrl.parse(told);
    boolean same =
        url != null
            && url.host().equals(login.host())
            && url.port() == login.port()
            && url.scheme().equals(login.scheme());
    boolean vendors =
        url != null
            && login.host().endsWith(VENDOR)
            && url.isHttps()
            && url.host().endsWith(VENDOR)
            && url.port() == 443;
    if (url == null || !(same || vendors)) {
      throw new EspException(
          new Failure(
              FailureKind.PROTOCOL,
              "Salesforce's instance_url is not at " + login.host() + ": nothing was sent there",
              "check the setting 'url'"));
    }
    return url.newBuilder().encodedPath("/").query(null).fragment(null).build();
  }
}
