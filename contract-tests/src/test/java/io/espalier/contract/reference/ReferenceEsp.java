package io.espalier.contract.reference;

import io.espalier.model.Attribute;
import io.espalier.rule.Issue;
import io.espalier.spi.Connector;
import io.espalier.spi.Esp;
import io.espalier.spi.FieldMap;
import io.espalier.spi.SettingSpec;
import io.espalier.spi.Settings;
import io.espalier.spi.Surroundings;
import io.espalier.template.MergeLanguage;
import java.util.Collection;
import java.util.List;

/** Postbox, as the rest of the house knows an ESP. */
class ReferenceEsp implements Esp {
  @Override
  public String id() {
    return "postbox";
  }

  @Override
  public String label() {
    return "Postbox";
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of(
        new SettingSpec("client_id", false, true, "who asks"),
        new SettingSpec("client_secret", true, true, "what proves it"),
        new SettingSpec("base_url", false, true, "where Postbox is"));
  }

  @Override
  public List<SettingSpec> hookSettings() {
    return List.of(new SettingSpec("key", true, true, "what Postbox sends with each call"));
  }

  @Override
  public FieldMap map(Collection<Attribute> attributes, Collection<Issue> issues) {
    FieldMap map = new FieldMap();
    attributes.forEach(attribute -> map.put(attribute, attribute.name()));
    return map;
  }

  @Override
  public MergeLanguage mergeLanguage(FieldMap fields) {
    throw new UnsupportedOperationException("the reference adapter has no merge language");
  }

  @Override
  public Connector open(Settings settings, FieldMap fields, Surroundings surroundings) {
    settings.require("client_secret");
    return connector(fields, http(settings, surroundings));
  }

  ReferenceHttp http(Settings settings, Surroundings surroundings) {
    return new ReferenceHttp(settings, surroundings);
  }

  Connector connector(FieldMap fields, ReferenceHttp http) {
    return new ReferenceConnector(fields, http);
  }
}
