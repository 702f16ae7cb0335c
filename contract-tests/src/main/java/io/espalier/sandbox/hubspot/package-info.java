/**
 * A HubSpot account: objects with properties, lists, searches over an index that lags behind,
 * associations, and exports.
 */
@NullMarked
package io.espalier.sandbox.hubspot;

import org.jspecify.annotations.NullMarked;
