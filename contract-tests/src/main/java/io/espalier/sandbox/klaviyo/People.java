package io.espalier.sandbox.klaviyo;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All profiles, by id, with one owner for each email, phone number and external id. */
final class People {
  private final TreeMap<String, Person> byId = new TreeMap<>();
  private final Map<String, Person> byEmail = new HashMap<>();
  private final Map<String, Person> byPhone = new HashMap<>();
  private final Map<String, Person> byExternalId = new HashMap<>();

  NavigableMap<String, Person> byId() {
    return byId;
  }

  @Nullable Person withId(@Nullable String id) {
    return id == null ? null : byId.get(id);
  }

  @Nullable Person withEmail(@Nullable String email) {
    return email == null ? null : byEmail.get(email.toLowerCase(Locale.ROOT));
  }

  @Nullable Person withPhone(@Nullable String phone) {
    return phone == null ? null : byPhone.get(phone);
  }

  @Nullable Person withExternalId(@Nullable String externalId) {
    return externalId == null ? null : byExternalId.get(externalId);
  }

  /** Everybody who owns one of these identifiers: two or more is a conflict. */
  Set<Person> owners(
      @Nullable String id,
      @Nullable String email,
      @Nullable String phone,
      @Nullable String externalId) {
    Set<Person> owners = new LinkedHashSet<>();
    owners.add(orNobody(withId(id)));
    owners.add(orNobody(withExternalId(externalId)));
    owners.add(orNobody(withEmail(email)));
    owners.add(orNobody(withPhone(phone)));
    owners.remove(NOBODY);
    return owners;
  }

  private static final Person NOBODY = new Person();

  private static Person orNobody(@Nullable Person person) {
    return person == null ? NOBODY : person;
  }

  void add(Person person) {
    byId.put(person.id, person);
    index(byEmail, person.email, person);
    index(byPhone, person.phone, person);
    index(byExternalId, person.externalId, person);
  }

  void addAll(Collection<Person> people) {
    people.forEach(this::add);
  }

  void remove(Person person) {
    byId.remove(person.id);
    email(person, null);
    phone(person, null);
    externalId(person, null);
  }

  /** Gives a person this address, or none; nobody else may own it. */
  void email(Person person, @Nullable String email) {
    String stored = email == null ? null : email.toLowerCase(Locale.ROOT);
    move(byEmail, person.email, stored, person);
    person.email = stored;
  }

  void phone(Person person, @Nullable String phone) {
    move(byPhone, person.phone, phone, person);
    person.phone = phone;
  }

  void externalId(Person person, @Nullable String externalId) {
    move(byExternalId, person.externalId, externalId, person);
    person.externalId = externalId;
  }

  private static void move(
      Map<String, Person> index, @Nullable String from, @Nullable String to, Person person) {
    if (!Objects.equals(from, to)) {
      if (from != null) {
        index.remove(from);
      }
      index(index, to, person);
    }
  }

  private static void index(Map<String, Person> index, @Nullable String key, Person person) {
    if (key != null) {
      index.put(key, person);
    }
  }
}
