package io.espalier.sync.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models: what they read, by the engine's own parser, and what may be wrong with them. */
final class ModelTest {
  @TempDir Path dir;

  private Loaded models(String models) {
    return Loaded.models(dir, models);
  }

  @Test
  void aModelReadsSourcesAndModelsInAnyOrder() {
    assertEquals(
        List.of("n BIGINT", "2"),
        models(
                """
                top: select count(*) as n from middle
                middle: select * from customers where country = 'France'
                """)
            .rows("top"));
  }

  @Test
  void aNameGivenByWithMayBeThatOfTheTableItReads() {
    assertEquals(
        List.of("n BIGINT", "2"),
        models(
                "top: with orders as (select * from orders where amount > 1), b as (select * from orders) select count(*) as n from b\n")
            .rows("top"));
  }

  @Test
  void aModelMayNameAStepLikeItself() {
    assertEquals(
        List.of("n BIGINT", "3"),
        models("top: with top as (select * from customers) select count(*) as n from top\n")
            .rows("top"));
  }

  @Test
  void recursionReadsItself() {
    assertEquals(
        List.of("n INTEGER", "1", "2", "3"),
        models(
                "top: with recursive r as (select 1 as n union all select n + 1 from r where n < 3) select n from r\n")
            .rows("top"));
  }

  @Test
  void subqueriesAreReadToo() {
    assertEquals(
        List.of("id VARCHAR", "c1", "c2"),
        models(
                "top: select id from customers where id in (select customer from orders) order by id;\n")
            .rows("top"));
  }

  @Test
  void aTableMayBeCalledWhateverTheStoreNeeds() {
    Loaded it =
        models("plan: select 1 as n\nrun: select n + 1 as n from plan\nmeta: select 3 as n\n");

    assertEquals(List.of("n INTEGER", "2"), it.rows("run"));
  }

  @Test
  void aCircleNamesItsWay() {
    assertEquals(
        """
        espalier.yaml:3:3: error: models read each other in a circle: a -> b -> c -> a
          a: select * from b
          ^
          one of them must read a source instead""",
        models("a: select * from b\nb: select * from c\nc: select * from a\n").wrong("a"));
  }

  @Test
  void anUnknownTableNamesTheNearest() {
    assertEquals(
        """
        espalier.yaml:5:10: error: model 'a' reads 'custmers', and there is no such source or model
          from custmers
               ^^^^^^^^
          did you mean 'customers'?
        espalier.yaml:6:20: error: model 'b' reads 'nothing', and there is no such source or model
          b: select 1 from nothing
                           ^^^^^^^
          known: a, b, customers, orders""",
        models("a: |\n  select 'ä' as x,\n  from custmers\nb: select 1 from nothing\n").wrong("a"));
  }

  @Test
  void aSyntaxErrorHasItsCaret() {
    assertEquals(
        """
        espalier.yaml:4:18: error: model 'a': syntax error at or near "customers"
          select * frm customers
                       ^""",
        models("a: |\n  select * frm customers\n").wrong("a"));
  }

  @Test
  void onlyASelectIsAModel() {
    assertEquals(
        """
        espalier.yaml:3:6: error: model 'a': this is no SELECT
          a: delete from customers
             ^
          a model is one SELECT""",
        models("a: delete from customers\n").wrong("a"));
    assertEquals(
        """
        espalier.yaml:3:3: error: model 'a' holds several statements
          a: select 1; select 2
          ^
          a model is one SELECT""",
        Loaded.models(dir.resolve("b"), "a: select 1; select 2\n").wrong("a"));
  }

  @Test
  void aColumnThatIsNotThereHasItsCaret() {
    assertEquals(
        """
        espalier.yaml:4:12: error: model 'a': referenced column "contry" not found in FROM clause!
          select contry from customers
                 ^^^^^^""",
        models("a: |\n  select contry from customers\n").wrong("a"));
  }
}
