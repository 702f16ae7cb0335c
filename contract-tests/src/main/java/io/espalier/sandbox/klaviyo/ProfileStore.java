package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is meant by what a caller sends, and what it changes. */
final class ProfileStore {
  /** The person, and whether this call made them. */
  record Written(Person person, boolean created) {}

  private final Holdings holdings;

  ProfileStore(Holdings holdings) {
    this.holdings = holdings;
  }

  /** Creates; refuses where any identifier is taken. */
  Person create(ProfileInput input) {
    Set<Person> owners = owners(input, null);
    if (!owners.isEmpty()) {
      throw duplicate(owners.iterator().next()).thrown();
    }
    return made(input);
  }

  /** Creates or updates; refuses where the identifiers belong to two people. */
  Written upsert(ProfileInput input, boolean nullsClear) {
    Set<Person> owners = owners(input, input.id());
    if (owners.size() > 1) {
      Iterator<Person> two = owners.iterator();
      Person first = two.next();
      if (holdings.on(KlaviyoFact.SPLIT_IDENTIFIERS_CONFLICT)) {
        throw duplicate(two.next()).thrown();
      }
      change(first, input.without(identifiersOfOthers(input, first)), nullsClear);
      return new Written(first, false);
    }
    if (owners.isEmpty()) {
      if (input.id() != null) {
        throw ApiError.noResource("profile", input.id()).thrown();
      }
      return new Written(made(input), true);
    }
    Person person = owners.iterator().next();
    change(person, input, nullsClear);
    return new Written(person, false);
  }

  /**
   * What a browser says of somebody: an identifier that the person has stays, and one that another
   * has is not taken from them. Without a word: the caller has had its 202.
   */
  ProfileInput keepingIdentifiers(ProfileInput input) {
    Set<Person> owners = owners(input, input.id());
    if (owners.isEmpty()) {
      return input;
    }
    Person person = owners.iterator().next();
    Set<String> kept = identifiersOfOthers(input, person);
    keep(kept, "email", person.email, input);
    keep(kept, "phone_number", person.phone, input);
    keep(kept, "external_id", person.externalId, input);
    ProfileInput rest = input.without(kept);
    return new ProfileInput(person.id, rest.given(), rest.patch());
  }

  private static void keep(
      Set<String> kept, String name, @Nullable String held, ProfileInput input) {
    if (held != null && input.given().has(name)) {
      kept.add(name);
    }
  }

  /** Updates one known person; refuses where an identifier belongs to another. */
  void update(Person person, ProfileInput input) {
    for (Person owner : owners(input, null)) {
      if (!owner.id.equals(person.id)) {
        throw duplicate(owner).thrown();
      }
    }
    change(person, input, true);
  }

  /** The person with this address or number, made where there is none. */
  Person known(@Nullable String id, @Nullable String email, @Nullable String phone) {
    Set<Person> owners = holdings.people.owners(id, email, phone, null);
    if (!owners.isEmpty()) {
      return owners.iterator().next();
    }
    Person person = new Person(holdings.ids.ulid(), holdings.now());
    holdings.people.add(person);
    holdings.people.email(person, email);
    holdings.people.phone(person, phone);
    return person;
  }

  /**
   * The source's events, memberships and suppressions go to the destination, and the source is
   * gone. Whose values win is not known: {@link KlaviyoFact#MERGE_KEEPS_DESTINATION}.
   */
  void merge(Person source, Person destination) {
    JsonObject winner =
        (holdings.on(KlaviyoFact.MERGE_KEEPS_DESTINATION) ? destination : source).attributes();
    JsonObject merged =
        (holdings.on(KlaviyoFact.MERGE_KEEPS_DESTINATION) ? source : destination).attributes();
    merge(merged, winner);
    destination.attributes(merged);
    String email = source.email;
    String phone = source.phone;
    String externalId = source.externalId;
    holdings.happenings.move(source, destination);
    source.consents.suppressions().forEach(destination.consents::suppress);
    for (MemberList list : holdings.lists.values()) {
      String joined = list.members.remove(source.id);
      if (joined != null) {
        list.members.putIfAbsent(destination.id, joined);
      }
    }
    holdings.people.remove(source);
    People people = holdings.people;
    people.email(destination, destination.email == null ? email : destination.email);
    people.phone(destination, destination.phone == null ? phone : destination.phone);
    people.externalId(
        destination, destination.externalId == null ? externalId : destination.externalId);
    destination.updated = holdings.now();
  }

  private static void merge(JsonObject into, JsonObject from) {
    for (Map.Entry<String, JsonElement> entry : from.entrySet()) {
      if (entry.getValue() instanceof JsonObject inner
          && into.get(entry.getKey()) instanceof JsonObject held) {
        merge(held, inner);
      } else {
        into.add(entry.getKey(), entry.getValue());
      }
    }
  }

  void delete(Person person) {
    holdings.people.remove(person);
    holdings.lists.values().forEach(list -> list.members.remove(person.id));
    holdings.happenings.forget(person);
  }

