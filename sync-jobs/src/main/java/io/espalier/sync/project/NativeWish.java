package io.espalier.sync.project;

import io.espalier.rule.Place;
import java.util.Optional;
import java.util.Set;

/**
 * At which ESPs a segment is kept by the ESP itself, by a definition of ours.
 *
 * @param esps ids; empty for every connected one
 * @param place where it is wished for
 */
public record NativeWish(Optional<Set<String>> esps, Place place) {

  public boolean covers(String esp) {
    return esps.map(ids -> ids.contains(esp)).orElse(true);
  }
}
