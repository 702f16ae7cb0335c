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
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an email means for the people in the population, without any ESP. */
final class Reference {
  private static final String FLAGS = "es_reference";

  /**
   * One of them.
   *
   * @param holding the rules that hold for the person, of those that were asked
   */
  record Person(Profile profile, Set<Rule> holding, TemplateEvaluator evaluator) {}

  private Reference() {}

  /** Of the one person in the population. */
  static TemplateEvaluator evaluator(
      Project project, Engine engine, Population population, MjmlEmail email) {
    return people(project, engine, population, email, List.of()).values().stream()
        .findFirst()
        .orElseThrow()
        .evaluator();
  }

  /**
   * Everybody in the population, by key.
   *
   * @param more rules to ask besides those of the email
   */
  static Map<String, Person> people(
      Project project,
      Engine engine,
      Population population,
      MjmlEmail email,
      Collection<Rule> more) {
    Set<Rule> distinct = new LinkedHashSet<>(more);
    for (Template template : List.of(email.html(), email.text(), email.subject())) {
      distinct.addAll(TemplateEvaluator.rules(template));
    }
    List<Rule> rules = List.copyOf(distinct);
    Map<String, Rule> columns = new LinkedHashMap<>();
    rules.forEach(rule -> columns.put("r_" + columns.size(), rule));
    Map<String, Set<Rule>> holding = new HashMap<>();
    if (!rules.isEmpty()) {
      population.flags(FLAGS, columns);
      engine.each(
          "select * from " + FLAGS,
          row -> {
            Set<Rule> theirs = new HashSet<>();
            for (int i = 0; i < rules.size(); i++) {
              if (row.getBoolean("r_" + i)) {
                theirs.add(rules.get(i));
              }
            }
            holding.put(row.getString("key"), theirs);
          });
    }
    Map<String, Person> people = new LinkedHashMap<>();
    for (Profile profile : profiles(project, engine)) {
      String key = profile.key().value();
      Set<Rule> theirs = holding.getOrDefault(key, Set.of());
      people.put(
          key,
          new Person(
              profile, theirs, new TemplateEvaluator(theirs::contains, profile, project.zone())));
    }
    return people;
  }

  private static List<Profile> profiles(Project project, Engine engine) {
    List<Attribute> attributes = List.copyOf(project.profile().all().values());
    StringBuilder columns = new StringBuilder("key");
    attributes.forEach(a -> columns.append(", ").append(Engine.quote("a_" + a.name())));
    return engine.list(
        "select " + columns + " from " + Population.PROFILES + " order by key",
        row -> {
          Map<String, Value> values = new HashMap<>();
          for (int i = 0; i < attributes.size(); i++) {
            Value value = ValueColumns.read(row, i + 2, attributes.get(i).type());
            if (value.exists()) {
              values.put(attributes.get(i).name(), value);
            }
          }
          return new Profile(new ProfileKey(row.getString(1)), values, Map.of());
        });
  }
}
