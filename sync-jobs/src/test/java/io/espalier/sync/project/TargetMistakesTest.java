package io.espalier.sync.project;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetMistakesTest {
  @TempDir Path dir;

  @Test
  void eachMistakeOfATargetIsTold() {
    assertEquals(
        """
        espalier.yaml:2:18: error: there is no source or model 'custmers'
          a:      {from: custmers, path: a.jsonl}
                         ^^^^^^^^
          did you mean 'customers'?
        espalier.yaml:3:32: error: 'a' is written to this file already
          b:      {from: orders, path: a.jsonl}
                                       ^^^^^^^
          give each target a file of its own
        espalier.yaml:4:18: error: unknown kind 'csv'
          c:      {kind: csv, from: orders, path: c.csv}
                         ^^^
          a target is jsonl: JSON Lines in a file
        espalier.yaml:5:11: error: 'path' is missing
          d:      {from: orders, to: d.jsonl}
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^
          the file to write, relative to the project
        espalier.yaml:5:26: error: unknown key 'to'
          d:      {from: orders, to: d.jsonl}
                                 ^^
          known: from, kind, path
        espalier.yaml:6:3: error: 'e/f' cannot name a target
          e/f:    {from: orders, path: e.jsonl}
          ^^^
          use letters, digits, _ and - only""",
        Shop.in(dir)
            .edit(
                "espalier.yaml",
                "project: shop\n",
                """
                targets:
                  a:      {from: custmers, path: a.jsonl}
                  b:      {from: orders, path: a.jsonl}
                  c:      {kind: csv, from: orders, path: c.csv}
                  d:      {from: orders, to: d.jsonl}
                  e/f:    {from: orders, path: e.jsonl}
                """)
            .mistakes());
  }
}
