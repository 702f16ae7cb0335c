package io.espalier.sync.shop;

import java.util.Map;
import java.util.Set;

/**
 * A person as one ESP holds them.
 *
 * @param mailable whether a campaign to a segment would reach them
 * @param segments names of the lists and tags they are in; of SFMC the segments' ids
 * @param fields our fields that have a value, by attribute, as plain text
 */
public record Remote(boolean mailable, Set<String> segments, Map<String, String> fields) {}
