package io.espalier.salesforcemc;

import io.espalier.audience.CannotSayException;
import io.espalier.audience.Fact;
import io.espalier.audience.Formula;
import io.espalier.model.Attribute;
import io.espalier.rule.Issue;
import io.espalier.spi.Connector;
import io.espalier.spi.Esp;
import io.espalier.spi.FieldMap;
import io.espalier.spi.NativeScope;
import io.espalier.spi.NativeSegment;
import io.espalier.spi.SettingSpec;
import io.espalier.spi.Settings;
import io.espalier.spi.Surroundings;
import io.espalier.spi.TextLimit;
import io.espalier.template.MergeLanguage;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Salesforce Marketing Cloud Engagement.
 *
 * <p>One data extension holds every profile; one sendable data extension a segment holds keys and
 * addresses; AMPscript looks the fields up by the subscriber's key. The vendor's surprises are in
 * {@code BEHAVIOR.md}.
 */
public final class SalesforceMcEsp implements Esp {
  static final String ID = "salesforce-mc";

  /** For {@link java.util.ServiceLoader}. */
  public SalesforceMcEsp() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String label() {
    return "Salesforce Marketing Cloud";
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of(
        new SettingSpec(
            "subdomain", true, true, "the part of your hosts before .auth.marketingcloudapis.com"),
        new SettingSpec("client_id", true, true, "of a server-to-server installed package"),
        new SettingSpec("client_secret", true, true, "of the same package"),
        new SettingSpec("account_id", true, true, "the MID of the business unit"),
        new SettingSpec("folder", false, false, "below Data Extensions; Espalier where not given"),
        new SettingSpec("auth_url", false, false, "a sandbox's, instead of the subdomain"),
        new SettingSpec("rest_url", false, false, "a sandbox's"),
        new SettingSpec("soap_url", false, false, "a sandbox's"));
  }

  @Override
  public List<SettingSpec> hookSettings() {
    return List.of(
        new SettingSpec(
            SalesforceMcHook.KEY,
            true,
            false,
            "the signatureKey that is shown once, when the callback is made; before that, none"));
  }

  @Override
  public FieldMap map(Collection<Attribute> attributes, Collection<Issue> issues) {
    return SalesforceMcNames.map(attributes, issues);
  }

  @Override
  public Optional<TextLimit> longestText() {
    return Optional.of(new TextLimit(Column.TEXT_LENGTH, TextLimit.Unit.CHARACTERS));
  }

  @Override
  public MergeLanguage mergeLanguage(FieldMap fields) {
    return new SalesforceMcMergeLanguage();
  }

  @Override
  public NativeSegment nativeSegment(Formula<Fact> who, FieldMap fields, NativeScope scope)
      throws CannotSayException {
    return SalesforceMcQuery.of(who, fields, scope);
  }

  @Override
  public Connector open(Settings settings, FieldMap fields, Surroundings surroundings) {
    return new SalesforceMcConnector(settings, fields, surroundings);
  }
}
