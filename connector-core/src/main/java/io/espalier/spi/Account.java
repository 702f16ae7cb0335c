package io.espalier.spi;

/**
 * Who we are at the ESP.
 *
 * @param id stable and unique within the ESP: the ledger is kept by it
 * @param name what a person calls the account
 */
public record Account(String id, String name) {}
