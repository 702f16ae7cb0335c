package io.espalier.salesforcemc;

import io.espalier.http.Answer;
import io.espalier.salesforcemc.SalesforceMcSubscribers.Known;
import io.espalier.salesforcemc.SalesforceMcWire.ContactKeys;
import io.espalier.salesforcemc.SalesforceMcWire.DeleteStarted;
import io.espalier.spi.Change.Erase;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Erases people: every row of theirs in a data extension of ours, their contact, and their entry in
 * All Subscribers; then reads all of it again.
 *
 * <p>Deleting a contact alone would leave rows in data extensions that are not sendable, takes
 * days, and forgets an opt-out. So the contact goes into deletion first, which keeps mail out from
 * then on, and the subscriber after it: broken off in between, nobody becomes mailable.
 */
final class SalesforceMcErasures {
  private final SalesforceMcSession session;
  private final SalesforceMcSoap soap;
  private final SalesforceMcExtensions extensions;
  private final SalesforceMcSubscribers subscribers;

  SalesforceMcErasures(
      SalesforceMcSession session,
      SalesforceMcSoap soap,
      SalesforceMcExtensions extensions,
      SalesforceMcSubscribers subscribers) {
    this.session = session;
    this.soap = soap;
    this.extensions = extensions;
    this.subscribers = subscribers;
  }

  List<Outcome> erase(List<Erase> changes) {
    People people = new People(changes);
    Map<String, Shape> own = new LinkedHashMap<>();
    extensions.own().forEach(extension -> own.put(extension, shape(extension)));
    own.forEach(
        (extension, shape) -> delete(extension, shape.keys(), rows(extension, shape, people)));
    List<String> known = subscribers(changes);
    people.keys.addAll(known);
    String operation = deleteContacts(people.keys);
    soap.delete("Subscriber", known, (xml, key) -> xml.put("SubscriberKey", key));
    Set<String> left = new HashSet<>();
    own.forEach(
        (extension, shape) -> {
          for (SoapNode row : rows(extension, shape, people)) {
            left.add(lower(property(row, SalesforceMcNames.KEY)));
            left.add(lower(property(row, SalesforceMcNames.EMAIL)));
          }
        });
    for (Known person : found(changes)) {
      left.add(lower(person.key()));
      left.add(lower(person.email()));
    }
    return changes.stream().map(change -> outcome(change, left, operation)).toList();
  }

  private static Outcome outcome(Erase change, Set<String> left, String operation) {
    if (left.contains(lower(change.key().value()))
        || left.contains(lower(change.email().address()))) {
      return new Outcome.Unknown(
          new Failure(
              FailureKind.TRANSIENT,
              SalesforceMcErrors.NAME + " still holds something about this person",
              "run again: erasing twice does no harm"));
    }
    return new Outcome.Applied(operation);
  }

  /** Whom to look for: keys, and addresses under whatever key. */
  private static final class People {
    private final Set<String> keys = new LinkedHashSet<>();
    private final Set<String> addresses = new LinkedHashSet<>();

    People(List<Erase> changes) {
      for (Erase change : changes) {
        keys.add(change.key().value());
        addresses.add(change.email().address());
      }
    }

    SoapFilter filter(boolean byKey, boolean byAddress) {
      SoapFilter key = SoapFilter.in(SalesforceMcNames.KEY, keys);
      SoapFilter address = SoapFilter.in(SalesforceMcNames.EMAIL, addresses);
      return !byAddress ? key : !byKey ? address : key.or(address);
    }
  }

  /** What one data extension of ours is looked through by. */
  private record Shape(List<String> keys, boolean byKey, boolean byAddress) {}

  private Shape shape(String extension) {
    Map<String, Column> columns = extensions.columns(extension);
    return new Shape(
        columns.values().stream().filter(Column::key).map(Column::name).toList(),
        columns.containsKey(lower(SalesforceMcNames.KEY)),
        columns.containsKey(lower(SalesforceMcNames.EMAIL)));
  }

  /** Their rows; none where it is no data extension of people. */
  private List<SoapNode> rows(String extension, Shape shape, People people) {
    if (shape.keys().isEmpty() || !(shape.byKey() || shape.byAddress())) {
      return List.of();
    }
    Set<String> properties = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    properties.addAll(shape.keys());
    if (shape.byKey()) {
      properties.add(SalesforceMcNames.KEY);
    }
    if (shape.byAddress()) {
      properties.add(SalesforceMcNames.EMAIL);
    }
    try {
      return soap.retrieve(
          "DataExtensionObject[" + extension + "]",
          List.copyOf(properties),
          people.filter(shape.byKey(), shape.byAddress()));
    } catch (EspException e) {
      if (e.failure().kind() == FailureKind.MISSING_TARGET) {
        return List.of();
      }
      throw e;
    }
  }

  private void delete(String extension, List<String> keys, List<SoapNode> rows) {
    for (int from = 0; from < rows.size(); from += SalesforceMcMembers.ROWS) {
      List<SoapNode> part =
          rows.subList(from, Math.min(from + SalesforceMcMembers.ROWS, rows.size()));
      // What was refused is still there when it is read again.
      soap.delete(
          "DataExtensionObject",
          part,
          (xml, row) -> {
            xml.put("CustomerKey", extension).open("Keys");
            for (String key : keys) {
              xml.open("Key").put("Name", key).put("Value", property(row, key)).close();
            }
            xml.close();
          });
    }
  }

  private List<Known> found(List<Erase> changes) {
    List<Known> found =
        new ArrayList<>(
            subscribers.known(changes.stream().map(c -> c.key().value()).toList()).values());
    found.addAll(
        subscribers.withAddress(
            changes.stream().map(c -> c.email().address()).distinct().toList()));
    return found;
  }

  private List<String> subscribers(List<Erase> changes) {
    return found(changes).stream().map(Known::key).distinct().toList();
  }

  /** The operation's id. */
  private String deleteContacts(Set<String> keys) {
    ContactKeys body = new ContactKeys(List.copyOf(keys), "ContactAndAttributes");
    Answer<DeleteStarted> answer =
        session.rest((api, bearer) -> api.deleteContacts(bearer, "keys", body));
    DeleteStarted started = answer.require();
    if (!Boolean.TRUE.equals(started.operationInitiated())) {
      throw new EspException(
          new Failure(
              FailureKind.TRANSIENT,
              SalesforceMcErrors.NAME + " did not begin to delete the contacts",
              "run again; contacts are deleted from the parent business unit, and Contact Builder"
                  + " must have contact deletion switched on"));
    }
    return started.operationId() == null ? "" : String.valueOf(started.operationId());
  }

  private static String property(SoapNode row, String name) {
    return SalesforceMcMembers.property(row, name).orElse("");
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
