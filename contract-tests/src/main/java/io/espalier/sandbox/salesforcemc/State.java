package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonObject;
import io.espalier.sandbox.Switches;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All that one account holds. Not safe for threads: the sandbox lets one request in at a time. */
final class State {
  /**
   * Who the account is.
   *
   * @param id the business unit's MID
   * @param enterprise the parent's MID
   * @param name of the business unit
   */
  record Account(
      int id, int enterprise, int user, String clientId, String clientSecret, String name) {
    static final String PARENT = "Example Shop";

    Account {
      // An account of an older sandbox has no name.
      name = name == null ? PARENT : name;
    }
  }

  /**
   * A token handed out.
   *
   * @param scopes what it may do; null for all, as a token of an older sandbox may
   */
  record Token(long expires, @Nullable Set<String> scopes) {
    boolean may(String scope) {
      return scope.isEmpty()
          ? scopes == null || !scopes.isEmpty()
          : scopes == null || scopes.contains(scope);
    }
  }

  /**
   * A folder.
   *
   * @param parent 0 for a root
   */
  record Folder(
      int id,
      String objectId,
      String key,
      String name,
      String contentType,
      int parent,
      String at) {}

  /**
   * A list of subscribers.
   *
   * @param key the name and the folder's id, as recorded: {@code All Subscribers - 412}
   * @param type {@code Public} or {@code Private}
   */
  record MailingList(
      int id,
      String objectId,
      String key,
      String name,
      int category,
      String type,
      String description,
      String classification,
      String at) {
    MailingList {
      // An account of an older sandbox knows All Subscribers only.
      type = type == null ? "Private" : type;
      description = description == null ? "Contains all subscribers" : description;
      classification = classification == null ? "ExactTargetList" : classification;
      at = at == null ? "" : at;
    }
  }

  /**
   * A row of All Subscribers.
   *
   * @param lists status by list id, for the lists the person is on
   * @param unsubscribed when; empty where never
   */
  record Subscriber(
      int id,
      String key,
      String email,
      String status,
      Map<Integer, String> lists,
      String created,
      String unsubscribed) {

    /** In the whole account; a date only for an opt-out, which keeps its first one. */
    Subscriber with(String now, String when, int allSubscribers) {
      Map<Integer, String> on = new LinkedHashMap<>(lists);
      on.put(allSubscribers, now);
      String since = unsubscribed.isEmpty() ? when : unsubscribed;
      return new Subscriber(
          id, key, email, now, on, created, now.equals("Unsubscribed") ? since : "");
    }

    /** With another address. */
    Subscriber at(String address) {
      return new Subscriber(id, key, address, status, lists, created, unsubscribed);
    }

    /** On one list. */
    Subscriber on(int list, String now) {
      Map<Integer, String> on = new LinkedHashMap<>(lists);
      on.put(list, now);
      return new Subscriber(id, key, email, status, on, created, unsubscribed);
    }
  }

  /** Roots of folders that an account of an older sandbox may lack. */
  static final Map<String, String> ROOTS =
      new TreeMap<>(
          Map.of(
              "publication", "my publication lists",
              "suppression_list", "Suppression Lists",
              "shared_dataextension", "Shared Data Extensions"));

  /** The content type of folders whose data extensions the whole enterprise sees. */
  static final String SHARED = "shared_dataextension";

  final Counters counters = new Counters();
  final Trouble trouble = new Trouble();
  Switches switches = Switches.usual();

  /** The object types of the enterprise's other business units. */
  Supplier<List<SoapNouns>> others = List::of;

  /** The enterprise's parent, which holds what is shared. */
  Supplier<State> parent = () -> this;

  /** All business units of the enterprise. */
  Supplier<List<Account>> units = () -> List.of(account());

  final Account account;
  final Ids ids;
  final Clock clock;
  final Map<String, Token> tokens = new LinkedHashMap<>();
  final Map<Integer, Folder> folders = new LinkedHashMap<>();
  final Map<Integer, MailingList> lists = new LinkedHashMap<>();
  final Map<String, Job> jobs = new LinkedHashMap<>();
  final Map<Integer, JsonObject> assets = new LinkedHashMap<>();
  final List<Tracking> tracking = new ArrayList<>();

  /** By eventDefinitionKey. */
  final Map<String, JsonObject> eventDefinitions = new LinkedHashMap<>();

