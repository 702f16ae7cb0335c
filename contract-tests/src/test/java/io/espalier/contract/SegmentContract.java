package io.espalier.contract;

import static io.espalier.contract.Shoppers.join;
import static io.espalier.contract.Shoppers.key;
import static io.espalier.contract.Shoppers.leave;
import static io.espalier.contract.Shoppers.segment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Attribute;
import io.espalier.model.ProfileKey;
import io.espalier.model.Segment;
import io.espalier.model.ValueType;
import io.espalier.rule.Issue;
import io.espalier.spi.Change;
import io.espalier.spi.FieldMap;
import io.espalier.spi.Outcome;
import io.espalier.spi.Standing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Segments, fields and their names. */
abstract class SegmentContract extends Contract {
  SegmentContract(Subject subject) {
    super(subject);
  }

  @Test
  void c23RemovingAThousandMembersRemovesAThousandMembers() {
    define(FANS);
    applied(IntStream.range(0, 1_001).mapToObj(Shoppers::upsert).toList());
    applied(IntStream.range(0, 1_001).mapToObj(i -> join(FANS, i)).toList());
    assertEquals(1_001, members(FANS).size());
    applied(IntStream.range(0, 1_000).mapToObj(i -> leave(FANS, i)).toList());
    assertEquals(Set.of(key(1_000)), members(FANS));
    assertEquals(1_001, people().size());
  }

  @Test
  void c24AllSegmentsOfALargeAccountAreSeen() {
    List<Change> segments = new ArrayList<>();
    for (int i = 0; i < 75; i++) {
      segments.add(new Change.DefineSegment(segment("s" + i, "Segment " + i)));
    }
    List<Outcome> first = trial.settle(segments);
    assertEquals(75, new HashSet<>(first).size());
    long writes = trial.writes();
    trial.reopen();
    assertEquals(first, trial.settle(segments));
    assertEquals(writes, trial.writes(), "nothing is made twice");
  }

  @Test
  void c25NamesThatShortenToOneAreRefusedOrToldApart() {
    String longName = "a_name_that_is_longer_than_any_of_the_three_would_take_without_cutting_it";
    List<Attribute> attributes = new ArrayList<>();
    for (String name :
        List.of(longName + "_1", longName + "_2", "a.b", "a_b", "orders_total", "orders.total")) {
      attributes.add(Attribute.of(name, ValueType.TEXT));
    }
    List<Issue> issues = new ArrayList<>();
    FieldMap map = trial.esp.map(attributes, issues);
    Set<String> vendorNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (Attribute attribute : attributes) {
      boolean named = map.field(attribute.name()).isPresent();
      boolean refused = issues.stream().anyMatch(i -> i.message().contains(attribute.name()));
      assertTrue(named || refused, attribute.name());
      assertTrue(
          !named || vendorNames.add(map.vendorName(attribute.name())),
          () -> attribute.name() + " has another's name in " + vendorNames);
    }
  }

  @Test
  void c27ASegmentHasTheSameMembersHereAndThere() {
    define(FANS, LAPSED);
    applied(IntStream.range(0, 40).mapToObj(Shoppers::upsert).toList());
    Random random = new Random(27);
    Set<Integer> fans = new HashSet<>();
    Set<Integer> lapsed = new HashSet<>();
    Segment called = FANS;
    for (int round = 0; round < 6; round++) {
      called = segment("fans", "Fans of round " + round / 2);
      String reference = define(called).get(0);
      assertEquals(define(new Segment[] {called}, reference), List.of(reference));
      change(called, fans, random);
      change(LAPSED, lapsed, random);
      trial.reopen();
      assertEquals(keysOf(fans), members(called), "round " + round);
      assertEquals(keysOf(lapsed), members(LAPSED), "round " + round);
    }
    assertEquals(40, people().size());
  }

  @Test
  void c29WhatWasDefinedIsFoundByItsAnswerWhateverItIsCalledThere() {
    List<String> answers = define(FANS, LAPSED);
    applied(List.of(Shoppers.upsert(1), Shoppers.upsert(2)));
    trial.reopen();
    // As a marketer would rename it.
    Segment called = segment("fans", "Best friends");
    boolean renamed = define(new Segment[] {called}, answers.get(0)).get(0).equals(answers.get(0));
    Segment there = renamed ? called : FANS;
    trial.reopen();

    List<Standing> standings =
        trial
            .connector()
            .standing(
                List.of(
                    new Change.DefineSegment(FANS, answers.get(0)),
                    new Change.DefineSegment(LAPSED, answers.get(1)),
                    new Change.DefineSegment(segment("nobody", "Nobody"), "no-such-answer"),
                    new Change.DefineField(Shoppers.ATTRIBUTES.get(0))));

    assertEquals(
        List.of(Standing.there(there.name()), Standing.there(LAPSED.name()), Standing.GONE),
        standings.subList(0, 3));
    assertEquals(Standing.State.THERE, standings.get(3).state());
    // Under the name that we know: the answer counts.
    applied(List.of(join(FANS, 1), join(FANS, 2)));
    applied(List.of(leave(FANS, 2)));
    assertEquals(Set.of(key(1)), members(FANS));
    trial.reopen();
    assertEquals(Set.of(key(1)), members(there));
  }

  /** Some join and some leave; the change is sent, and half of it once more. */
  private void change(Segment segment, Set<Integer> members, Random random) {
    List<Change> joins = new ArrayList<>();
    List<Change> leaves = new ArrayList<>();
    for (int person = 0; person < 40; person++) {
      if (random.nextInt(3) == 0) {
        boolean in = members.remove(person);
        (in ? leaves : joins).add(in ? leave(segment, person) : join(segment, person));
        if (!in) {
          members.add(person);
        }
      }
    }
    applied(leaves);
    applied(joins);
    applied(joins.subList(0, joins.size() / 2));
    applied(leaves.subList(leaves.size() / 2, leaves.size()));
  }

  private static Set<ProfileKey> keysOf(Set<Integer> people) {
    Set<ProfileKey> keys = new HashSet<>();
    people.forEach(person -> keys.add(key(person)));
    return keys;
  }
}
