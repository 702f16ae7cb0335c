package io.espalier.mailchimp;

import io.espalier.spi.EspException;
import io.espalier.spi.Settings;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one connection, checked. Its text never shows the key.
 *
 * @param base ends with a slash; the API's paths follow it
 * @param groups the category whose groups the segments are; empty where they are tags
 */
record MailchimpSettings(
    String apiKey, HttpUrl base, String audience, Optional<String> groups, Settings source) {
  static final String API_KEY = "api_key";
  static final String AUDIENCE = "audience";
  static final String BASE_URL = "base_url";
  static final String MERGE_FIELDS = "merge_fields";
  static final String AS = "as";
  static final String GROUP_CATEGORY = "group_category";
  private static final String USUAL_CATEGORY = "Segments";

  // The data centre is the host's first label; a key that lied about it could send itself
  // elsewhere.
  private static final Pattern KEY = Pattern.compile("[^\\s]+-([a-z]{1,6}[0-9]{1,4})");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

  static MailchimpSettings of(Settings settings) {
    String key = settings.require(API_KEY).strip();
    Matcher matcher = KEY.matcher(key);
    if (!matcher.matches()) {
      throw EspException.auth(
          "the API key given by " + settings.source(API_KEY) + " does not end in a data centre",
          "copy the whole key from Mailchimp, Account, Extras, API keys: it ends in -us19 or the like");
    }
    String given =
        settings.get(BASE_URL).orElse("https://" + matcher.group(1) + ".api.mailchimp.com").strip();
    String audience = settings.require(AUDIENCE).strip();
    if (audience.isEmpty()) {
      throw EspException.auth(
          "no audience is named by " + settings.source(AUDIENCE), "give the name of an audience");
    }
    return new MailchimpSettings(key, base(given, settings), audience, groups(settings), settings);
  }

  private static Optional<String> groups(Settings settings) {
    String as = settings.get(AS).orElse("tag").strip();
    if (!as.equals("tag") && !as.equals("group")) {
      throw EspException.auth(
          settings.source(AS) + " is '" + as + "', and segments are tags or groups in Mailchimp",
          "say as: tag, or as: group");
    }
    String category = settings.get(GROUP_CATEGORY).orElse(USUAL_CATEGORY).strip();
    if (category.isEmpty() || category.contains(":")) {
      throw EspException.auth(
          settings.source(GROUP_CATEGORY)
              + " is no title of a group category: merge tags could not name it",
          "give it letters, and no colon");
    }
    return as.equals("group") ? Optional.of(category) : Optional.empty();
  }

  private static HttpUrl base(String given, Settings settings) {
    @Nullable HttpUrl url = HttpUrl.parse(given.endsWith("/") ? given : given + "/");
    if (url == null || url.query() != null) {
      throw EspException.auth(
          settings.source(BASE_URL) + " is not an address", "give it as https://host");
    }
    if (!url.isHttps() && !LOOPBACK.contains(url.host())) {
      throw EspException.auth(
          settings.source(BASE_URL) + " would send the API key in the clear to " + url.host(),
          "give it as https://" + url.host());
    }
    return url;
  }

  /** How a person finds the setting that gave the key. */
  String keySource() {
    return source.source(API_KEY);
  }

  String audienceSource() {
    return source.source(AUDIENCE);
  }

  @Override
  public String toString() {
    return "MailchimpSettings[" + base.host() + ", " + audience + "]";
  }
}
