package io.espalier.spi;

import java.util.List;
import java.util.Optional;

/**
 * A CRM: one more place where rows of people and of events come from. Stateless; found by {@link
 * java.util.ServiceLoader}, so a further CRM is a folder and two lines of POM.
 */
public interface Crm {

  /** The word for it after {@code kind:} in project files. */
  String id();

  /** What a person calls it. */
  String label();

  /** Every setting that a source of it may hold, beside those that all have. */
  List<SettingSpec> settings();

  /** What is wrong with a setting as it is written; asked without a call, of plain ones only. */
  default Optional<Mistake> mistake(String setting, String value) {
    return Optional.empty();
  }

  /** What is wrong with an object's name; asked without a call. */
  default Optional<Mistake> objectMistake(String object) {
    return Optional.empty();
  }

  /** Settings that are wrong together, e.g. none of two that do the same; asked without a call. */
  default Optional<Mistake> together(Settings settings) {
    return Optional.empty();
  }

  /**
   * Prepares the reading of one object; makes no call yet.
   *
   * @throws EspException of {@link FailureKind#AUTH} where a setting is malformed
   */
  CrmReader open(Settings settings, CrmObject object, Surroundings surroundings);

  /**
   * What is wrong, and what to do.
   *
   * @param message shows no secret
   */
  record Mistake(String message, String mend) {}
}
