package io.espalier.mjml;

import io.espalier.rule.Names;
import java.util.Optional;

/**
 * Finds the block that an {@code <es-live>} names.
 *
 * @param email the email's name
 */
record LiveTags(LiveParts parts, String email) {

  /** Empty where there is none, and that is reported. */
  Optional<LiveParts.Rendering> of(Tag tag, Reading reading) {
    Optional<Tag.Attribute> attribute = tag.attribute("block");
    if (attribute.isEmpty()) {
      reading.error(
          tag.source(),
          tag.start(),
          tag.nameEnd(),
          "<es-live> names no block",
          "write block=\"picks\"");
      return Optional.empty();
    }
    String name = tag.value(attribute.get()).text();
    Optional<LiveParts.Rendering> found = parts.of(name, email);
    if (found.isEmpty()) {
      reading.error(
          tag.source(),
          attribute.get().start(),
          attribute.get().end(),
          "unknown live block '" + name + "'",
          parts.names().isEmpty()
              ? "declare it in live.yaml, below blocks:"
              : Names.suggestion(name, parts.names()));
    }
    return found;
  }
}
