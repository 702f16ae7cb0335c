package io.espalier.sandbox.salesforcemc.sql;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A data extension as a query sees it.
 *
 * @param columns lower-cased names
 * @param rows lower-cased name → text, {@link java.math.BigDecimal}, {@link Boolean} or {@link
 *     java.time.LocalDateTime}; a cell without a value is absent
 */
public record Table(Set<String> columns, List<Map<String, Object>> rows) {}
