package io.espalier.template;

import io.espalier.rule.Rule;
import io.espalier.rule.RulePrinter;
import io.espalier.rule.Uses;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What {@code build --explain} says of a condition or a text: native, or synced, and how old. */
final class Explained {
  private Explained() {}

  /** All of it is synced. */
  static String synced(String what, Derived as, String why) {
    return what
        + ": synced as "
        + as.attribute().name()
        + " ("
        + why
        + ")"
        + age(as.source().rules());
  }

  /** The language says it, or a part of it. */
  static String said(Rule rule, List<Derived> needs) {
    String what = RulePrinter.print(rule) + ": native";
    List<String> notes = new ArrayList<>();
    List<Rule> rest = new ArrayList<>();
    for (Derived needed : needs) {
      if (needed.source() instanceof Derived.DueOf) {
        notes.add(
            "on "
                + needed.attribute().name()
                + ", the instant at which the answer changes: right whenever it is sent");
      } else {
        rest.addAll(needed.source().rules());
        notes.add(
            "but for "
                + needed.source().rules().stream()
                    .map(RulePrinter::print)
                    .collect(Collectors.joining("; "))
                + ", synced as "
                + needed.attribute().name());
      }
    }
    return notes.isEmpty() ? what : what + ", " + String.join(", ", notes) + age(rest);
  }

  static String packed(List<Rule> rules, Derived choice) {
    return rules.stream().map(RulePrinter::print).collect(Collectors.joining("; "))
        + ": packed, "
        + rules.size()
        + " conditions in the one field "
        + choice.attribute().name()
        + " (fields are few)"
        + age(rules);
  }

  /** An answer that time changes by itself is as old as the sync that gave it. */
  private static String age(List<Rule> rules) {
    Uses uses = Uses.of(rules);
    boolean changes = uses.clock() || !uses.events().isEmpty() || !uses.segments().isEmpty();
    return changes ? "; as of the last sync: an email sent later shows that answer" : "";
  }
}
