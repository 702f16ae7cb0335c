package io.espalier.sync.demo;

import io.espalier.model.EmailAddress;
import io.espalier.model.Segment;
import io.espalier.spi.Cursor;
import io.espalier.spi.Page;
import io.espalier.spi.RemoteProfile;
import io.espalier.sync.run.Connections;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who the ESPs themselves say is in each segment. */
final class ReadBack {
  private final Map<String, Map<String, Set<EmailAddress>>> members;

  /**
   * @param members segment → ESP → people
   */
  ReadBack(Map<String, Map<String, Set<EmailAddress>>> members) {
    this.members = members;
  }

  static ReadBack of(Collection<Connections.Open> connections, List<Segment> segments) {
    Map<String, Map<String, Set<EmailAddress>>> members = new LinkedHashMap<>();
    for (Segment segment : segments) {
      Map<String, Set<EmailAddress>> byEsp = new LinkedHashMap<>();
      for (Connections.Open open : connections) {
        byEsp.put(open.esp().id(), members(open, segment));
      }
      members.put(segment.id(), byEsp);
    }
    return new ReadBack(members);
  }

  private static Set<EmailAddress> members(Connections.Open open, Segment segment) {
    Set<EmailAddress> found = new HashSet<>();
    Optional<Cursor> next = Optional.of(Cursor.members(segment));
    while (next.isPresent()) {
      Page<RemoteProfile> page = open.connector().read(next.get());
      page.items().forEach(person -> found.add(person.email()));
      next = page.next();
    }
    return found;
  }

  Set<EmailAddress> members(String segment, String esp) {
    return members.getOrDefault(segment, Map.of()).getOrDefault(esp, Set.of());
  }

  /** True for someone who is in any segment of any ESP. */
  boolean holds(EmailAddress person) {
    return members.values().stream()
        .flatMap(byEsp -> byEsp.values().stream())
        .anyMatch(who -> who.contains(person));
  }

  /** ESP → how many members. */
  Map<String, Long> counts(String segment) {
    Map<String, Long> counts = new LinkedHashMap<>();
    members
        .getOrDefault(segment, Map.of())
        .forEach((esp, who) -> counts.put(esp, (long) who.size()));
    return counts;
  }

  /** True where all hold the very same people, so many as there should be. */
  boolean agrees(String segment, long expected) {
    Collection<Set<EmailAddress>> all = members.getOrDefault(segment, Map.of()).values();
    return !all.isEmpty()
        && new HashSet<>(all).size() == 1
        && all.iterator().next().size() == expected;
  }
}
