package io.espalier.mailchimp;

import io.espalier.audience.CannotSayException;
import io.espalier.audience.Fact;
import io.espalier.audience.Formula;
import io.espalier.model.Attribute;
import io.espalier.rule.Issue;
import io.espalier.spi.Connector;
import io.espalier.spi.Esp;
import io.espalier.spi.FieldBudget;
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
import java.util.Map;
import java.util.Optional;

/** Mailchimp: one connection keeps one audience of one account. */
public final class MailchimpEsp implements Esp {
  static final String ID = "mailchimp";

  /** For the service loader. */
  public MailchimpEsp() {}

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String label() {
    return "Mailchimp";
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of(
        new SettingSpec(
            MailchimpSettings.API_KEY, true, true, "an API key; it ends in -us19 or the like"),
        new SettingSpec(
            MailchimpSettings.AUDIENCE, false, true, "the name of the audience that is kept"),
        new SettingSpec(
            MailchimpSettings.BASE_URL,
            false,
            false,
            "where the API is; by default as the key says"),
        new SettingSpec(
            MailchimpSettings.MERGE_FIELDS,
            false,
            false,
            "how many merge fields the audience holds; by default 30"),
        new SettingSpec(
            MailchimpSettings.AS,
            false,
            false,
            "what a segment is there: tag (default) or group; groups can be tested by merge tags, and there are 60 at most"),
        new SettingSpec(
            MailchimpSettings.GROUP_CATEGORY,
            false,
            false,
            "the category of these groups; by default Segments"));
  }

  @Override
  public List<SettingSpec> hookSettings() {
    return List.of(
        new SettingSpec(
            MailchimpHook.PATH,
            true,
            true,
            "the secret end of the webhook's address: long, random, letters and digits"),
        new SettingSpec(
            MailchimpHook.SECRET,
            true,
            false,
            "the signing_secret, where Mailchimp showed one when the webhook was made"));
  }

  @Override
  public FieldMap map(Collection<Attribute> attributes, Collection<Issue> issues) {
    return MailchimpNames.map(attributes, issues);
  }

  @Override
  public Optional<TextLimit> longestText() {
    return Optional.of(new TextLimit(MailchimpMapper.TEXT_BYTES, TextLimit.Unit.BYTES));
  }

  /** One is taken by the profile's key. */
  @Override
  public Optional<FieldBudget> fieldBudget(Map<String, String> settings) {
    String given = settings.getOrDefault(MailchimpSettings.MERGE_FIELDS, "").strip();
    int most = given.matches("[0-9]{1,4}") ? Integer.parseInt(given) : MailchimpFields.USUAL_LIMIT;
    return Optional.of(
        new FieldBudget(
            most,
            1,
            "merge fields",
            "if the audience holds more, say so in the connection: merge_fields: 80"));
  }

  @Override
  public MergeLanguage mergeLanguage(FieldMap fields) {
    return new MailchimpMergeLanguage(fields);
  }

  @Override
  public NativeSegment nativeSegment(Formula<Fact> who, FieldMap fields, NativeScope scope)
      throws CannotSayException {
    return MailchimpConditions.of(who, fields, scope);
  }

  @Override
  public Connector open(Settings settings, FieldMap fields, Surroundings surroundings) {
    return new MailchimpConnector(MailchimpSettings.of(settings), fields, surroundings);
  }
}
