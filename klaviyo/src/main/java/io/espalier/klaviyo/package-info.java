/**
 * Klaviyo, spoken over its JSON:API. {@code BEHAVIOR.md} of this module lists its surprises.
 *
 * <pre>{@code
 * Esp klaviyo = new KlaviyoEsp();
 * FieldMap fields = klaviyo.map(attributes, issues);
 * try (Connector connector = klaviyo.open(settings, fields, Surroundings.real(call -> {}))) {
 *   connector.account();
 * }
 * }</pre>
 */
@NullMarked
package io.espalier.klaviyo;

import org.jspecify.annotations.NullMarked;
