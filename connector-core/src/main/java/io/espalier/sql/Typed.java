package io.espalier.sql;

import io.espalier.model.Value;
import io.espalier.model.ValueType;
import java.util.Optional;

/**
 * A compiled value.
 *
 * @param constant set where the value is the same for every person
 */
record Typed(Sql sql, ValueType type, Optional<Value> constant) {}
