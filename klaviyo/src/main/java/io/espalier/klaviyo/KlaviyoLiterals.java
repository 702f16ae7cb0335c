package io.espalier.klaviyo;

import io.espalier.model.Cased;
import io.espalier.template.Context;
import io.espalier.template.Field;
import io.espalier.template.TemplateEvaluator;
import java.lang.Character.UnicodeScript;
import java.util.List;
import java.util.Optional;

/** Variables, quoted text and escaping in Klaviyo's templates. */
final class KlaviyoLiterals {
  private KlaviyoLiterals() {}

  /** The field as a variable. Source: help.klaviyo.com 4408802648731, read 2026-11-23. */
  static String read(Field field) {
    return switch (field.vendorName()) {
      case "email", "first_name", "last_name" -> field.vendorName();
      case "organization", "title", "phone_number" -> "person." + field.vendorName();
      default -> "person|lookup:'" + field.vendorName() + "'";
    };
  }

  /**
   * A text in quotes; empty where none can hold it. Nothing can be escaped with certainty, and a
   * text that looks like a date may have been made one.
   */
  static Optional<String> quoted(String text) {
    boolean breaks =
        text.indexOf('\\') >= 0
            || text.chars().anyMatch(c -> c < ' ' || c == 0x2028 || c == 0x2029 || c == 0x85)
            || List.of("{{", "}}", "{%", "%}", "{#", "#}").stream().anyMatch(text::contains)
            || text.matches("\\d{4}-\\d{1,2}-\\d{1,2}.*|\\d{1,2}/\\d{1,2}/\\d{2,4}.*");
    if (breaks || (text.indexOf('\'') >= 0 && text.indexOf('"') >= 0)) {
      return Optional.empty();
    }
    String quote = text.indexOf('\'') >= 0 ? "\"" : "'";
    return Optional.of(quote + text + quote);
  }

  /**
   * The field in lower case, for a comparison with this text; empty where Klaviyo's lower case
   * could differ from {@link Cased#fold} on what equals it. Python's makes two characters of İ and
   * looks around a Σ, so those two are brought to lower case before.
   */
  static Optional<String> folded(Field field, String text) {
    String folded = Cased.fold(text);
    if (!folded.codePoints().allMatch(KlaviyoLiterals::foldsAlike)) {
      return Optional.empty();
    }
    StringBuilder subject = new StringBuilder(read(field)).append("|default:''");
    if (folded.indexOf('i') >= 0) {
      subject.append("|find_replace:'İ|i'");
    }
    if (folded.indexOf('σ') >= 0 || folded.indexOf('ς') >= 0) {
      subject.append("|find_replace:'Σ|σ'");
    }
    return Optional.of(subject.append("|lower").toString());
  }

  /** Alphabets whose case has been the same in every version of Unicode that matters. */
  private static boolean foldsAlike(int c) {
    if (c < 0x180 || (c >= 0x430 && c <= 0x45F) || (c >= 0x3AC && c <= 0x3CE)) {
      return true;
    }
    UnicodeScript script = UnicodeScript.of(c);
    return script == UnicodeScript.HAN
        || script == UnicodeScript.HIRAGANA
        || script == UnicodeScript.KATAKANA
        || script == UnicodeScript.HANGUL
        || script == UnicodeScript.ARABIC
        || script == UnicodeScript.HEBREW;
  }

  /** The condition without what stands in quotes. */
  static String outsideQuotes(String condition) {
    return condition.replaceAll("'[^']*'|\"[^\"]*\"", "''");
  }

  /** Plain text made valid in its context. */
  static String escaped(String text, Context context) {
    return switch (context) {
      case HTML, ATTRIBUTE ->
          text.replace("&", "&amp;")
              .replace("<", "&lt;")
              .replace(">", "&gt;")
              .replace("\"", "&quot;")
              .replace("'", "&#39;");
      case URL, PATH -> TemplateEvaluator.encoded(text);
      case JSON -> json(text);
      case PLAIN -> text;
    };
  }

  private static String json(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // '<' too: the JSON may stand in a script element.
      if (c < ' ' || c == '"' || c == '\\' || c == '<' || c == 0x2028 || c == 0x2029) {
        escaped.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
