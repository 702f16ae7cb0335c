package io.espalier.sandbox.klaviyo;

import org.jspecify.annotations.Nullable;

/** A coupon, under the id that it has in its shop. */
record Coupon(String id, @Nullable String description) {}
