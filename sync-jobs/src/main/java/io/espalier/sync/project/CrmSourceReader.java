package io.espalier.sync.project;

import io.espalier.spi.Crm;
import io.espalier.spi.CrmObject;
import io.espalier.spi.SettingSpec;
import io.espalier.spi.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a source that is an object of a CRM; what it may hold besides is the CRM's own word. */
final class CrmSourceReader {
  private static final Duration USUAL_LOOKBACK = Duration.ofMinutes(10);

  private final Crms crms;
  private final ProjectReader.Environment environment;

  CrmSourceReader(Crms crms, ProjectReader.Environment environment) {
    this.crms = crms;
    this.environment = environment;
  }

  Optional<SourceSpec> read(String name, Crm crm, YamlMap map) {
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, String> variables = new LinkedHashMap<>();
    StringBuilder account = new StringBuilder(crm.id());
    boolean whole = true;
    for (SettingSpec setting : crm.settings()) {
      whole &= setting(crm, setting, map, values, variables);
      if (!setting.secret() && values.containsKey(setting.name())) {
        account.append('\n').append(setting.name()).append('=').append(values.get(setting.name()));
      }
    }
    Settings settings = new Settings(values, variables);
    if (whole) {
      crm.together(settings).ifPresent(m -> map.error("kind", m.message(), m.mend()));
    }
    Optional<String> object = map.required("object", "the object to read, by its API name");
    object.flatMap(crm::objectMistake).ifPresent(m -> map.error("object", m.message(), m.mend()));
    List<String> fields = map.texts("fields");
    if (map.has("fields") && fields.isEmpty()) {
      map.error("fields", "'fields' is empty", "name some, or leave it out to read all");
    }
    Duration lookback =
        map.text("lookback")
            .flatMap(text -> WatermarkReader.lookback(map, text))
            .orElse(USUAL_LOOKBACK);
    boolean allowEmpty = map.flag("allow_empty").orElse(false);
    return object.map(
        o -> {
          CrmObject read = new CrmObject(o, fields, lookback);
          return new SourceSpec.Crm(
              name,
              crm.label(),
              account.toString(),
              read,
              () -> crm.open(settings, read, crms.surroundings()),
              allowEmpty,
              map.place(),
              map.place("fields"));
        });
  }

  /** False where it is wrong or missing. */
  private boolean setting(
      Crm crm,
      SettingSpec setting,
      YamlMap map,
      Map<String, String> values,
      Map<String, String> variables) {
    String name = setting.name();
    if (setting.secret()) {
      map.conceal(name);
      if (map.has(name)) {
        map.error(
            name,
            "a secret is never written into a file",
            "use " + name + "_env: NAME_OF_A_VARIABLE");
        return false;
      }
    }
    Optional<String> variable = map.text(name + "_env");
    if (variable.isPresent()) {
      String value = environment.get(variable.get());
      if (value == null || value.isBlank()) {
        map.error(
            name + "_env",
            "the environment variable " + variable.get() + " is not set",
            "export it first");
        return false;
      }
      values.put(name, value.strip());
      variables.put(name, variable.get());
      return true;
    }
    Optional<String> plain = setting.secret() ? Optional.empty() : map.text(name);
    if (plain.isEmpty()) {
      if (setting.required() && !map.has(name)) {
        map.error(
            name, "'" + name + (setting.secret() ? "_env" : "") + "' is missing", setting.about());
      }
      return !setting.required();
    }
    values.put(name, plain.get());
    Optional<Crm.Mistake> mistake = crm.mistake(name, plain.get());
    mistake.ifPresent(m -> map.error(name, m.message(), m.mend()));
    return mistake.isEmpty();
  }
}
