package io.espalier.sync.serve;

import io.espalier.amp.live.LiveBlock;
import io.espalier.model.Attribute;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.spi.Surroundings;
import io.espalier.sync.project.LiveSpec;
import io.espalier.sync.project.Project;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import io.espalier.sync.store.ValueColumns;
import io.espalier.template.TemplateEvaluator;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the blocks show of people: the attributes that they name, as of one instant. */
final class LivePeople {
  private final Project project;
  private final LiveSpec live;
  private volatile Map<String, Map<String, Value>> people = Map.of();

  LivePeople(Project project, LiveSpec live) {
    this.project = project;
    this.live = live;
  }

  /**
   * Reads everybody anew; on a failure those of before stay.
   *
   * @throws io.espalier.sync.project.WrongInput where a source is not as the project says
   */
  void read(Instant now) {
    List<Attribute> attributes = new ArrayList<>();
    names().forEach(n -> project.schema().attribute(n).ifPresent(attributes::add));
    Map<String, Map<String, Value>> read = new HashMap<>();
    try (Engine engine = Engine.inMemory(project.store().memoryMiB());
        Rejects rejects = new Rejects(Optional.empty())) {
      Population.load(project, engine, rejects, now, List.of(), true);
      StringBuilder select = new StringBuilder("select key");
      for (Attribute attribute : attributes) {
        select.append(", ").append(Engine.quote("a_" + attribute.name()));
      }
      engine.each(
          select + " from " + Population.PROFILES,
          row -> {
            Map<String, Value> values = new HashMap<>();
            for (int i = 0; i < attributes.size(); i++) {
              ValueType type = attributes.get(i).type();
              Value value = ValueColumns.read(row, i + 2, type);
              if (value.exists()) {
                values.put(attributes.get(i).name(), value);
              }
            }
            read.put(row.getString(1), Map.copyOf(values));
          });
    }
    people = read;
  }

  /** Reads again and again, until the thread is interrupted. */
  void keepReading(
      Clock clock, Surroundings.Sleeper sleeper, java.time.Duration every, ServeLog log) {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        sleeper.sleep(every);
        read(clock.instant());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        log.failed("profiles", e);
      }
    }
  }

  /** Empty where there is no such person, or no more. */
  Optional<Map<String, Value>> of(String key) {
    return Optional.ofNullable(people.get(key));
  }

  int size() {
    return people.size();
  }

  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (LiveBlock block : live.blocks().values()) {
      block.items().ifPresent(names::add);
      block.until().ifPresent(names::add);
      if (block.items().isEmpty()) {
        names.addAll(block.columns().values());
      }
      if (block.form().isPresent()) {
        block.form().get().fields().forEach(question -> question.value().ifPresent(names::add));
        names.addAll(TemplateEvaluator.shown(block.say()));
      }
    }
    return names;
  }
}
