package io.espalier.sync.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.sync.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plan as a person reads it, and as a program does. */
final class PlanText {
  private PlanText() {}

  static List<String> lines(Plan plan) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT, "plan %s: %,d profiles as of %s", plan.id(), plan.profiles(), plan.now()));
    for (Plan.Part part : plan.parts()) {
      lines.add("");
      if (part.rows() == 0) {
        lines.add(part.label() + ": nothing to do");
      } else {
        lines.add(
            String.format(
                Locale.ROOT,
                "%s: %,d rows, about %,d calls, at least %s at its quota",
                part.label(),
                part.rows(),
                part.calls(),
                time(part.seconds())));
      }
      if (!part.fields().isEmpty()) {
        lines.add("  + fields     " + String.join(", ", part.fields()));
      }
      part.backfills()
          .forEach(
              one ->
                  lines.add(
                      String.format(
                          Locale.ROOT,
                          "  ~ back-fill  %s, to %,d who are there already",
                          one.attribute(),
                          one.people())));
      if (part.created() + part.changed() > 0) {
        lines.add(
            String.format(
                Locale.ROOT,
                "  ~ profiles   %,d new, %,d changed",
                part.created(),
                part.changed()));
      }
      if (part.consents() > 0) {
        lines.add(String.format(Locale.ROOT, "  ~ consent    %,d", part.consents()));
      }
      for (Plan.SegmentPart segment : part.segments()) {
        segment(segment, lines);
      }
      if (part.withheld() > 0) {
        long never = part.never().stream().mapToLong(Plan.Never::people).sum();
        lines.add(
            String.format(
                Locale.ROOT, "  . withheld   %,d people who opted out", part.withheld() - never));
        part.never()
            .forEach(
                one ->
                    lines.add(
                        String.format(
                            Locale.ROOT,
                            "  . withheld   %,d people who are never sent: %s",
                            one.people(),
                            one.reason())));
      }
      if (part.parked() > 0) {
        lines.add(
            String.format(
                Locale.ROOT,
                "  . parked     %,d rows that %s refused before, unchanged since",
                part.parked(),
                part.label()));
      }
    }
    for (Plan.Stop stop : plan.stops()) {
      lines.add("");
      lines.add("STOP " + (stop.esp().isEmpty() ? "" : stop.esp() + ": ") + stop.reason());
      lines.add("  " + stop.mend());
    }
    return lines;
  }

  private static void segment(Plan.SegmentPart segment, List<String> lines) {
    if (!segment.held().isEmpty()) {
      lines.add(
          "  . segment    "
              + segment.id()
              + ": "
              + segment.held()
              + (segment.leaves() > 0
                  ? String.format(Locale.ROOT, "; %,d leave", segment.leaves())
                  : ""));
    } else if (segment.define() || segment.joins() + segment.leaves() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %s segment    %s \"%s\": %,d join, %,d leave, then %,d members",
              segment.define() ? "+" : "~",
              segment.id(),
              segment.name(),
              segment.joins(),
              segment.leaves(),
              segment.members()));
    }
    if (!segment.note().isEmpty()) {
      lines.add("  . segment    " + segment.id() + ": " + segment.note());
    }
  }

  static String time(long seconds) {
    return seconds < 60
        ? seconds + " s"
        : seconds < 3600
            ? seconds / 60 + " min"
            : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }

  static JsonObject json(Plan plan) {
    JsonObject document = new JsonObject();
    for (Plan.Part part : plan.parts()) {
      JsonObject one = new JsonObject();
      JsonArray fields = new JsonArray();
      part.fields().forEach(fields::add);
      one.add("fields", fields);
      JsonArray backfills = new JsonArray();
      part.backfills()
          .forEach(
              backfill -> {
                JsonObject field = new JsonObject();
                field.addProperty("field", backfill.attribute());
                field.addProperty("people", backfill.people());
                backfills.add(field);
              });
      one.add("backfills", backfills);
      one.addProperty("profiles_new", part.created());
      one.addProperty("profiles_changed", part.changed());
      one.addProperty("consents", part.consents());
      one.addProperty("joins", part.joins());
      one.addProperty("leaves", part.leaves());
      one.addProperty("withheld", part.withheld());
      JsonObject never = new JsonObject();
      part.never().forEach(n -> never.addProperty(n.reason(), n.people()));
      one.add("never_sent", never);
      one.addProperty("parked", part.parked());
      one.addProperty("rows", part.rows());
      one.addProperty("calls", part.calls());
      one.addProperty("seconds", part.seconds());
      JsonArray segments = new JsonArray();
      for (Plan.SegmentPart segment : part.segments()) {
        JsonObject s = new JsonObject();
        s.addProperty("id", segment.id());
        s.addProperty("name", segment.name());
        s.addProperty("members", segment.members());
        s.addProperty("joins", segment.joins());
        s.addProperty("leaves", segment.leaves());
        s.addProperty("define", segment.define());
        if (!segment.held().isEmpty()) {
          s.addProperty("held", segment.held());
        }
        if (!segment.note().isEmpty()) {
          s.addProperty("note", segment.note());
        }
        segments.add(s);
      }
      one.add("segments", segments);
      document.add(part.esp(), one);
    }
    if (!plan.stops().isEmpty()) {
      JsonArray stops = new JsonArray();
      plan.stops().forEach(s -> stops.add((s.esp().isEmpty() ? "" : s.esp() + ": ") + s.reason()));
      document.add("stops", stops);
    }
    return document;
  }

  /** Of a sync that guards have stopped: nothing was sent, why, and what lets it pass. */
  static JsonObject stopped(Plan plan, List<Plan.Stop> stops) {
    JsonObject document = new JsonObject();
    document.addProperty("stopped", true);
    document.addProperty("plan", plan.id());
    document.addProperty("profiles", plan.profiles());
    JsonArray reasons = new JsonArray();
    for (Plan.Stop stop : stops) {
      JsonObject one = new JsonObject();
      one.addProperty("guard", stop.guard());
      if (!stop.esp().isEmpty()) {
        one.addProperty("esp", stop.esp());
      }
      one.addProperty("reason", stop.reason());
      one.addProperty("mend", stop.mend());
      reasons.add(one);
    }
    document.add("stops", reasons);
    return document;
  }
}
