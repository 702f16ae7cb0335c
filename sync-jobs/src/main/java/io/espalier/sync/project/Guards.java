package io.espalier.sync.project;

/**
 * What stops a plan before anything is sent.
 *
 * @param maxLeave the largest part of a segment's members, or of all profiles, that one plan may
 *     take away; 0.3 unless the project says otherwise
 * @param minRows fewer profiles than this, and the source is taken to be broken; at least 1
 */
public record Guards(double maxLeave, int minRows) {
  static Guards standard() {
    return new Guards(0.3, 1);
  }
}
