package io.espalier.audience;

/**
 * A kind of event that an ESP knows of, all that happened and all that happens.
 *
 * @param name the ESP's name for it
 * @param value the property that the ESP holds as the event's value; empty for none
 */
public record KnownEvent(String name, String value) {}
