package io.espalier.mjml.lint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What the mail clients support, from a table of facts of caniemail.com, read in June 2026. */
public final class Clients {
  private final List<String> names;
  private final Map<String, Feature> features;

  /**
   * @param breaks true where an email is broken without it; false where it is only plainer
   * @param support a letter for each client: y, a (partly), n, u (not tried)
   */
  record Feature(String name, boolean breaks, List<String> support) {}

  private Clients(List<String> names, Map<String, Feature> features) {
    this.names = names;
    this.features = features;
  }

  /** The shipped table. */
  public static Clients shipped() {
    try (InputStream in = Clients.class.getResourceAsStream("clients.txt")) {
      return read(
          new String(
              Objects.requireNonNull(in, "clients.txt").readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Clients read(String table) {
    List<String> names = new ArrayList<>();
    Map<String, Feature> features = new LinkedHashMap<>();
    for (String line : table.lines().filter(l -> !l.startsWith("#")).toList()) {
      List<String> cells = List.of(line.split(" "));
      List<String> rest = cells.subList(3, cells.size());
      if (names.isEmpty()) {
        names.addAll(rest);
      } else {
        features.put(cells.get(0), new Feature(cells.get(0), cells.get(1).equals("breaks"), rest));
      }
    }
    return new Clients(List.copyOf(names), features);
  }

  /** Their names, e.g. {@code outlook-windows}. */
  public List<String> names() {
    return names;
  }

  /** The names of the features, as caniemail.com has them. */
  public Set<String> features() {
    return features.keySet();
  }

  Optional<Feature> feature(String name) {
    return Optional.ofNullable(features.get(name));
  }

  /**
   * @param letter y, a, n or u
   * @param among the clients that count
   */
  public Set<String> with(String feature, String letter, Collection<String> among) {
    Set<String> found = new LinkedHashSet<>();
    Feature row = features.get(feature);
    for (int i = 0; row != null && i < names.size(); i++) {
      if (row.support().get(i).equals(letter) && among.contains(names.get(i))) {
        found.add(names.get(i));
      }
    }
    return found;
  }
}
