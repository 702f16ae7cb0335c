package io.espalier.sandbox.klaviyo.django;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All tags, by name. What is not here is an error, as it is at Klaviyo. */
final class Tags {
  private static final Map<String, Tag> ALL = new HashMap<>();

  static {
    ControlTags.addTo(ALL);
    LoopTags.addTo(ALL);
    TextTags.addTo(ALL);
    RecipientTags.addTo(ALL);
    DateTags.addTo(ALL);
    CatalogTags.addTo(ALL);
  }

  private Tags() {}

  static @Nullable Tag named(String name) {
    return ALL.get(name);
  }
}
