package io.espalier.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One request, as a sandbox's route sees it.
 *
 * @param method upper case
 * @param path decoded segments are to be had by {@link #segments}; this is raw, without query
 * @param query raw, without the question mark; empty where there is none
 * @param headers names compare case-insensitively
 */
public record Exchange(
    String method, String path, String query, TreeMap<String, String> headers, byte[] body) {

  public static Exchange of(
      String method, String url, java.util.Map<String, String> headers, byte[] body) {
    TreeMap<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    byName.putAll(headers);
    int mark = url.indexOf('?');
    return new Exchange(
        method,
        mark < 0 ? url : url.substring(0, mark),
        mark < 0 ? "" : url.substring(mark + 1),
        byName,
        body);
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The path's parts, percent-decoded: {@code /api/lists/X1/} is {@code [api, lists, X1]}. */
  public List<String> segments() {
    List<String> parts = new ArrayList<>();
    for (String part : List.of(path.split("/", -1))) {
      if (!part.isEmpty()) {
        parts.add(decode(part.replace("+", "%2B")));
      }
    }
    return Collections.unmodifiableList(parts);
  }

  /** The first value of a query parameter, decoded. */
  public Optional<String> parameter(String name) {
    if (query.isEmpty() || (query.indexOf('%') < 0 && !query.contains(name))) {
      return Optional.empty();
    }
    for (String pair : List.of(query.split("&", -1))) {
      int equals = pair.indexOf('=');
      String key = equals < 0 ? pair : pair.substring(0, equals);
      if (!pair.isEmpty() && decode(key).equals(name)) {
        return Optional.of(equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
    return Optional.empty();
  }

  private static String decode(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
