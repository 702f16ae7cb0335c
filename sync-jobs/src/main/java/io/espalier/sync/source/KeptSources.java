package io.espalier.sync.source;

import io.espalier.sync.store.Engine;

/** The sources that are kept in the store between runs. */
public final class KeptSources {
  private KeptSources() {}

  /**
   * The next run reads the whole of a source.
   *
   * @return false where nothing of it was kept
   */
  public static boolean reread(Engine engine, String name) {
    return KeptRows.forget(engine, name);
  }
}
