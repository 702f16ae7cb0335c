package io.espalier.klaviyo;

import io.espalier.audience.CannotSayException;
import io.espalier.audience.Fact;
import io.espalier.audience.Formula;
import io.espalier.model.Attribute;
import io.espalier.rule.Issue;
import io.espalier.spi.Connector;
import io.espalier.spi.Esp;
import io.espalier.spi.EspException;
import io.espalier.spi.FieldMap;
import io.espalier.spi.NativeScope;
import io.espalier.spi.NativeSegment;
import io.espalier.spi.SettingSpec;
import io.espalier.spi.Settings;
import io.espalier.spi.Surroundings;
import io.espalier.template.MergeLanguage;
import java.util.Collection;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Klaviyo: segments are lists, attributes are profile properties. */
public final class KlaviyoEsp implements Esp {
  static final String ID = "klaviyo";
  static final String API_KEY = "api_key";
  static final String BASE_URL = "base_url";
  static final String OPT_IN = "opt_in";
  static final String BY_ACCOUNT = "account";
  static final String BY_EVIDENCE = "evidence";
  private static final String PRODUCTION = "https://a.klaviyo.com";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String label() {
    return "Klaviyo";
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of(
        new SettingSpec(API_KEY, true, true, "a private API key of the account, pk_…"),
        new SettingSpec(
            OPT_IN,
            false,
            false,
            BY_ACCOUNT
                + " (as the account is set: with double opt-in Klaviyo asks each person by mail) or "
                + BY_EVIDENCE
                + " (the consent and its date are taken as given elsewhere; nobody is asked)"),
        new SettingSpec(BASE_URL, false, false, "another address than " + PRODUCTION));
  }

  @Override
  public List<SettingSpec> hookSettings() {
    return List.of(
        new SettingSpec(
            KlaviyoHook.SECRET, true, true, "the secret_key that the webhook was made with"));
  }

  @Override
  public FieldMap map(Collection<Attribute> attributes, Collection<Issue> issues) {
    return KlaviyoNames.map(attributes, issues);
  }

  @Override
  public MergeLanguage mergeLanguage(FieldMap fields) {
    return new KlaviyoMergeLanguage();
  }

  @Override
  public NativeSegment nativeSegment(Formula<Fact> who, FieldMap fields, NativeScope scope)
      throws CannotSayException {
    return KlaviyoDefinition.of(who, fields, scope);
  }

  @Override
  public Connector open(Settings settings, FieldMap fields, Surroundings surroundings) {
    String key = settings.require(API_KEY).strip();
    if (!key.matches("[!-~]{1,500}")) {
      throw EspException.auth(
          "the Klaviyo API key given by " + settings.source(API_KEY) + " is empty or malformed",
          "give a private key as Klaviyo shows it, pk_ and letters");
    }
    return new KlaviyoConnector(
        base(settings),
        key,
        settings.source(API_KEY),
        isByEvidence(settings),
        fields,
        surroundings);
  }

  private static boolean isByEvidence(Settings settings) {
    String choice = settings.get(OPT_IN).orElse(BY_ACCOUNT);
    if (!choice.equals(BY_ACCOUNT) && !choice.equals(BY_EVIDENCE)) {
      throw EspException.auth(
          settings.source(OPT_IN) + " is '" + choice + "'",
          "write " + BY_ACCOUNT + " or " + BY_EVIDENCE);
    }
    return choice.equals(BY_EVIDENCE);
  }

  private static HttpUrl base(Settings settings) {
    @Nullable HttpUrl url = HttpUrl.parse(settings.get(BASE_URL).orElse(PRODUCTION).strip());
    if (url == null) {
      throw EspException.auth(
          settings.source(BASE_URL) + " is no web address", "write it as " + PRODUCTION);
    }
    if (!url.isHttps() && !isLoopback(url.host())) {
      throw EspException.auth(
          settings.source(BASE_URL) + " would send the API key in clear",
          "use https, or an address on this machine");
    }
    return url.newBuilder().encodedPath("/").query(null).fragment(null).build();
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
  }
}
