package io.espalier.sync.run;

import io.espalier.mjml.MjmlEmail;
import io.espalier.model.Attribute;
import io.espalier.model.Profile;
import io.espalier.model.ProfileKey;
import io.espalier.model.Value;
import io.espalier.rule.Rule;
import io.espalier.sync.project.Project;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import io.espalier.sync.store.ValueColumns;
import io.espalier.template.Template;
import io.espalier.template.TemplateEvaluator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an email means for the one person in the population, without any ESP. */
final class Reference {
  private static final String FLAGS = "es_reference";

  private Reference() {}

  static TemplateEvaluator evaluator(
      Project project, Engine engine, Population population, MjmlEmail email) {
    Set<Rule> distinct = new LinkedHashSet<>();
    for (Template template : List.of(email.html(), email.text(), email.subject())) {
      distinct.addAll(TemplateEvaluator.rules(template));
    }
    List<Rule> rules = List.copyOf(distinct);
    Map<String, Rule> columns = new LinkedHashMap<>();
    rules.forEach(rule -> columns.put("r_" + columns.size(), rule));
    Set<Rule> holding = new HashSet<>();
    if (!rules.isEmpty()) {
      population.flags(FLAGS, columns);
      engine.each(
          "select * exclude (key) from " + FLAGS,
          row -> {
            for (int i = 0; i < rules.size(); i++) {
              if (row.getBoolean("r_" + i)) {
                holding.add(rules.get(i));
              }
            }
          });
    }
    return new TemplateEvaluator(holding::contains, person(project, engine), project.zone());
  }

  private static Profile person(Project project, Engine engine) {
    List<Attribute> attributes = List.copyOf(project.profile().all().values());
    StringBuilder columns = new StringBuilder("key");
    attributes.forEach(a -> columns.append(", ").append(Engine.quote("a_" + a.name())));
    return engine
        .first(
            "select " + columns + " from " + Population.PROFILES,
            row -> {
              Map<String, Value> values = new HashMap<>();
              for (int i = 0; i < attributes.size(); i++) {
                Value value = ValueColumns.read(row, i + 2, attributes.get(i).type());
                if (value.exists()) {
                  values.put(attributes.get(i).name(), value);
                }
              }
              return new Profile(new ProfileKey(row.getString(1)), values, Map.of());
            })
        .orElseThrow();
  }
}
