package io.espalier.spi;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An ESP calls us. All of it is a stranger's word until its signature was checked.
 *
 * @param path what follows the ESP's own address, without a slash in front; may be a secret
 * @param headers by name; looked up whatever the case
 */
public record HookCall(String method, String path, Map<String, String> headers, byte[] body) {
  public HookCall {
    Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    names.putAll(headers);
    headers = names;
    body = body.clone();
  }

  @Override
  public byte[] body() {
    return body.clone();
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Without what it says: a path may be a secret, a body names people. */
  @Override
  public String toString() {
    return "HookCall[" + method + ", " + body.length + " bytes]";
  }
}
