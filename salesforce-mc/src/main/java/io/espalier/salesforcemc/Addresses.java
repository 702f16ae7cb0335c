package io.espalier.salesforcemc;

import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Settings;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The three hosts that may see credentials; no other ever does.
 *
 * <p>The subdomain becomes a part of a host name, so one that is not a plain word would send the
 * client secret elsewhere (Segment's SECOPS-25213).
 */
record Addresses(HttpUrl auth, HttpUrl rest, HttpUrl soap) {
  private static final Pattern SUBDOMAIN = Pattern.compile("[a-zA-Z0-9-]+");
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");

  static Addresses of(Settings settings) {
    if (settings.get("auth_url").isPresent()) {
      return new Addresses(
          told(settings, "auth_url"), told(settings, "rest_url"), told(settings, "soap_url"));
    }
    String subdomain = settings.require("subdomain");
    if (!SUBDOMAIN.matcher(subdomain).matches()) {
      throw EspException.auth(
          "the subdomain given by "
              + settings.source("subdomain")
              + " is not one: it holds more than letters, digits and hyphens",
          "take the part before .auth.marketingcloudapis.com, 28 characters as a rule, from Setup >"
              + " Installed Packages > API Integration");
    }
    return new Addresses(
        tenant(subdomain, "auth"), tenant(subdomain, "rest"), tenant(subdomain, "soap"));
  }

  private static HttpUrl tenant(String subdomain, String api) {
    return HttpUrl.get("https://" + subdomain + "." + api + ".marketingcloudapis.com/");
  }

  private static HttpUrl told(Settings settings, String name) {
    HttpUrl url = HttpUrl.parse(settings.require(name));
    boolean plain = url != null && !url.isHttps();
    if (url == null
        || !url.encodedPath().endsWith("/")
        || (plain && !LOOPBACK.contains(url.host()))) {
      throw EspException.auth(
          settings.source(name) + " is not an address of a sandbox",
          "give an https address, or an http address of this machine, that ends with a slash");
    }
    return url;
  }

  /** Refuses a token whose instance URLs lead elsewhere than we were told to go. */
  void verify(@Nullable String restUrl, @Nullable String soapUrl) {
    verify(rest, restUrl, "rest_instance_url");
    verify(soap, soapUrl, "soap_instance_url");
  }

  private static void verify(HttpUrl own, @Nullable String told, String name) {
    HttpUrl url = told == null ? null : HttpUrl.parse(told);
    if (url == null
        || !url.host().equals(own.host())
        || url.port() != own.port()
        || !url.scheme().equals(own.scheme())) {
      throw new EspException(
          new Failure(
              FailureKind.PROTOCOL,
              "Salesforce Marketing Cloud's "
                  + name
                  + " is not at "
                  + own.host()
                  + ":"
                  + own.port()
                  + ": nothing was sent there",
              "check the subdomain"));
    }
  }
}
