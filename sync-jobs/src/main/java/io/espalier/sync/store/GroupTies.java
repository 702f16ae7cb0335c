package io.espalier.sync.store;

import io.espalier.model.EmailAddress;
import io.espalier.rule.Issue;
import io.espalier.rule.Rule;
import io.espalier.sql.SqlQuery;
import io.espalier.sync.project.ExclusiveGroups;
import io.espalier.sync.project.WrongInput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Looks for somebody who shows that two segments of one group and one priority both match. */
final class GroupTies {
  private final Engine engine;
  private final Function<Map<String, Rule>, SqlQuery> compiler;

  GroupTies(Engine engine, Function<Map<String, Rule>, SqlQuery> compiler) {
    this.engine = engine;
    this.compiler = compiler;
  }

  /**
   * Gives a warning for each tie that nobody shows.
   *
   * @param loaded the rules whose attributes and events are loaded; other ties are not looked at
   * @throws WrongInput with every tie that somebody shows
   */
  List<Issue> check(List<ExclusiveGroups.Tie> ties, Collection<Rule> loaded) {
    List<Issue> errors = new ArrayList<>();
    List<Issue> warnings = new ArrayList<>();
    for (ExclusiveGroups.Tie tie : ties) {
      if (loaded.contains(tie.first().rule()) && loaded.contains(tie.second().rule())) {
        SqlQuery query = compiler.apply(Map.of("es_both", tie.both()));
        engine.each(
            "select count(*), min(key) from (" + query.sql() + ") where es_both",
            row -> {
              long people = row.getLong(1);
              if (people == 0) {
                warnings.add(tie.possible(true));
              } else {
                errors.add(tie.found(people, shown(row.getString(2))));
              }
            },
            query.binds().toArray());
      }
    }
    if (!errors.isEmpty()) {
      throw new WrongInput(errors);
    }
    return warnings;
  }

  private static String shown(String key) {
    return key.contains("@") ? EmailAddress.mask(key) : key;
  }
}