  static ApiError duplicate(Person owner) {
    JsonObject meta = new JsonObject();
    meta.addProperty("duplicate_profile_id", owner.id);
    return new ApiError(
        409,
        "duplicate_profile",
        "Conflict.",
        "A profile already exists with one of these identifiers.",
        "pointer",
        "/data/attributes",
        meta);
  }

  private Set<String> identifiersOfOthers(ProfileInput input, Person person) {
    Map<String, @Nullable Person> owners = new LinkedHashMap<>();
    owners.put("email", holdings.people.withEmail(input.text("email")));
    owners.put("phone_number", holdings.people.withPhone(input.text("phone_number")));
    owners.put("external_id", holdings.people.withExternalId(input.text("external_id")));
    Set<String> others = new LinkedHashSet<>();
    owners.forEach(
        (name, owner) -> {
          if (owner != null && owner != person) {
            others.add(name);
          }
        });
    return others;
  }

  private Set<Person> owners(ProfileInput input, @Nullable String id) {
    return holdings.people.owners(
        id, input.text("email"), input.text("phone_number"), input.text("external_id"));
  }

  private Person made(ProfileInput input) {
    Person person = new Person(holdings.ids.ulid(), holdings.now());
    holdings.people.add(person);
    change(person, input, true);
    return person;
  }

  private void change(Person person, ProfileInput input, boolean nullsClear) {
    People people = holdings.people;
    String email = input.text("email");
    if (email != null || (nullsClear && input.clears("email"))) {
      people.email(person, email);
    }
    String phone = input.text("phone_number");
    if (phone != null || (nullsClear && input.clears("phone_number"))) {
      people.phone(person, phone);
    }
    String externalId = input.text("external_id");
    if (externalId != null || (nullsClear && input.clears("external_id"))) {
      people.externalId(person, externalId);
    }
    JsonObject attributes = person.attributes();
    for (String name : ProfileInput.TEXTS) {
      merge(attributes, name, input.given().get(name), nullsClear, false);
    }
    boolean deep = holdings.on(KlaviyoFact.PROPERTIES_MERGE_DEEPLY);
    for (String name : Set.of("location", "properties")) {
      JsonElement given = input.given().get(name);
      if (given != null && given.isJsonObject()) {
        JsonObject inner = child(attributes, name);
        for (Map.Entry<String, JsonElement> entry : given.getAsJsonObject().entrySet()) {
          merge(inner, entry.getKey(), entry.getValue(), nullsClear, deep);
        }
      } else {
        merge(attributes, name, given, nullsClear, false);
      }
    }
    if (input.patch() != null) {
      patch(child(attributes, "properties"), input.patch());
    }
    person.attributes(attributes);
    person.updated = holdings.now();
  }

  private static JsonObject child(JsonObject attributes, String name) {
    if (!attributes.has(name)) {
      attributes.add(name, new JsonObject());
    }
    return attributes.getAsJsonObject(name);
  }

  private static void merge(
      JsonObject into, String name, @Nullable JsonElement value, boolean nullsClear, boolean deep) {
    if (value == null) {
      return;
    }
    if (deep && value instanceof JsonObject added && into.get(name) instanceof JsonObject held) {
      added
          .entrySet()
          .forEach(entry -> merge(held, entry.getKey(), entry.getValue(), nullsClear, true));
    } else if (!value.isJsonNull()) {
      into.add(name, Json.stored(value));
    } else if (nullsClear) {
      into.remove(name);
    }
  }

  private static void patch(JsonObject properties, JsonObject patch) {
    JsonObject append = Json.find(patch, "append");
    if (append != null) {
      append.entrySet().forEach(entry -> append(properties, entry.getKey(), entry.getValue()));
    }
    JsonObject unappend = Json.find(patch, "unappend");
    if (unappend != null) {
      for (Map.Entry<String, JsonElement> entry : unappend.entrySet()) {
        JsonElement held = properties.get(entry.getKey());
        if (held != null && held.isJsonArray()) {
          values(entry.getValue()).forEach(value -> held.getAsJsonArray().remove(value));
        }
      }
    }
    JsonElement unset = patch.get("unset");
    if (unset != null && !unset.isJsonNull()) {
      values(unset).forEach(name -> properties.remove(name.getAsString()));
    }
  }

  private static void append(JsonObject properties, String name, JsonElement added) {
    JsonElement held = properties.has(name) ? properties.get(name) : JsonNull.INSTANCE;
    JsonArray all = held.isJsonNull() ? new JsonArray() : values(held);
    values(added).forEach(value -> all.add(Json.stored(value)));
    properties.add(name, all);
  }

  private static JsonArray values(JsonElement element) {
    if (element.isJsonArray()) {
      return element.getAsJsonArray().deepCopy();
    }
    JsonArray one = new JsonArray();
    one.add(element);
    return one;
  }
}
