package io.espalier.sandbox.klaviyo;

/**
 * A page elsewhere that templates may read.
 *
 * @param method {@code get} or {@code post}
 * @param contentType {@code json} or {@code xml}
 */
record WebFeed(
    String id,
    String name,
    String url,
    String method,
    String contentType,
    String created,
    String updated) {}
