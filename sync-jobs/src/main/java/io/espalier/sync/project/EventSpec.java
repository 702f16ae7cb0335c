package io.espalier.sync.project;

import io.espalier.model.EventType;
import java.util.List;
import java.util.Map;

/**
 * One kind of event and the table it comes from.
 *
 * @param id columns that together name an event
 * @param properties property → column
 */
public record EventSpec(
    EventType type,
    ColumnRef from,
    List<ColumnRef> id,
    ColumnRef profile,
    ColumnRef time,
    Map<String, ColumnRef> properties) {}
