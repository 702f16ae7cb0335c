package io.espalier.mjml;

import io.espalier.rule.Origin;
import io.espalier.rule.Place;

/**
 * One file's text.
 *
 * @param name as the user would name it
 */
record Source(String name, String text) {

  Place place(int start, int end) {
    return Origin.of(name, text).place(start, Math.max(end, start + 1));
  }
}
