package io.espalier.sandbox.klaviyo.django;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Percent, Base64 and digests. */
final class CodingFilters {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~";

  private CodingFilters() {}

  static void addTo(Map<String, Filter> filters) {
    filters.put(
        "urlencode", Filter.text(Filter.Argument.OPTIONAL, false, CodingFilters::urlEncode));
    plain(filters, "urlencodeplus", text -> urlEncode(text, new Safe(" ")).replace(' ', '+'));
    plain(filters, "urldecode", text -> decode(text.replace("+", "%2B")));
    plain(filters, "urldecodeplus", CodingFilters::decode);
    plain(filters, "base64_encode", text -> base64(Base64.getEncoder(), text));
    plain(filters, "base64_url_safe_encode", text -> base64(Base64.getUrlEncoder(), text));
    plain(filters, "base64_decode", text -> unbase64(Base64.getDecoder(), text));
    plain(filters, "base64_url_safe_decode", text -> unbase64(Base64.getUrlDecoder(), text));
    plain(filters, "md5_hash", text -> digest("MD5", text));
    plain(filters, "sha_1", text -> digest("SHA-1", text));
    plain(filters, "sha_256", text -> digest("SHA-256", text));
  }

  private static void plain(Map<String, Filter> filters, String name, UnaryOperator<String> work) {
    filters.put(name, Filter.text(Filter.Argument.NONE, false, (text, given) -> work.apply(text)));
  }

  /** Percent-encodes all but unreserved characters and those given, a slash where none are. */
  static String urlEncode(String text, @Nullable Object given) {
    String kept = UNRESERVED + (given == null ? "/" : Python.text(given));
    StringBuilder encoded = new StringBuilder();
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      if (octet >= 0 && kept.indexOf(octet) >= 0) {
        encoded.append((char) octet);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
      }
    }
    return encoded.toString();
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return text;
    }
  }

  private static String base64(Base64.Encoder encoder, String text) {
    return encoder.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String unbase64(Base64.Decoder decoder, String text) {
    try {
      return new String(decoder.decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw new TemplateFault("not Base64");
    }
  }

  private static String digest(String algorithm, String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException(absent);
    }
  }
}
