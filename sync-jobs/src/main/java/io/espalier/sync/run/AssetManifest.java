package io.espalier.sync.run;

import io.espalier.rule.Issue;
import io.espalier.rule.Place;
import io.espalier.sync.project.WrongInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the addresses of images and products are: {@code assets.csv}, which whoever looks after them
 * writes, e.g. a nightly job:
 *
 * <pre>
 * url,state
 * https://img.example.com/hero.png,ok
 * https://shop.example.com/moss,out-of-stock
 * </pre>
 */
public final class AssetManifest {
  /** Its name in the project. */
  public static final String FILE = "assets.csv";

  private final Map<String, State> states;

  /** What an address leads to. */
  public enum State {
    OK,
    DEAD,
    OUT_OF_STOCK
  }

  private AssetManifest(Map<String, State> states) {
    this.states = states;
  }

  /**
   * The project's; empty where it has none.
   *
   * @throws WrongInput with all mistakes
   */
  public static Optional<AssetManifest> read(Path project) {
    Path file = project.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new WrongInput(Place.file(FILE), "the file cannot be read", "save it as UTF-8");
    }
    List<Issue> issues = new ArrayList<>();
    Map<String, State> states = new HashMap<>();
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      int comma = line.lastIndexOf(',');
      if (line.isEmpty()) {
        continue;
      }
      Optional<State> state = read(line.substring(comma + 1));
      if (comma < 1 || state.isEmpty()) {
        issues.add(
            Issue.error(
                new Place(FILE, i + 1, 1, Math.max(1, line.length()), line),
                "the line is no address and state",
                "write https://…,ok (or dead, or out-of-stock)"));
      } else {
        states.put(unquoted(line.substring(0, comma)), state.get());
      }
    }
    if (lines.isEmpty() || !lines.get(0).strip().equals("url,state")) {
      issues.add(
          Issue.error(Place.file(FILE), "the first line is not 'url,state'", "begin with it"));
    }
    if (!issues.isEmpty()) {
      throw new WrongInput(issues);
    }
    return Optional.of(new AssetManifest(states));
  }

  private static Optional<State> read(String word) {
    return switch (word.strip().toLowerCase(Locale.ROOT)) {
      case "ok" -> Optional.of(State.OK);
      case "dead" -> Optional.of(State.DEAD);
      case "out-of-stock" -> Optional.of(State.OUT_OF_STOCK);
      default -> Optional.empty();
    };
  }

  private static String unquoted(String cell) {
    String text = cell.strip();
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }

  /** Empty where the manifest does not know the address. */
  public Optional<State> state(String url) {
    return Optional.ofNullable(states.get(url));
  }
}
