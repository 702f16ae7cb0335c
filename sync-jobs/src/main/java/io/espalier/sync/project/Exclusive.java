package io.espalier.sync.project;

import io.espalier.rule.Place;

/**
 * A segment's place in a group of segments of which a person is in one at most.
 *
 * @param group the group's name
 * @param place where the priority stands
 */
public record Exclusive(String group, Place place) {}
