package io.espalier.contract;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person sees of a rendering: its tags as tags, and its texts, links and data decoded. Two
 * ways to escape the same text are the same; a tag that came out of data is not.
 */
final class Seen {
  private static final Pattern DATA =
      Pattern.compile("(<script type=\"application/ld\\+json\">)(.*?)(</script>)", Pattern.DOTALL);
  private static final Pattern LINK =
      Pattern.compile(
          "(<a href=\"https://x\\.example\\.com/\\?q=)(.*?)(&amp;k=1\">)", Pattern.DOTALL);
  private static final Pattern PATH =
      Pattern.compile("(<a href=\"https://x\\.example\\.com/)([^?\"]*?)(/k\">)");
  private static final Pattern REFERENCE = Pattern.compile("&(#[0-9]+|#x[0-9a-fA-F]+|[a-z]+);");

  private Seen() {}

  static String of(String html) {
    String text = replaced(html, DATA, Seen::data);
    text = replaced(text, LINK, Seen::link);
    text = replaced(text, PATH, Seen::path);
    text = text.replace('<', '\uE001').replace('>', '\uE002').replace('"', '\uE003');
    return normal(decoded(text));
  }

  static String ofLine(String line) {
    return normal(line).strip();
  }

  /** Mailchimp's copy keeps a bar from a star by a sign of no width. */
  private static String normal(String text) {
    return Normalizer.normalize(text.replace("\u2060", ""), Normalizer.Form.NFC);
  }

  private interface Decoder {
    String decode(String text);
  }

  private static String replaced(String text, Pattern pattern, Decoder decoder) {
    return pattern
        .matcher(text)
        .replaceAll(
            m ->
                Matcher.quoteReplacement(
                    m.group(1) + escaped(decoder.decode(m.group(2))) + m.group(3)));
  }

  private static String data(String json) {
    try {
      return JsonParser.parseString(json).getAsJsonObject().get("v").getAsString();
    } catch (JsonParseException | IllegalStateException e) {
      return "NO JSON: " + json;
    }
  }

  private static String link(String value) {
    try {
      return URLDecoder.decode(decoded(value), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "NO URL: " + value;
    }
  }

  /** A slash in it would begin another part, and a plus is none of a space's. */
  private static String path(String value) {
    String text = decoded(value);
    return text.contains("/") || text.contains("+") ? "NO PATH: " + value : link(value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String decoded(String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(m -> Matcher.quoteReplacement(character(m.group(1), m.group())));
  }

  private static String character(String name, String whole) {
    if (name.startsWith("#x")) {
      return Character.toString(Integer.parseInt(name.substring(2), 16));
    } else if (name.startsWith("#")) {
      return Character.toString(Integer.parseInt(name.substring(1)));
    }
    return switch (name) {
      case "amp" -> "&";
      case "lt" -> "<";
      case "gt" -> ">";
      case "quot" -> "\"";
      default -> whole;
    };
  }
}
