package io.espalier.sandbox.mailchimp.merge;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Prints a single tag. One modifier may stand before a field; they do not stack. */
record Printer(Recipient recipient, Disputed disputed) {

  /** Empty where the tag is unknown: it then stands in the mail as it is. */
  Optional<String> print(String name) {
    if (name.startsWith("DATE:")) {
      return Optional.of(PhpDate.print(name.substring("DATE:".length()), recipient.now()));
    }
    Optional<String> system = recipient.system(name);
    if (system.isPresent()) {
      return system;
    }
    Optional<String> plain = value(name);
    if (plain.isPresent()) {
      return plain.map(this::escaped);
    }
    int colon = name.indexOf(':');
    return colon < 0
        ? Optional.empty()
        : inner(name.substring(colon + 1)).flatMap(v -> modified(name.substring(0, colon), v));
  }

  /** What a modifier is applied to. */
  private Optional<String> inner(String name) {
    Optional<String> value = value(name);
    int colon = name.indexOf(':');
    return value.isPresent() || colon < 0 || !disputed.modifiersStack()
        ? value
        : inner(name.substring(colon + 1)).flatMap(v -> modified(name.substring(0, colon), v));
  }

  private Optional<String> value(String tag) {
    return recipient
        .field(tag)
        .map(field -> field.value().isEmpty() ? field.defaultValue() : field.value());
  }

  private Optional<String> modified(String modifier, String value) {
    return switch (modifier) {
      case "UPPER" -> Optional.of(escaped(value.toUpperCase(Locale.ROOT)));
      case "LOWER" -> Optional.of(escaped(value.toLowerCase(Locale.ROOT)));
      case "TITLE" -> Optional.of(escaped(title(value)));
      case "HTML" -> Optional.of(value);
      case "URL" -> Optional.of(url(value));
      default -> Optional.empty();
    };
  }

  private String url(String value) {
    String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
    return disputed.urlSpacesArePlus() ? encoded : encoded.replace("+", "%20");
  }

  private static String title(String value) {
    StringBuilder title = new StringBuilder(value.length());
    boolean starts = true;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      title.append(starts ? Character.toTitleCase(c) : Character.toLowerCase(c));
      starts = Character.isWhitespace(c);
    }
    return title.toString();
  }

  private String escaped(String value) {
    return disputed.escapesValues()
        ? value
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;")
        : value;
  }
}
