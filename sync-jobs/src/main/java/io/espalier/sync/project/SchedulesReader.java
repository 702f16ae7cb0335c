package io.espalier.sync.project;

import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.CronStyle;
import io.espalier.rule.Names;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code schedules:}. */
final class SchedulesReader {
  private final ZoneId standard;
  private final Map<String, ScheduleSpec> specs = new LinkedHashMap<>();

  private SchedulesReader(ZoneId standard) {
    this.standard = standard;
  }

  /**
   * @param zone of schedules that name none: the project's
   */
  static List<ScheduleSpec> read(YamlMap map, ZoneId zone) {
    SchedulesReader reader = new SchedulesReader(zone);
    map.map("schedules").ifPresent(reader::all);
    return List.copyOf(reader.specs.values());
  }

  private void all(YamlMap map) {
    Map<String, YamlMap> maps = new LinkedHashMap<>();
    for (String name : map.keys()) {
      map.map(name)
          .ifPresent(
              own -> {
                maps.put(name, own);
                specs.put(name, spec(name, own));
              });
    }
    maps.forEach((name, own) -> dependencies(name, own));
  }

  private ScheduleSpec spec(String name, YamlMap map) {
    ZoneId zone = map.text("timezone").flatMap(text -> zone(map, text)).orElse(standard);
    Optional<String> cron = map.text("cron").flatMap(text -> cron(map, text, zone));
    Optional<Duration> every = GuardsReader.time(map, "every");
    Optional<String> after = map.text("after");
    if (map.has("cron") && map.has("every")) {
      map.error("every", "a schedule has 'cron' or 'every', not both", "remove one of the two");
    } else if (!map.has("cron") && !map.has("every") && !map.has("after")) {
      map.keyError(
          "run",
          "schedule '" + name + "' never starts",
          "give cron: \"30 2 * * *\", every: 1h or after: JOB");
    }
    every
        .filter(Duration::isZero)
        .ifPresent(
            zero -> map.error("every", "'every' must be longer than nothing", "e.g. every: 1h"));
    String run = map.text("run").orElse("sync");
    if (!ScheduleSpec.COMMANDS.contains(run)) {
      map.error(
          "run",
          "a schedule cannot run '" + run + "'",
          "it can run " + String.join(", ", ScheduleSpec.COMMANDS));
    }
    Duration jitter = GuardsReader.time(map, "jitter").orElse(Duration.ZERO);
    map.refuseOthers();
    return new ScheduleSpec(name, cron, every, zone, run, jitter, after);
  }

  private static Optional<String> cron(YamlMap map, String text, ZoneId zone) {
    try {
      new CronSchedule(text, zone, CronStyle.UNIX);
      return Optional.of(text);
    } catch (IllegalArgumentException e) {
      map.error(
          "cron",
          "'" + text + "' is no cron expression",
          "minute hour day-of-month month day-of-week, e.g. cron: \"30 2 * * *\"");
      return Optional.empty();
    }
  }

  private static Optional<ZoneId> zone(YamlMap map, String text) {
    try {
      return Optional.of(ZoneId.of(text));
    } catch (DateTimeException e) {
      map.error("timezone", "'" + text + "' is no time zone", "e.g. timezone: Europe/Berlin");
      return Optional.empty();
    }
  }

  private void dependencies(String name, YamlMap map) {
    ScheduleSpec spec = specs.get(name);
    if (spec == null || spec.after().isEmpty()) {
      return;
    }
    String after = spec.after().get();
    if (!specs.containsKey(after)) {
      map.error(
          "after", "there is no schedule '" + after + "'", Names.suggestion(after, specs.keySet()));
      return;
    }
    Set<String> way = new LinkedHashSet<>(List.of(name));
    Optional<String> next = spec.after();
    while (next.isPresent()) {
      if (!way.add(next.get())) {
        List<String> circle = new ArrayList<>(way);
        circle.add(next.get());
        map.error("after", "schedules wait for each other: " + String.join(" after ", circle), "");
        return;
      }
      ScheduleSpec one = specs.get(next.get());
      next = one == null ? Optional.empty() : one.after();
    }
  }
}
