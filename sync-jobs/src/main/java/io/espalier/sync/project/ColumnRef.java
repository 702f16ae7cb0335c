package io.espalier.sync.project;

import io.espalier.rule.Place;

/** A column that the project speaks of, and where it does. */
public record ColumnRef(String column, Place place) {}
