package io.espalier.spi;

import io.espalier.audience.CannotSayException;
import io.espalier.audience.Fact;
import io.espalier.audience.Formula;
import io.espalier.model.Attribute;
import io.espalier.rule.Issue;
import io.espalier.rule.Span;
import io.espalier.template.MergeLanguage;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One e-mail service provider. Stateless; found by {@link java.util.ServiceLoader}, so a further
 * ESP is a folder and two lines of POM.
 */
public interface Esp {

  /** The word for it in project files and on the command line, e.g. {@code klaviyo}. */
  String id();

  /** What a person calls it, e.g. {@code Klaviyo}. */
  String label();

  /** Every setting that a connection may hold, in the order in which help shows them. */
  List<SettingSpec> settings();

  /**
   * Gives every attribute its one name in this ESP: deterministic, collision-free, legal there.
   *
   * @param issues receives what cannot be named, e.g. two names that shorten to one
   */
  FieldMap map(Collection<Attribute> attributes, Collection<Issue> issues);

  /** The longest text of one field; empty where none is known. For estimates: the push decides. */
  default Optional<TextLimit> longestText() {
    return Optional.empty();
  }

  /**
   * How many fields there may be; empty where that is no question.
   *
   * @param settings the plain ones of the connection, by name
   */
  default Optional<FieldBudget> fieldBudget(Map<String, String> settings) {
    return Optional.empty();
  }

  /** The ESP's merge language over these fields. Needs no credentials. */
  MergeLanguage mergeLanguage(FieldMap fields);

  /**
   * Says who is in a segment in the ESP's own terms. Needs no credentials.
   *
   * @param who facts about people; see {@link NativeSegments}
   * @throws CannotSayException where the ESP cannot say exactly this
   */
  default NativeSegment nativeSegment(Formula<Fact> who, FieldMap fields, NativeScope scope)
      throws CannotSayException {
    throw new CannotSayException(
        Span.NONE, label() + " has no segments that it keeps by itself", "leave 'native' off");
  }

  /**
   * What has to be known to check the calls that the ESP makes to us, in the order in which help
   * shows it; empty where it makes none. All of them are secrets.
   */
  default List<SettingSpec> hookSettings() {
    return List.of();
  }

  /**
   * Opens a connection; makes no call yet.
   *
   * @throws EspException of {@link FailureKind#AUTH} where a required setting is absent or
   *     malformed
   */
  Connector open(Settings settings, FieldMap fields, Surroundings surroundings);
}
