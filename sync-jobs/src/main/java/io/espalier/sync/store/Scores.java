package io.espalier.sync.store;

import io.espalier.rule.Moment;
import io.espalier.sql.ScoreCompiler;
import io.espalier.sql.SqlQuery;
import io.espalier.sync.project.ProfileSpec;
import io.espalier.sync.project.Project;
import java.util.ArrayList;
import java.util.List;

/** Adds the scores' columns to the people's table, computed by the engine over the events. */
final class Scores {
  private final Engine engine;
  private final ScoreCompiler compiler;

  Scores(Project project, Engine engine, Moment moment) {
    this.engine = engine;
    this.compiler = new ScoreCompiler(project.schema(), moment);
  }

  /** The events of these scores are loaded. */
  void add(List<ProfileSpec.Scored> scores) {
    if (scores.isEmpty()) {
      return;
    }
    List<String> columns = new ArrayList<>();
    StringBuilder joins = new StringBuilder();
    for (int i = 0; i < scores.size(); i++) {
      ProfileSpec.Scored scored = scores.get(i);
      String table = "es_score_" + i;
      if (scored.score().lines().isEmpty()) {
        engine.run(
            "create or replace temp table " + table + " (profile varchar, score decimal(38, 9))");
      } else {
        SqlQuery query = compiler.select(scored.score());
        engine.run(
            "create or replace temp table " + table + " as " + query.sql(),
            query.binds().toArray());
      }
      columns.add(
          "coalesce(" + table + ".score, 0) as " + Engine.quote("a_" + scored.attribute().name()));
      joins
          .append(" left join ")
          .append(table)
          .append(" on ")
          .append(table)
          .append(".profile = p.key");
    }
    engine.run(
        "create or replace temp table es_scored as select p.*, "
            + String.join(", ", columns)
            + " from "
            + Population.PROFILES
            + " p"
            + joins);
    engine.run("drop table " + Population.PROFILES);
    engine.run("alter table es_scored rename to " + Population.PROFILES);
    for (int i = 0; i < scores.size(); i++) {
      engine.run("drop table es_score_" + i);
    }
  }
}
