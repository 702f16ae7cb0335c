package io.espalier.amp.valid;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tag that is open while the document is read. */
final class Frame {
  final String tag;
  final @Nullable Frame outer;
  final Problems.Spot spot;
  Optional<TagRule> rule = Optional.empty();

  /** False where the tag itself was refused: then nothing is asked of its children. */
  boolean sound;

  /** True for an option of a selector: tags in it are none. */
  boolean option;

  int children;

  Frame(String tag, @Nullable Frame outer, Problems.Spot spot) {
    this.tag = tag;
    this.outer = outer;
    this.spot = spot;
  }

  /** True where a tag, or a form of a tag, of this name stands around. */
  boolean isWithin(String name) {
    for (Frame f = outer; f != null; f = f.outer) {
      boolean form = f.sound || f.rule.isPresent();
      if (f.tag.equals(name)
          || (form && f.rule.map(r -> r.name().equalsIgnoreCase(name)).orElse(false))) {
        return true;
      }
    }
    return false;
  }

  /** True where a selector around gives its options to the tags in it. */
  boolean isWithinOptions() {
    for (Frame f = outer; f != null && !f.option; f = f.outer) {
      if (f.rule.map(TagRule::options).orElse(false)) {
        return true;
      }
    }
    return false;
  }
}
