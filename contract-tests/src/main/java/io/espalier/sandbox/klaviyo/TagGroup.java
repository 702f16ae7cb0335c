package io.espalier.sandbox.klaviyo;

/**
 * A group of tags.
 *
 * @param exclusive whether a resource carries one tag of it at the most
 * @param standard whether new tags fall into it; such a group cannot be deleted
 */
record TagGroup(String id, String name, boolean exclusive, boolean standard) {}
