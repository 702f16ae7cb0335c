package io.espalier.spi;

/**
 * An accepted job: a string that a later process can take up again.
 *
 * @param handle opaque to everyone but the connector that made it; holds no secret and no address
 */
public record Job(String handle) {}
