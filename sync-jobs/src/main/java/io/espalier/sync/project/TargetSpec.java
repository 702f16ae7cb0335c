package io.espalier.sync.project;

import io.espalier.rule.Place;

/**
 * A file of JSON Lines that {@code espalier deliver} keeps equal to a table.
 *
 * @param from the source or model
 * @param path as written, relative to the project
 */
public record TargetSpec(String name, String from, String path, Place place) {}
