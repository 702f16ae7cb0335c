package io.espalier.hubspot;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far reading has come.
 *
 * @param mark all changes before this instant are kept; null while the first whole is being read
 * @param next what the mark becomes at the end of the reading under way; null where none is
 * @param whole whether that is one of the whole
 * @param at where in it: of a list its cursor, of a search the last id; null for its beginning
 */
record Bookmark(@Nullable String mark, @Nullable String next, boolean whole, @Nullable String at) {
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
    return new Bookmark(mark, null, false, null);
  }

  Bookmark at(String further) {
    return new Bookmark(mark, next, whole, further);
  }

  Optional<Instant> since() {
    return Optional.ofNullable(mark).map(Instant::parse);
  }

  @Override
  public String toString() {
    return GSON.toJson(this);
  }
}
