package io.espalier.sandbox.salesforcemc.ampscript;

import static io.espalier.sandbox.salesforcemc.ampscript.Arguments.text;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Functions on text. */
final class TextFunctions {
  private static final String BLANKS = "[\\s\\u00A0]+";

  private TextFunctions() {}

  static void addTo(Functions.Registry registry) {
    registry.add("Lowercase", 1, 1, (in, a) -> text(a, 0).toLowerCase(Locale.ROOT));
    registry.add("Uppercase", 1, 1, (in, a) -> upper(text(a, 0)));
    registry.add("ProperCase", 1, 1, (in, a) -> proper(text(a, 0)));
    registry.add(
        "Trim", 1, 1, (in, a) -> text(a, 0).replaceAll("^" + BLANKS + "|" + BLANKS + "$", ""));
    registry.add(
        "Length",
        1,
        1,
        (in, a) -> BigDecimal.valueOf(a.get(0) instanceof Boolean ? 0 : text(a, 0).length()));
    registry.add("Substring", 2, 3, (in, a) -> substring(a));
    registry.add("IndexOf", 2, 3, (in, a) -> BigDecimal.valueOf(indexOf(a)));
    registry.add("Replace", 3, 3, (in, a) -> replace(text(a, 0), text(a, 1), text(a, 2)));
    registry.add("ReplaceList", 3, -1, (in, a) -> replaceList(a));
    registry.add("RegExMatch", 3, -1, (in, a) -> match(a));
    registry.add("URLEncode", 1, 3, (in, a) -> urlEncode(a));
    registry.add("Char", 1, 2, (in, a) -> character(a));
    registry.add("SHA256", 1, 2, (in, a) -> digest("SHA-256", text(a, 0)));
    registry.add("SHA1", 1, 2, (in, a) -> digest("SHA-1", text(a, 0)));
    registry.add("SHA512", 1, 2, (in, a) -> digest("SHA-512", text(a, 0)));
    registry.add("MD5", 1, 2, (in, a) -> digest("MD5", text(a, 0)));
    registry.add(
        "Base64Encode",
        1,
        2,
        (in, a) -> Base64.getEncoder().encodeToString(text(a, 0).getBytes(StandardCharsets.UTF_8)));
    registry.add(
        "StringToHex",
        1,
        2,
        (in, a) -> HexFormat.of().formatHex(text(a, 0).getBytes(StandardCharsets.UTF_8)));
  }

  // Character by character: no ß → SS.
  private static String upper(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().map(Character::toUpperCase).forEach(out::appendCodePoint);
    return out.toString();
  }

  private static String proper(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean start = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(start ? Character.toUpperCase(c) : Character.toLowerCase(c));
      start = !Character.isLetterOrDigit(c) && c != '\'';
    }
    return out.toString();
  }

  private static String substring(List<@Nullable Object> a) {
    String text = text(a, 0);
    int start = Math.max(1, Arguments.whole("Substring", a, 1));
    int length = a.size() > 2 ? Arguments.whole("Substring", a, 2) : text.length();
    if (length < 0) {
      throw Failures.runtime("Substring: the length is negative");
    }
    int from = Math.min(start - 1, text.length());
    return text.substring(from, (int) Math.min((long) from + length, text.length()));
  }

  private static int indexOf(List<@Nullable Object> a) {
    String text = upper(text(a, 0));
    String part = upper(text(a, 1));
    int nth = a.size() > 2 ? Arguments.whole("IndexOf", a, 2) : 1;
    int found = -1;
    for (int i = 0; i < nth; i++) {
      found = text.indexOf(part, found + 1);
      if (found < 0) {
        return 0;
      }
    }
    return found + 1;
  }

  private static String replace(String text, String part, String with) {
    if (part.isEmpty()) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int end = at + part.length();
      if (end <= text.length() && Comparison.same(text.substring(at, end), part)) {
        out.append(with);
        at = end;
      } else {
        out.append(text.charAt(at));
        at++;
      }
    }
    return out.toString();
  }

  private static String replaceList(List<@Nullable Object> a) {
    String out = text(a, 0);
    for (int i = 2; i < a.size(); i++) {
      out = replace(out, text(a, i), text(a, 1));
    }
    return out;
  }

  private static String match(List<@Nullable Object> a) {
    int flags = 0;
    for (int i = 3; i < a.size(); i++) {
      switch (text(a, i).toLowerCase(Locale.ROOT)) {
        case "ignorecase" -> flags |= Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
        case "multiline" -> flags |= Pattern.MULTILINE;
        case "singleline" -> flags |= Pattern.DOTALL;
        case "ignorepatternwhitespace" -> flags |= Pattern.COMMENTS;
        default -> {
          // The other .NET options change nothing about what matches here.
        }
      }
    }
    try {
      Matcher matcher = Pattern.compile(text(a, 1), flags).matcher(text(a, 0));
      if (!matcher.find()) {
        return "";
      }
      String group = text(a, 2);
      boolean numbered = !group.isEmpty() && group.chars().allMatch(Character::isDigit);
      if (numbered && Integer.parseInt(group) > matcher.groupCount()) {
        return "";
      }
      String found = numbered ? matcher.group(Integer.parseInt(group)) : matcher.group(group);
      return found == null ? "" : found;
    } catch (PatternSyntaxException e) {
      throw Failures.runtime("RegExMatch: the pattern is not valid");
    } catch (IllegalArgumentException e) {
      throw Failures.runtime("RegExMatch: there is no such group");
    }
  }

  private static String urlEncode(List<@Nullable Object> a) {
    String text = text(a, 0);
    boolean all = Arguments.flag(a, 2);
    if (all) {
      return encode(text);
    }
    int query = text.indexOf('?');
    boolean url = text.regionMatches(true, 0, "http", 0, 4) && query > 0;
    // Without the third argument only the query of a URL is touched.
    return url
        ? text.substring(0, query + 1) + text.substring(query + 1).replace(" ", "%20")
        : text;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String character(List<@Nullable Object> a) {
    int code = Arguments.whole("Char", a, 0);
    int times = a.size() > 1 ? Arguments.whole("Char", a, 1) : 1;
    return String.valueOf((char) code).repeat(Math.max(0, times));
  }

  private static String digest(String algorithm, String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