  /** Those of event notifications, by their ids. */
  final Map<String, JsonObject> callbacks = new LinkedHashMap<>();

  final Map<String, JsonObject> subscriptions = new LinkedHashMap<>();

  /** Of Automation Studio, by their ids. */
  final Map<String, JsonObject> queries = new LinkedHashMap<>();

  final Map<String, JsonObject> imports = new LinkedHashMap<>();
  final Map<String, JsonObject> automations = new LinkedHashMap<>();

  /** By the task's id. */
  final Map<String, JsonObject> importResults = new LinkedHashMap<>();

  /** What has been started and is not done. */
  final List<Activities.Run> runs = new ArrayList<>();

  /** The texts of files that wait for an import, by their names. */
  final Map<String, String> files = new LinkedHashMap<>();

  /** Of transactional messages, by definitionKey. */
  final Map<String, JsonObject> sendDefinitions = new LinkedHashMap<>();

  /** By messageKey. */
  final Map<String, TransactionalMessage> messages = new LinkedHashMap<>();

  /** Contact keys that were made without a subscriber. */
  final Set<String> contacts = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  /** Keys of contacts in deletion, and when that ends, in milliseconds. */
  final Map<String, Long> deletions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private final Map<String, Subscriber> subscribers = new LinkedHashMap<>();
  private final Map<String, LinkedHashSet<String>> subscribersByEmail = new HashMap<>();
  private final Map<String, Extension> extensions = new LinkedHashMap<>();

  State(Account account, Ids ids, Clock clock) {
    this.account = account;
    this.ids = ids;
    this.clock = clock;
  }

  /** An account as it is on its first day: root folders and All Subscribers. */
  static State fresh(Ids ids, Clock clock) {
    int id = ids.account();
    return filled(
        new State(
            new Account(id, id, ids.account(), ids.credential(), ids.credential(), Account.PARENT),
            ids,
            clock));
  }

  /** A further business unit below this one, for the same package: nothing is shared. */
  State child(String name) {
    return filled(
        new State(
            new Account(
                ids.account(),
                account.enterprise(),
                account.user(),
                account.clientId(),
                account.clientSecret(),
                name),
            ids,
            clock));
  }

  private static State filled(State state) {
    Ids ids = state.ids;
    state.addFolder("Data Extensions", "dataextension", 0);
    int mine = state.addFolder("my subscribers", "mysubs", 0).id();
    state.addFolder("Content Builder", "asset", 0);
    int list = (int) ids.next();
    state.lists.put(
        list,
        new MailingList(
            list,
            ids.guid(),
            "All Subscribers - " + mine,
            "All Subscribers",
            mine,
            "Private",
            "Contains all subscribers",
            "ExactTargetList",
            state.now()));
    ROOTS.forEach(
        (content, name) -> {
          // What the enterprise shares lies with the parent.
          if (state.isParent() || !content.equals(SHARED)) {
            state.addFolder(name, content, 0);
          }
        });
    return state;
  }

  private Account account() {
    return account;
  }

  boolean isParent() {
    return account.id() == account.enterprise();
  }

  /**
   * What {@code Ent.NAME} is: of the parent its own, of a child what the parent shares by a folder.
   */
  Optional<Extension> shared(String nameOrKey) {
    State owner = parent.get();
    return owner
        .extensionNamed(nameOrKey)
        .or(() -> owner.extension(nameOrKey))
        .filter(found -> owner == this || owner.isShared(found));
  }

  private boolean isShared(Extension extension) {
    Folder folder = folders.get(extension.definition().categoryId());
    return folder != null && folder.contentType().equals(SHARED);
  }

  String now() {
    return Dates.wire(Dates.now(clock));
  }

  Instant instant() {
    return clock.instant();
  }

  Folder addFolder(String name, String contentType, int parent) {
    int id = (int) ids.next();
    Folder folder = new Folder(id, ids.guid(), ids.guid(), name, contentType, parent, now());
    folders.put(id, folder);
    return folder;
  }

  /** The folder in which a data extension lies that names none. */
  Folder rootFolder(String contentType) {
    return folders.values().stream()
        .filter(f -> f.parent() == 0 && f.contentType().equals(contentType))
        .findFirst()
        .orElseThrow();
  }

  MailingList allSubscribers() {
    return lists.values().iterator().next();
  }

  Collection<Extension> extensions() {
    return extensions.values();
  }

