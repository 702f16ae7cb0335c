package io.espalier.sandbox.mailchimp;

import java.time.Instant;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ids of the static segments that hold a contact, with the moment it was added, in that order. A
 * contact has few of them, and there are many contacts: it is small, and looked through.
 */
final class TagTimes extends AbstractMap<Long, Instant> {
  private static final long[] NONE = {};
  private static final Instant[] NEVER = {};

  private long[] ids = NONE;
  private Instant[] times = NEVER;
  private int size;

  boolean has(long id) {
    return place(id) >= 0;
  }

  private int place(long id) {
    for (int i = 0; i < size; i++) {
      if (ids[i] == id) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public @Nullable Instant put(Long id, Instant at) {
    int place = place(id);
    if (place >= 0) {
      Instant before = times[place];
      times[place] = at;
      return before;
    }
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, size + 1 + size / 4);
      times = Arrays.copyOf(times, ids.length);
    }
    ids[size] = id;
    times[size++] = at;
    return null;
  }

  /** A tag that is there already keeps its moment. */
  void join(long id, Instant at) {
    if (!has(id)) {
      put(id, at);
    }
  }

  void leave(long id) {
    int place = place(id);
    if (place >= 0) {
      System.arraycopy(ids, place + 1, ids, place, size - place - 1);
      System.arraycopy(times, place + 1, times, place, size - place - 1);
      size--;
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Set<Map.Entry<Long, Instant>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<Long, Instant>> iterator() {
        return new Walk();
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  private final class Walk implements Iterator<Map.Entry<Long, Instant>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < size;
    }

    @Override
    public Map.Entry<Long, Instant> next() {
      if (next >= size) {
        throw new NoSuchElementException("no tag is left");
      }
      return Map.entry(ids[next], times[next++]);
    }
  }
}
