package io.espalier.salesforcecrm;

import io.espalier.spi.Crm;
import io.espalier.spi.CrmObject;
import io.espalier.spi.CrmReader;
import io.espalier.spi.SettingSpec;
import io.espalier.spi.Settings;
import io.espalier.spi.Surroundings;
import java.util.List;
import java.util.Optional;

/**
 * Salesforce CRM: any object that the Bulk API 2.0 can query, read whole once and then by its
 * SystemModstamp. The vendor's surprises are in {@code BEHAVIOR.md}.
 */
public final class SalesforceCrm implements Crm {
  static final String ID = "salesforce";

  /** For {@link java.util.ServiceLoader}. */
  public SalesforceCrm() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String label() {
    return SalesforceErrors.NAME;
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of(
        new SettingSpec(
            "url", false, true, "your My Domain, e.g. url: https://acme.my.salesforce.com"),
        new SettingSpec(
            "client_id", true, true, "the consumer key of a connected app: client_id_env: SF_ID"),
        new SettingSpec(
            "client_secret", true, false, "its consumer secret: client_secret_env: SF_SECRET"),
        new SettingSpec(
            "private_key", true, false, "instead of a secret: the PEM of the app's certificate"),
        new SettingSpec("username", false, false, "with private_key: whom the app acts for"),
        new SettingSpec(
            "api_share", false, false, "stop where so much of the day's calls is used; 95%"));
  }

  @Override
  public Optional<Mistake> mistake(String setting, String value) {
    return switch (setting) {
      case "url" -> Address.mistake(value);
      case "api_share" ->
          value.matches("[1-9][0-9]?%|100%")
              ? Optional.empty()
              : Optional.of(new Mistake("'" + value + "' is no share", "e.g. api_share: 80%"));
      default -> Optional.empty();
    };
  }

  @Override
  public Optional<Mistake> objectMistake(String object) {
    return object.matches("[A-Za-z][A-Za-z0-9_]*")
        ? Optional.empty()
        : Optional.of(
            new Mistake(
                "'" + object + "' is no name of an object",
                "give its API name, e.g. Contact or Loyalty_Card__c"));
  }

  @Override
  public Optional<Mistake> together(Settings settings) {
    boolean secret = settings.get("client_secret").isPresent();
    boolean key = settings.get("private_key").isPresent();
    if (secret == key) {
      return Optional.of(
          new Mistake(
              secret
                  ? "'client_secret_env' and 'private_key_env' are both given"
                  : "neither 'client_secret_env' nor 'private_key_env' is given",
              "give the first for the client credentials flow, or the second, with username, for"
                  + " the JWT bearer flow"));
    }
    if (key && settings.get("username").isEmpty()) {
      return Optional.of(
          new Mistake("'username' is missing", "with 'private_key_env': whom the app acts for"));
    }
    return Optional.empty();
  }

  @Override
  public CrmReader open(Settings settings, CrmObject object, Surroundings surroundings) {
    return new SalesforceReader(
        new SalesforceSession(settings, surroundings), object, surroundings);
  }
}
