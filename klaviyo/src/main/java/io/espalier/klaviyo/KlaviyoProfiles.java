package io.espalier.klaviyo;

import com.google.gson.JsonObject;
import io.espalier.http.HttpStack;
import io.espalier.klaviyo.KlaviyoWire.Many;
import io.espalier.klaviyo.KlaviyoWire.Resource;
import io.espalier.model.EmailAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/** Finds and pages profiles. */
final class KlaviyoProfiles {
  static final int PAGE = 100;
  static final String SUBSCRIPTIONS = "subscriptions";

  // Servers and proxies cut a request line at 8 KiB.
  private static final int FILTER_BYTES = 6_000;

  private final HttpStack http;
  private final KlaviyoApi api;

  KlaviyoProfiles(HttpStack http, KlaviyoApi api) {
    this.http = http;
    this.api = api;
  }

  /**
   * The profiles with these addresses, by address.
   *
   * @param additional {@link #SUBSCRIPTIONS} or null: it is not told unless asked for
   */
  Map<EmailAddress, Resource<JsonObject>> find(
      Collection<EmailAddress> addresses, @Nullable String additional) {
    Map<EmailAddress, Resource<JsonObject>> found = new HashMap<>();
    any(
        "email",
        addresses.stream().map(EmailAddress::address).toList(),
        (filter, cursor) -> api.profiles(filter, additional, null, PAGE, cursor),
        profile ->
            EmailAddress.of(KlaviyoMapper.text(profile.attributes(), "email"))
                .ifPresent(address -> found.put(address, profile)));
    return found;
  }

  /** The profiles with these ids of Klaviyo's, with their subscriptions, by id. */
  Map<String, Resource<JsonObject>> withIds(Collection<String> ids) {
    Map<String, Resource<JsonObject>> found = new HashMap<>();
    any(
        "id",
        ids.stream().filter(id -> id.matches("[A-Za-z0-9_-]{1,100}")).toList(),
        (filter, cursor) -> api.profiles(filter, SUBSCRIPTIONS, null, PAGE, cursor),
        profile -> found.put(profile.id(), profile));
    return found;
  }

  /** The profiles with these keys of ours, by key. */
  Map<String, Resource<JsonObject>> withKeys(Collection<String> keys) {
    Map<String, Resource<JsonObject>> found = new HashMap<>();
    // How a quote inside a value is escaped is documented nowhere: such a key is not asked for.
    List<String> sayable =
        keys.stream().filter(key -> key.indexOf('"') < 0 && key.indexOf('\\') < 0).toList();
    any(
        "external_id",
        sayable,
        (filter, cursor) -> api.profiles(filter, null, null, PAGE, cursor),
        profile -> found.put(KlaviyoMapper.text(profile.attributes(), "external_id"), profile));
    return found;
  }

  /** Which of these addresses are on a list. */
  Set<EmailAddress> among(String list, Collection<EmailAddress> addresses) {
    Set<EmailAddress> found = new HashSet<>();
    any(
        "email",
        addresses.stream().map(EmailAddress::address).toList(),
        (filter, cursor) -> api.members(list, filter, null, PAGE, cursor),
        profile ->
            EmailAddress.of(KlaviyoMapper.text(profile.attributes(), "email"))
                .ifPresent(found::add));
    return found;
  }

  /** Asks for one page of profiles. */
  private interface Question {
    Call<Many<JsonObject>> ask(String filter, @Nullable String cursor);
  }

  private void any(
      String field,
      Collection<String> values,
      Question question,
      Consumer<Resource<JsonObject>> found) {
    List<String> quoted = new ArrayList<>();
    int bytes = 0;
    for (String value : new LinkedHashSet<>(values)) {
      // The shape of an address allows neither a double quote nor a backslash.
      String one = "\"" + value + "\"";
      int more = URLEncoder.encode(one, StandardCharsets.UTF_8).length() + 3;
      if (quoted.size() == PAGE || (bytes + more > FILTER_BYTES && !quoted.isEmpty())) {
        page("any(" + field + ",[" + String.join(",", quoted) + "])", question, found);
        quoted.clear();
        bytes = 0;
      }
      quoted.add(one);
      bytes += more;
    }
    if (!quoted.isEmpty()) {
      page("any(" + field + ",[" + String.join(",", quoted) + "])", question, found);
    }
  }

  private void page(String filter, Question question, Consumer<Resource<JsonObject>> found) {
    Optional<String> cursor = Optional.of("");
    while (cursor.isPresent()) {
      Many<JsonObject> page = http.call(question.ask(filter, orNull(cursor.get()))).require();
      page.items().forEach(found);
      cursor = next(page);
    }
  }

  /** A page of those whom this filter finds, in the order of what it compares. */
  Many<JsonObject> suppressed(String filter, String sort, String cursor) {
    return http.call(api.profiles(filter, SUBSCRIPTIONS, sort, PAGE, orNull(cursor))).require();
  }

  /** A page of all profiles, oldest first, so that people who arrive meanwhile come last. */
  Many<JsonObject> all(String cursor) {
    return http.call(api.profiles(null, SUBSCRIPTIONS, "id", PAGE, orNull(cursor))).require();
  }

  Many<JsonObject> members(String list, String cursor) {
    return http.call(api.members(list, null, SUBSCRIPTIONS, PAGE, orNull(cursor))).require();
  }

  static @Nullable String orNull(String cursor) {
    return cursor.isEmpty() ? null : cursor;
  }

  /**
   * The cursor of the next page; empty on the last one. Only the cursor is taken from the link, and
   * asked for at the host that we were told of: a link is no reason to send a key elsewhere.
   */
  static Optional<String> next(Many<?> page) {
    if (page.links() == null || page.links().next() == null) {
      return Optional.empty();
    }
    HttpUrl next = HttpUrl.parse(page.links().next());
    return Optional.ofNullable(next == null ? null : next.queryParameter("page[cursor]"))
        .filter(cursor -> !cursor.isEmpty());
  }
}
