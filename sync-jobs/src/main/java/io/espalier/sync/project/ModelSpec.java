package io.espalier.sync.project;

import io.espalier.rule.Origin;
import io.espalier.rule.Place;

/** A table made by SQL from sources and other models. */
public record ModelSpec(String name, String sql, Origin origin, Place place) {}
