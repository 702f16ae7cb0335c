package io.espalier.spi;

import java.util.Map;
import java.util.Optional;

/** The settings of one connection, secrets resolved. Its text never shows a value. */
public final class Settings {
  private final Map<String, String> values;
  private final Map<String, String> variables;

  /**
   * @param values setting name → value
   * @param variables setting name → the environment variable that it came from, for messages
   */
  public Settings(Map<String, String> values, Map<String, String> variables) {
    this.values = Map.copyOf(values);
    this.variables = Map.copyOf(variables);
  }

  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The value of a setting that must be there. */
  public String require(String name) {
    String value = values.get(name);
    if (value == null) {
      throw EspException.auth("the setting " + name + " is not given", "set " + source(name));
    }
    return value;
  }

  /** How a person finds a setting: {@code the environment variable KLAVIYO_API_KEY}. */
  public String source(String name) {
    String variable = variables.get(name);
    return variable == null ? "the setting '" + name + "'" : "the environment variable " + variable;
  }

  @Override
  public String toString() {
    return "Settings" + new java.util.TreeSet<>(values.keySet());
  }
}