  Optional<Extension> extension(String key) {
    return Optional.ofNullable(extensions.get(lower(key)));
  }

  Optional<Extension> extensionWithId(String objectId) {
    return extensions.values().stream()
        .filter(e -> e.definition().objectId().equalsIgnoreCase(objectId))
        .findFirst();
  }

  Optional<Extension> extensionNamed(String name) {
    return extensions.values().stream()
        .filter(e -> e.definition().name().equalsIgnoreCase(name))
        .findFirst();
  }

  void add(Extension extension) {
    extensions.put(lower(extension.definition().key()), extension);
  }

  void remove(Extension extension) {
    extensions.remove(lower(extension.definition().key()));
  }

  Optional<Subscriber> subscriber(String key) {
    return Optional.ofNullable(subscribers.get(lower(key)));
  }

  Collection<Subscriber> subscribers() {
    return subscribers.values();
  }

  /** Whom an address is in All Subscribers; several people may share one. */
  List<Subscriber> subscribersAt(String email) {
    return subscribersByEmail.getOrDefault(lower(email), new LinkedHashSet<>()).stream()
        .flatMap(key -> subscriber(key).stream())
        .toList();
  }

  void put(Subscriber subscriber) {
    String key = lower(subscriber.key());
    forget(subscribers.put(key, subscriber));
    subscribersByEmail
        .computeIfAbsent(lower(subscriber.email()), email -> new LinkedHashSet<>())
        .add(key);
  }

  private void forget(@Nullable Subscriber gone) {
    if (gone != null) {
      String email = lower(gone.email());
      LinkedHashSet<String> keys = subscribersByEmail.getOrDefault(email, new LinkedHashSet<>());
      keys.remove(lower(gone.key()));
      if (keys.isEmpty()) {
        subscribersByEmail.remove(email);
      }
    }
  }

  /** Someone new in All Subscribers, Active, as a send makes one. */
  Subscriber subscribe(String key, String email) {
    Map<Integer, String> on = new LinkedHashMap<>();
    on.put(allSubscribers().id(), "Active");
    Subscriber made = new Subscriber((int) ids.next(), key, email, "Active", on, now(), "");
    put(made);
    return made;
  }

  boolean isBeingDeleted(String key) {
    return deletions.containsKey(key);
  }

  /** Begins to delete a contact; one that is being deleted keeps its time. */
  void delete(String key, long until) {
    deletions.putIfAbsent(key, until);
  }

  /** Takes out those whose time has come. */
  List<String> deletionsDue(long now) {
    List<String> due = new ArrayList<>();
    deletions.forEach(
        (key, until) -> {
          if (until <= now) {
            due.add(key);
          }
        });
    due.forEach(deletions::remove);
    return due;
  }

  /** The last send's id; 0 before the first. */
  int lastJob() {
    return tracking.isEmpty() ? 0 : tracking.get(tracking.size() - 1).job();
  }

  void removeSubscriber(String key) {
    forget(subscribers.remove(lower(key)));
  }

  /**
   * The row from which a send takes its attributes: in {@code espalier_profiles} where that data
   * extension holds the address, else in the first one that does.
   */
  Optional<Sending> sending(String email) {
    List<Extension> order = new ArrayList<>(extensions.values());
    Extension first = extension("espalier_profiles").orElse(null);
    if (first != null) {
      order.remove(first);
      order.add(0, first);
    }
    for (Extension extension : order) {
      List<Row> rows = extension.withEmail(email);
      if (!rows.isEmpty()) {
        return Optional.of(new Sending(extension, rows.get(0)));
      }
    }
    return Optional.empty();
  }

  /** A row, and the data extension a send would take it from. */
  record Sending(Extension extension, Row row) {}

  /** The first asset of this customerKey. */
  @Nullable JsonObject asset(String customerKey) {
    for (JsonObject asset : assets.values()) {
      if (asset.get("customerKey").getAsString().equalsIgnoreCase(customerKey)) {
        return asset;
      }
    }
    return null;
  }

  /** The first asset of which a member prints so. */
  @Nullable JsonObject assetWith(String member, String value) {
    for (JsonObject asset : assets.values()) {
      if (asset.has(member)
          && asset.get(member).isJsonPrimitive()
          && asset.get(member).getAsString().equalsIgnoreCase(value)) {
        return asset;
      }
    }
    return null;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
