package io.espalier.sync.project;

import io.espalier.rule.Origin;
import io.espalier.rule.Place;

/** A table made by SQL from sources and other models. */
public record ModelSpec(String name, String sql, Origin origin, Place place) {

  /** A query that stands in another file than the models. */
  public static ModelSpec of(String name, String sql, String file) {
    return new ModelSpec(name, sql, Origin.of(file, sql), Place.file(file));
  }
}
