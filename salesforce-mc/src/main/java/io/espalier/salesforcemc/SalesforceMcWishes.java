package io.espalier.salesforcemc;

import io.espalier.model.Segment;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which segments a marketer wants here: those whose data extension lies in the folder {@code
 * Active}, and those whose name a folder in it bears. What a marketer made there is only read.
 */
final class SalesforceMcWishes {
  private final SalesforceMcExtensions extensions;
  private final SalesforceMcFolders folders;

  SalesforceMcWishes(SalesforceMcExtensions extensions, SalesforceMcFolders folders) {
    this.extensions = extensions;
    this.folders = folders;
  }

  Set<String> asked(Collection<Segment> among) {
    if (among.isEmpty()) {
      return Set.of();
    }
    SalesforceMcFolders.Chosen chosen = folders.chosen();
    if (chosen.ids().isEmpty()) {
      return Set.of();
    }
    Map<String, Segment> byKey = new LinkedHashMap<>();
    among.forEach(s -> byKey.put(SalesforceMcNames.segmentKey(s.id()), s));
    Set<String> asked = new LinkedHashSet<>();
    extensions
        .find(byKey.keySet())
        .forEach(
            (key, node) -> {
              Segment segment = byKey.get(key);
              if (segment != null && chosen.ids().contains(node.text("CategoryID"))) {
                asked.add(segment.id());
              }
            });
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(chosen.names());
    for (Segment segment : among) {
      if (names.contains(segment.id())
          || names.contains(segment.name().strip())
          || names.contains(SalesforceMcNames.extensionName(segment.name(), segment.id()))) {
        asked.add(segment.id());
      }
    }
    return asked;
  }
}
