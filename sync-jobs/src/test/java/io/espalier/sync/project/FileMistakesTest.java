package io.espalier.sync.project;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are absent, empty, or no YAML. */
final class FileMistakesTest {
  @TempDir Path dir;

  @Test
  void aMissingFileIsNamed() {
    assertEquals(
        """
        espalier.yaml: error: there is no such file
          write it, or start with 'espalier init'""",
        Shop.in(dir).without("espalier.yaml").mistakes());
  }

  @Test
  void bothFilesMayBeMissing() {
    assertEquals(
        """
        espalier.yaml: error: there is no such file
          write it, or start with 'espalier init'
        profile.yaml: error: there is no such file
          write it, or start with 'espalier init'""",
        Shop.in(dir).without("espalier.yaml").without("profile.yaml").mistakes());
  }

  @Test
  void anEmptyFileSaysSo() {
    assertEquals(
        """
        espalier.yaml: error: the file is empty
        profile.yaml: error: the file is empty""",
        Shop.in(dir).with("espalier.yaml", "").with("profile.yaml", "# nothing yet\n").mistakes());
  }

  @Test
  void brokenYamlIsShownAtItsPlace() {
    assertEquals(
        """
        profile.yaml:3:6: error: not valid YAML: expected ',' or ']', but got :
          key: id
             ^""",
        Shop.in(dir).with("profile.yaml", "profile:\n  from: [a, b\n  key: id\n").mistakes());
  }

  @Test
  void aTabIsNoIndentation() {
    assertEquals(
        """
        profile.yaml:2:1: error: not valid YAML: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)
          from: a
          ^""",
        Shop.in(dir).with("profile.yaml", "profile:\n\tfrom: a\n").mistakes());
  }

  @Test
  void aListAtTheTopIsNoProject() {
    assertEquals(
        """
        profile.yaml:1:1: error: expected 'key: value' lines at the top level
          - a
          ^^^""",
        Shop.in(dir).with("profile.yaml", "- a\n- b\n").mistakes());
  }

  @Test
  void aByteOrderMarkShiftsNothing() {
    assertEquals(
        """
        espalier.yaml:1:1: error: unknown key 'projct'
          projct: shop
          ^^^^^^
          did you mean 'project'?""",
        Shop.in(dir)
            .with(
                "espalier.yaml",
                "﻿projct: shop\nsources:\n  customers: {kind: csv, path: a.csv}\n  orders: {kind: csv, path: b.csv}\n")
            .mistakes());
  }

  @Test
  void anUnknownKeyNamesTheNearest() {
    assertEquals(
        """
        espalier.yaml:1:1: error: unknown key 'projct'
          projct: shop
          ^^^^^^
          did you mean 'project'?
        profile.yaml:13:10: error: 'type' is missing
          age: {typ: number, class: demographic, purposes: [marketing]}
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          one of: text, number, bool, date, datetime, list
        profile.yaml:13:11: error: unknown key 'typ'
          age: {typ: number, class: demographic, purposes: [marketing]}
                ^^^
          did you mean 'type'?
        segments/french.yaml:2:1: error: unknown key 'nmae'
          nmae: French people
          ^^^^
          did you mean 'name'?""",
        Shop.in(dir)
            .edit("espalier.yaml", "project: shop", "projct: shop")
            .edit(
                "profile.yaml",
                "type: number, class: demographic",
                "typ: number, class: demographic")
            .edit("segments/french.yaml", "name: French", "nmae: French")
            .mistakes());
  }

  @Test
  void anUnknownKeyDeepInsideToo() {
    assertEquals(
        """
        espalier.yaml:4:11: error: 'path' is missing
          orders: {kind: csv, pth: orders.csv}
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          the file to read, relative to the project
        espalier.yaml:4:23: error: unknown key 'pth'
          orders: {kind: csv, pth: orders.csv}
                              ^^^
          did you mean 'path'?
        espalier.yaml:7:14: error: 'audience' is missing
          mailchimp: {api_key_env: MAILCHIMP_KEY, audiense: Shop}
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          the name of the audience that is kept
        espalier.yaml:7:43: error: unknown key 'audiense'
          mailchimp: {api_key_env: MAILCHIMP_KEY, audiense: Shop}
                                                  ^^^^^^^^
          did you mean 'audience'?""",
        Shop.in(dir)
            .edit("espalier.yaml", "kind: csv, path: orders.csv", "kind: csv, pth: orders.csv")
            .edit("espalier.yaml", "audience: Shop", "audiense: Shop")
            .mistakes());
  }

  @Test
  void aKeyGivenTwiceIsRefused() {
    assertEquals(
        """
        segments/french.yaml:3:1: error: 'name' is given twice
          name: B
          ^^^^
          remove one of the two""",
        Shop.in(dir)
            .edit("segments/french.yaml", "name: French people", "name: A\nname: B")
            .mistakes());
  }

  @Test
  void anEmptySectionIsRefused() {
    assertEquals(
        """
        espalier.yaml:2:1: error: 'models' is empty
          models:
          ^^^^^^
          write something below it, or remove it
        espalier.yaml:3:1: error: 'guards' is empty
          guards:
          ^^^^^^
          write something below it, or remove it
        profile.yaml:1:1: error: 'profile' is empty
          profile:
          ^^^^^^^
          write something below it, or remove it""",
        Shop.in(dir)
            .with("profile.yaml", "profile:\n")
            .edit("espalier.yaml", "project: shop", "project: shop\nmodels:\nguards:")
            .mistakes());
  }

  @Test
  void segmentsAreReadWhereTheProfileIsMissing() {
    assertEquals(
        """
        profile.yaml: error: there is no such file
          write it, or start with 'espalier init'
        segments/french.yaml:2:1: error: unknown key 'nmae'
          nmae: French people
          ^^^^
          did you mean 'name'?""",
        Shop.in(dir)
            .without("profile.yaml")
            .edit("segments/french.yaml", "name: French", "nmae: French")
            .mistakes());
  }

  @Test
  void aSegmentFileMayEndInYml() {
    assertEquals(
        """
        segments/french.yml:2:8: error: unknown attribute 'contry'
          where: contry == "x"
                 ^^^^^^
          did you mean 'country'?""",
        Shop.in(dir)
            .without("segments/french.yaml")
            .with("segments/french.yml", "segment: french\nwhere: contry == \"x\"\n")
            .mistakes());
  }
}
