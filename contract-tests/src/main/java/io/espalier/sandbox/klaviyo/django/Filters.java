package io.espalier.sandbox.klaviyo.django;

import java.util.HashMap;
import java.util.Map;

/** All filters, by name. What is not here is an error, as it is at Klaviyo. */
final class Filters {
  private static final Map<String, Filter> ALL = new HashMap<>();

  static {
    ValueFilters.addTo(ALL);
    TextFilters.addTo(ALL);
    CodingFilters.addTo(ALL);
    NumberFilters.addTo(ALL);
    ListFilters.addTo(ALL);
    DateFilters.addTo(ALL);
    RareFilters.addTo(ALL);
  }

  private Filters() {}

  static Filter named(String name) {
    Filter filter = ALL.get(name);
    if (filter == null) {
      throw new TemplateFault("Invalid filter: '" + name + "'");
    }
    return filter;
  }
}
