package io.espalier.sync.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which blocks each email names, in itself or in a module, MJML or AMP. */
final class LiveUses {
  private static final Pattern LIVE = Pattern.compile("<es-live\\b[^>]*\\bblock=[\"']([^\"']+)");
  private static final Pattern USE = Pattern.compile("<es-use\\b[^>]*\\bmodule=[\"']([^\"']+)");

  private final Path modules;
  private final Set<String> known;

  private LiveUses(Path modules, Set<String> known) {
    this.modules = modules;
    this.known = known;
  }

  /** Email → the known blocks that it names; without the emails that name none. */
  static Map<String, Set<String>> of(List<Path> emails, Path modules, Set<String> known) {
    LiveUses uses = new LiveUses(modules, known);
    Map<String, Set<String>> all = new LinkedHashMap<>();
    for (Path file : emails) {
      String name = file.getFileName().toString().replaceFirst("\\.mjml$", "");
      Set<String> found = new LinkedHashSet<>();
      uses.read(file, ".mjml", found, new LinkedHashSet<>());
      uses.read(file.resolveSibling(name + ".amp"), ".amp", found, new LinkedHashSet<>());
      if (!found.isEmpty()) {
        all.put(name, found);
      }
    }
    return all;
  }

  private void read(Path file, String ending, Set<String> found, Set<Path> seen) {
    if (!Files.isRegularFile(file) || !seen.add(file)) {
      return;
    }
    String text;
    try {
      text = Files.readString(file);
    } catch (MalformedInputException e) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Matcher live = LIVE.matcher(text);
    while (live.find()) {
      if (known.contains(live.group(1))) {
        found.add(live.group(1));
      }
    }
    Matcher use = USE.matcher(text);
    while (use.find()) {
      read(modules.resolve(use.group(1) + ending), ending, found, seen);
    }
  }
}
