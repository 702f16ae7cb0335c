package io.espalier.sandbox.klaviyo;

/**
 * One of the looks that a form has.
 *
 * @param type such as {@code popup}
 */
record FormVersion(
    String id,
    String form,
    String type,
    String name,
    String status,
    boolean abTest,
    String created) {}
