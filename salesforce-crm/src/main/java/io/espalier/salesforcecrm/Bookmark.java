package io.espalier.salesforcecrm;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far reading has come.
 *
 * @param mark all changes before this instant are kept; null while the first whole is being read
 * @param next what the mark becomes at the end of the job under way
 * @param job the job whose results are being fetched; null where none is
 * @param locator of its next results; null for the first
 */
record Bookmark(
    @Nullable String mark,
    @Nullable String next,
    @Nullable String job,
    @Nullable String locator,
    boolean whole) {
  private static final Gson GSON = new Gson();

  /** One that nobody can read is none: everything is read again. */
  static Bookmark of(Optional<String> text) {
    try {
      Bookmark read = text.map(t -> GSON.fromJson(t, Bookmark.class)).orElse(null);
      return read == null ? done(null) : read;
    } catch (JsonParseException e) {
      return done(null);
    }
  }

  static Bookmark done(@Nullable String mark) {
    return new Bookmark(mark, null, null, null, false);
  }

  Bookmark at(@Nullable String further) {
    return new Bookmark(mark, next, job, further, whole);
  }

  Optional<Instant> since() {
    return Optional.ofNullable(mark).map(Instant::parse);
  }

  @Override
  public String toString() {
    return GSON.toJson(this);
  }
}
