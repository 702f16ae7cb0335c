package io.espalier.sync.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.sync.drift.AccountDrift;
import io.espalier.sync.drift.Finding;
import io.espalier.sync.project.DriftSpec.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was changed inside the ESPs, as a person reads it, and as a program does. */
final class DriftText {
  private DriftText() {}

  static List<String> lines(AccountDrift drift) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %,d people and %,d memberships read, %s",
            drift.label(),
            drift.people(),
            drift.members(),
            drift.isEmpty() ? "no drift" : things(drift.findings().size())));
    for (Finding finding : drift.findings()) {
      lines.add("  ! " + sentence(finding) + "  [" + finding.policy().word() + "]");
      if (finding.conflicts() > 0 && finding.policy() != Policy.OURS) {
        lines.add(
            String.format(
                Locale.ROOT,
                "      of these %,d were changed here, too: the next sync sends ours",
                finding.conflicts()));
      }
      for (Finding.Example example : finding.examples()) {
        lines.add("      " + example(example));
      }
    }
    drift
        .normalised()
        .forEach(
            n ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "  . %s: %,d values %s, which is the vendor's doing",
                        n.field(),
                        n.people(),
                        n.form().words())));
    if (drift.settled() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  . %,d values were changed there to what is wanted here",
              drift.settled()));
    }
    if (drift.kept() > 0) {
      lines.add(
          String.format(
              Locale.ROOT, "  . %,d changes of theirs are kept until ours changes", drift.kept()));
    }
    if (drift.strangers() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  . %,d people there are none of ours; nothing is done to them",
              drift.strangers()));
    }
    return lines;
  }

  private static String things(int count) {
    return count == 1 ? "1 thing was changed there" : count + " things were changed there";
  }

  private static String sentence(Finding finding) {
    String people =
        String.format(
            Locale.ROOT, "%,d %s", finding.count(), finding.count() == 1 ? "person" : "people");
    String subject = finding.subject();
    return switch (finding.what()) {
      case VALUE_CHANGED -> "field " + subject + ": another value of " + people;
      case FIELD_DELETED -> "field " + subject + ": deleted there";
      case FIELD_ALTERED -> "field " + subject + ": is of type " + finding.there() + " there";
      case SEGMENT_DELETED -> "segment " + subject + ": deleted there";
      case SEGMENT_RENAMED ->
          "segment " + subject + ": is called \"" + finding.there() + "\" there";
      case MEMBER_REMOVED -> "segment " + subject + ": " + people + " taken out there";
      case MEMBER_ADDED -> "segment " + subject + ": " + people + " of ours put in there";
      case STRANGER_ADDED -> "segment " + subject + ": " + people + " none of ours put in there";
      case PERSON_DELETED -> people + " deleted there";
      case ADDRESS_CHANGED -> people + " given another address there";
      case MADE_MAILABLE -> people + " made mailable there without consent";
      case MADE_UNMAILABLE -> people + " who consented made unmailable there";
    };
  }

  private static String example(Finding.Example example) {
    StringBuilder line = new StringBuilder();
    if (!example.key().isEmpty()) {
      line.append(ScoreExplainCommand.shown(example.key())).append(' ');
    }
    line.append('(').append(example.address()).append(')');
    if (!example.ours().isEmpty() || !example.theirs().isEmpty()) {
      line.append(": confirmed ").append(quoted(example.ours()));
      line.append(", there now ").append(quoted(example.theirs()));
    }
    return line.toString();
  }

  private static String quoted(String text) {
    return text.isEmpty() ? "nothing" : '"' + text + '"';
  }

  static JsonObject json(List<AccountDrift> all) {
    JsonObject document = new JsonObject();
    document.addProperty(
        "drift", all.stream().mapToLong(account -> account.findings().size()).sum());
    JsonArray esps = new JsonArray();
    for (AccountDrift drift : all) {
      JsonObject one = new JsonObject();
      one.addProperty("esp", drift.esp());
      one.addProperty("people", drift.people());
      one.addProperty("memberships", drift.members());
      one.addProperty("strangers", drift.strangers());
      one.addProperty("settled", drift.settled());
      one.addProperty("kept", drift.kept());
      JsonArray findings = new JsonArray();
      drift.findings().forEach(finding -> findings.add(json(finding)));
      one.add("findings", findings);
      JsonArray normalised = new JsonArray();
      for (AccountDrift.Normalised n : drift.normalised()) {
        JsonObject form = new JsonObject();
        form.addProperty("field", n.field());
        form.addProperty("form", n.form().name().toLowerCase(Locale.ROOT));
        form.addProperty("people", n.people());
        normalised.add(form);
      }
      one.add("normalised", normalised);
      esps.add(one);
    }
    document.add("esps", esps);
    return document;
  }

  private static JsonObject json(Finding finding) {
    JsonObject one = new JsonObject();
    one.addProperty("what", finding.what().name().toLowerCase(Locale.ROOT));
    if (!finding.subject().isEmpty()) {
      one.addProperty("subject", finding.subject());
    }
    if (!finding.there().isEmpty()) {
      one.addProperty("there", finding.there());
    }
    one.addProperty("policy", finding.policy().word());
    one.addProperty("count", finding.count());
    one.addProperty("conflicts", finding.conflicts());
    JsonArray examples = new JsonArray();
    for (Finding.Example example : finding.examples()) {
      JsonObject e = new JsonObject();
      if (!example.key().isEmpty()) {
        e.addProperty("key", ScoreExplainCommand.shown(example.key()));
      }
      e.addProperty("address", example.address());
      if (!example.ours().isEmpty() || !example.theirs().isEmpty()) {
        e.addProperty("confirmed", example.ours());
        e.addProperty("there", example.theirs());
      }
      examples.add(e);
    }
    one.add("examples", examples);
    return one;
  }
}
