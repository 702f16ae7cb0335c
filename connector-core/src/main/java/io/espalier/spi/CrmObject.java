package io.espalier.spi;

import java.time.Duration;
import java.util.List;

/**
 * What of a CRM is read as one table.
 *
 * @param name the object, as the CRM's API calls it
 * @param fields as the CRM's API calls them; empty for all
 * @param lookback how far behind the last reading the next one begins, for changes that were not to
 *     be seen yet
 */
public record CrmObject(String name, List<String> fields, Duration lookback) {
  public CrmObject {
    fields = List.copyOf(fields);
  }
}
