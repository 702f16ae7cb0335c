package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Cursor paging over an ordered map: a cursor is the last key shown, so that what comes and goes
 * between two pages neither repeats nor hides anything else.
 *
 * @param standard the size where the caller names none
 */
record Paging(int standard, int most) {
  static final Paging TEN = new Paging(10, 10);
  static final Paging HUNDRED = new Paging(20, 100);

  /** Stands for a size that a caller cannot choose. */
  private static final int FIXED = 0;

  private static final int WHOLE = Integer.MAX_VALUE;

  /** All at once: what has no pages. */
  static final Paging ALL = new Paging(WHOLE, FIXED);

  private static final String MARK = "next::";

  /** Pages of this size, whatever a caller would like. */
  static Paging fixed(int size) {
    return new Paging(size, FIXED);
  }

  /** A page as a document: {@code data} and {@code links}. */
  <T> Answer page(
      Call call,
      NavigableMap<String, T> all,
      BiPredicate<String, T> keep,
      BiFunction<String, T, JsonObject> json) {
    int size = size(call);
    String cursor =
        standard == WHOLE
            ? ""
            : call.parameter("page[cursor]").filter(c -> !c.isEmpty()).orElse("");
    NavigableMap<String, T> rest = cursor.isEmpty() ? all : all.tailMap(key(cursor), false);
    JsonArray data = new JsonArray();
    String last = "";
    String next = null;
    for (Map.Entry<String, T> entry : rest.entrySet()) {
      if (!keep.test(entry.getKey(), entry.getValue())) {
        continue;
      }
      if (data.size() == size) {
        next = last;
        break;
      }
      data.add(json.apply(entry.getKey(), entry.getValue()));
      last = entry.getKey();
    }
    JsonObject document = new JsonObject();
    document.add("data", data);
    document.add("links", links(call, next));
    return new Answer(200, document);
  }

  /**
   * The same entries in the order that {@code sort} asks for, keyed by it.
   *
   * @param keys what may be sorted by, each with an entry's sort key
   */
  static <T> NavigableMap<String, T> sorted(
      Call call, NavigableMap<String, T> all, Map<String, BiFunction<String, T, String>> keys) {
    String sort = call.parameter("sort").orElse("");
    if (sort.isEmpty()) {
      return all;
    }
    boolean down = sort.startsWith("-");
    String field = down ? sort.substring(1) : sort;
    BiFunction<String, T, String> key = keys.get(field);
    if (key == null) {
      throw ApiError.parameter("'" + sort + "' is not a valid sort.", "sort").thrown();
    }
    TreeMap<String, T> sorted = new TreeMap<>();
    all.forEach((id, value) -> sorted.put(key.apply(id, value) + '\u0000' + id, value));
    return down ? sorted.descendingMap() : sorted;
  }

  /** The id in a key of {@link #sorted}. */
  static String id(String key) {
    return key.substring(key.indexOf('\u0000') + 1);
  }

  private int size(Call call) {
    if (most == FIXED) {
      return standard;
    }
    String text = call.parameter("page[size]").orElse("");
    if (text.isEmpty()) {
      return standard;
    }
    if (!text.matches("[0-9]{1,6}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > most) {
      throw ApiError.parameter(
              "Page size must be an integer between 1 and " + most + ".", "page[size]")
          .thrown();
    }
    return Integer.parseInt(text);
  }

  private static String key(String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      if (text.startsWith(MARK)) {
        return text.substring(MARK.length());
      }
    } catch (IllegalArgumentException notBase64) {
      // Falls through to the refusal.
    }
    throw ApiError.parameter("Invalid page cursor.", "page[cursor]").thrown();
  }

  private static JsonObject links(Call call, @Nullable String next) {
    String here = call.base() + call.exchange().path();
    String query = call.exchange().query();
    JsonObject links = new JsonObject();
    links.addProperty("self", query.isEmpty() ? here : here + "?" + query);
    if (next == null) {
      links.add("next", JsonNull.INSTANCE);
    } else {
      StringBuilder url = new StringBuilder(here).append('?');
      for (String pair : List.of(query.split("&", -1))) {
        if (!pair.isEmpty() && !isCursor(pair)) {
          url.append(pair).append('&');
        }
      }
      String cursor =
          Base64.getUrlEncoder().encodeToString((MARK + next).getBytes(StandardCharsets.UTF_8));
      url.append("page%5Bcursor%5D=").append(URLEncoder.encode(cursor, StandardCharsets.UTF_8));
      links.addProperty("next", url.toString());
    }
    links.add("prev", JsonNull.INSTANCE);
    return links;
  }

  private static boolean isCursor(String pair) {
    return pair.startsWith("page[cursor]=")
        || pair.toUpperCase(Locale.ROOT).startsWith("PAGE%5BCURSOR%5D=");
  }
}
