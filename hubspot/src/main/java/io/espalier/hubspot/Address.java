package io.espalier.hubspot;

import io.espalier.spi.Crm;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The hosts that may be called. */
final class Address {
  static final HttpUrl API = HttpUrl.get("https://api.hubapi.com/");
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");

  /** Where HubSpot keeps files that it makes; *unconfirmed*, by what others have seen. */
  private static final Pattern FILES =
      Pattern.compile(
          ".+\\.(hubspot\\.com|hubapi\\.com|hubspotusercontent(-[a-z0-9]+)?\\.(net|com))");

  private Address() {}

  static Optional<Crm.Mistake> mistake(String text) {
    HttpUrl url = HttpUrl.parse(text);
    if (url != null && LOOPBACK.contains(url.host()) && url.encodedPath().equals("/")) {
      return Optional.empty();
    }
    return Optional.of(
        new Crm.Mistake(
            "'" + text + "' is no address of a sandbox on this machine",
            "leave 'url' out to read from api.hubapi.com"));
  }

  /**
   * Where an export's file is. It is fetched without our token: the address alone opens it.
   *
   * @throws EspException where it is not HubSpot's
   */
  static HttpUrl file(HttpUrl api, @Nullable String told) {
    HttpUrl url = told == null ? null : HttpUrl.parse(told);
    boolean own = url != null && url.host().equals(api.host()) && url.port() == api.port();
    if (url == null || !(own || (url.isHttps() && FILES.matcher(url.host()).matches()))) {
      throw new EspException(
          Failure.of(
              FailureKind.PROTOCOL,
              HubspotErrors.NAME
                  + " says that the export is at another host than its own: nothing was fetched"));
    }
    return url;
  }
}
