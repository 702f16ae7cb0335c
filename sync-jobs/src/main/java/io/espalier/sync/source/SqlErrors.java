package io.espalier.sync.source;

import io.espalier.rule.Issue;
import io.espalier.rule.Place;
import io.espalier.sync.project.ModelSpec;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the engine's error about a model's SQL into one at its place in the user's file. */
final class SqlErrors {
  private static final Pattern NAMED = Pattern.compile("\"([^\"]+)\"");

  private SqlErrors() {}

  static Issue issue(ModelSpec model, String message) {
    String said = message.replaceFirst("^(?:[A-Z][A-Za-z]* )*Error: ", "");
    return Issue.error(
        place(model, said), "model '" + model.name() + "': " + decapitalised(said), "");
  }

  /** The first name that the message quotes and the SQL holds; else the whole SQL. */
  private static Place place(ModelSpec model, String message) {
    Matcher named = NAMED.matcher(message);
    while (named.find()) {
      Matcher at =
          Pattern.compile("(?<![A-Za-z0-9_])" + Pattern.quote(named.group(1)) + "(?![A-Za-z0-9_])")
              .matcher(model.sql());
      if (at.find()) {
        return model.origin().place(at.start(), at.end());
      }
    }
    return model.place();
  }

  private static String decapitalised(String text) {
    return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }
}
