package io.espalier.mjml;

import io.espalier.rule.Origin;
import io.espalier.rule.Place;
import io.espalier.template.Template;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names between braces within a rule's text, replaced by what they stand for: a condition by
 * its rule in parentheses, a number or a text that is the same for everybody by itself.
 *
 * <pre>{@code
 * {{ rich }} and country == "{{ where }}" and points >= {{ least }}
 * }</pre>
 *
 * <p>A mistake in a rule that was given a name is told where it was written.
 */
final class NamedParts {
  private static final Pattern NAME =
      Pattern.compile("\\{\\{\\s*([A-Za-z][A-Za-z0-9_]*)\\s*\\}\\}");
  private static final Pattern NUMBER = Pattern.compile("\\s*-?[0-9]+(\\.[0-9]+)?\\s*");

  private final Decoded written;
  private final Scope scope;
  private final Reading reading;
  private final StringBuilder text = new StringBuilder();

  /** Offset in the new text → where the piece that begins there comes from. */
  private final NavigableMap<Integer, Piece> pieces = new TreeMap<>();

  /** A piece of the new text: its first character is at {@code at} of its origin's text. */
  private record Piece(Origin origin, int at, boolean whole, int length) {
    Place place(int from, int to) {
      return whole
          ? origin.place(at, at + length)
          : origin.place(at + from, at + Math.min(to, Math.max(from + 1, length)));
    }
  }

  private NamedParts(Decoded written, Scope scope, Reading reading) {
    this.written = written;
    this.scope = scope;
    this.reading = reading;
  }

  /** The text with its names replaced; empty where one means nothing here, and that is reported. */
  static Optional<Decoded> replaced(Decoded written, Scope scope, Reading reading) {
    return written.text().contains("{{")
        ? new NamedParts(written, scope, reading).replaced()
        : Optional.of(written);
  }

  private Optional<Decoded> replaced() {
    String from = written.text();
    Matcher name = NAME.matcher(from);
    int at = 0;
    while (name.find()) {
      boolean quoted = quoted(from, name.start());
      if (!scope.names().contains(name.group(1)) && quoted) {
        continue;
      }
      copy(at, name.start());
      at = name.end();
      if (!put(name, quoted)) {
        return Optional.empty();
      }
    }
    copy(at, from.length());
    return Optional.of(new Decoded(text.toString(), this::place));
  }

  private boolean put(Matcher name, boolean quoted) {
    String word = name.group(1);
    Optional<Decoded> condition = scope.condition(word);
    if (condition.isPresent() && !quoted) {
      boolean alone = written.text().strip().length() == name.end() - name.start();
      add(alone ? "" : "(", name);
      pieces.put(
          text.length(),
          new Piece(condition.get().origin(), 0, false, condition.get().text().length()));
      text.append(condition.get().text());
      add(alone ? "" : ")", name);
      return true;
    }
    Optional<Template> value = condition.isPresent() ? Optional.empty() : scope.of(word);
    Optional<String> known =
        value.filter(Template.Text.class::isInstance).map(v -> ((Template.Text) v).copy());
    if (known.isPresent() && quoted) {
      add(known.get().replace("\\", "\\\\").replace("\"", "\\\""), name);
      return true;
    }
    if (known.filter(k -> NUMBER.matcher(k).matches()).isPresent()) {
      add(known.get().strip(), name);
      return true;
    }
    wrong(name, word, quoted, condition.isPresent(), value.isPresent(), known.isPresent());
    return false;
  }

  private void wrong(
      Matcher name,
      String word,
      boolean quoted,
      boolean condition,
      boolean value,
      boolean sameForAll) {
    String mend = "give one its name: <es-let name=\"" + word + "\" test=\"...\"/>";
    String message = "'" + word + "' is no condition here";
    if (condition && quoted) {
      message = "'" + word + "' is a condition, and stands in a text";
      mend = "write it without quotes";
    } else if (value && sameForAll) {
      message = "'" + word + "' is a text, and stands without quotes";
      mend = "write \"{{ " + word + " }}\"";
    } else if (value) {
      message = "'" + word + "' is another for each person, and no test may hold it";
      mend = "compare with the attribute itself, e.g. city == country";
    }
    Place place = written.origin().place(name.start(), name.end());
    reading.report(place, message, mend);
  }

  /** True inside the double quotes of a text. */
  private static boolean quoted(String rule, int at) {
    boolean inside = false;
    for (int i = 0; i < at; i++) {
      if (inside && rule.charAt(i) == '\\') {
        i++;
      } else if (rule.charAt(i) == '"') {
        inside = !inside;
      }
    }
    return inside;
  }

  private void copy(int from, int to) {
    if (from < to) {
      pieces.put(text.length(), new Piece(written.origin(), from, false, to - from));
      text.append(written.text(), from, to);
    }
  }

  /** Text that stands for what is between the braces, and is told to be there. */
  private void add(String piece, Matcher name) {
    if (!piece.isEmpty()) {
      pieces.put(
          text.length(),
          new Piece(written.origin(), name.start(), true, name.end() - name.start()));
      text.append(piece);
    }
  }

  private Place place(int start, int end) {
    var piece = pieces.floorEntry(start);
    return piece == null
        ? written.origin().place(start, end)
        : piece.getValue().place(start - piece.getKey(), end - piece.getKey());
  }
}
