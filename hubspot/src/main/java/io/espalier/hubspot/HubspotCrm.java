package io.espalier.hubspot;

import io.espalier.spi.Crm;
import io.espalier.spi.CrmObject;
import io.espalier.spi.CrmReader;
import io.espalier.spi.SettingSpec;
import io.espalier.spi.Settings;
import io.espalier.spi.Surroundings;
import java.util.List;
import java.util.Optional;

/**
 * HubSpot CRM: contacts, or any other object, read whole once and then by what was modified; or the
 * members of one list, by an export at each run. The vendor's surprises are in {@code BEHAVIOR.md}.
 */
public final class HubspotCrm implements Crm {
  static final String ID = "hubspot";

  /** For {@link java.util.ServiceLoader}. */
  public HubspotCrm() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String label() {
    return HubspotErrors.NAME;
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of(
        new SettingSpec(
            "token", true, true, "the access token of a private app: token_env: HUBSPOT_TOKEN"),
        new SettingSpec("list", false, false, "the id of a list: only its members are read"),
        new SettingSpec("url", false, false, "a sandbox's, instead of api.hubapi.com"));
  }

  @Override
  public Optional<Mistake> mistake(String setting, String value) {
    return switch (setting) {
      case "url" -> Address.mistake(value);
      case "list" ->
          value.matches("[0-9]{1,18}")
              ? Optional.empty()
              : Optional.of(
                  new Mistake(
                      "'" + value + "' is no id of a list",
                      "take the number from the list's address in HubSpot, e.g. list: 42"));
      default -> Optional.empty();
    };
  }

  @Override
  public Optional<Mistake> objectMistake(String object) {
    return object.matches("[a-z][a-z0-9_]*|[0-9]+-[0-9]+")
        ? Optional.empty()
        : Optional.of(
            new Mistake(
                "'" + object + "' is no name of an object",
                "e.g. contacts, companies, deals, or a custom object's id such as 2-3453932"));
  }

  @Override
  public CrmReader open(Settings settings, CrmObject object, Surroundings surroundings) {
    HubspotSession session = new HubspotSession(settings, surroundings);
    HubspotFields fields = new HubspotFields(session, object);
    return settings.get("list").isPresent()
        ? new ListReader(session, object, fields, settings.require("list"), surroundings)
        : new ObjectReader(session, object, fields, surroundings);
  }
}
