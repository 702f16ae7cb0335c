package io.espalier.sync.cli;

import io.espalier.sandbox.DisputedFact;
import io.espalier.sandbox.SandboxProvider;
import io.espalier.sandbox.Switches;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code mailchimp:zero-is-present=off} and its like. */
final class SwitchWords {
  private static final Pattern FORM = Pattern.compile("([a-z-]+):([a-z0-9-]+)=(on|off)");

  private SwitchWords() {}

  /** The switches of one sandbox among all that were given. */
  static Switches of(SandboxProvider provider, List<String> given) {
    Switches switches = Switches.usual();
    for (String text : given) {
      Matcher parts = parse(text);
      if (parts.group(1).equals(provider.id())) {
        switches = switches.with(fact(provider, parts.group(2)), parts.group(3).equals("on"));
      }
    }
    return switches;
  }

  /** Refuses what names no sandbox. */
  static void check(List<SandboxProvider> providers, List<String> given) {
    List<String> ids = providers.stream().map(SandboxProvider::id).toList();
    for (String text : given) {
      String id = parse(text).group(1);
      if (!ids.contains(id)) {
        throw new Wrong(
            "there is no sandbox '" + id + "' in '" + text + "'",
            "name one of " + String.join(", ", ids));
      }
    }
  }

  private static Matcher parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new Wrong(
          "'" + text + "' is no switch", "write ESP:SWITCH=on or =off; --list-switches tells all");
    }
    return parts;
  }

  private static DisputedFact fact(SandboxProvider provider, String word) {
    for (DisputedFact fact : provider.disputed()) {
      if (fact.word().equals(word)) {
        return fact;
      }
    }
    throw new Wrong(
        "the sandbox of " + provider.id() + " has no switch '" + word + "'",
        "--list-switches tells all");
  }
}
