package io.espalier.sync.project;

import io.espalier.model.EventType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One kind of event and the table it comes from.
 *
 * @param id columns that together name an event
 * @param properties property → column
 * @param names ESP → the name under which it knows every one of these events
 * @param value the property that an ESP holds as the event's value; empty for none
 * @param keysOf of people joined from several tables: the one whose keys {@code profile} holds;
 *     empty for the first, or where each key names its table
 */
public record EventSpec(
    EventType type,
    ColumnRef from,
    List<ColumnRef> id,
    ColumnRef profile,
    ColumnRef time,
    Map<String, ColumnRef> properties,
    Map<String, String> names,
    Optional<String> value,
    Optional<ColumnRef> keysOf) {}
