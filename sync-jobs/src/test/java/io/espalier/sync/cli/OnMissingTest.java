package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a segment takes a missing attribute for. */
final class OnMissingTest {
  @TempDir Path dir;

  private Shop shop(String segment) {
    return Shop.in(dir)
        .without("segments/buyers.yaml")
        .with("segments/french.yaml", "segment: french\n" + segment);
  }

  private static CommandLineRun run(Shop shop, String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--project";
    all[arguments.length + 1] = shop.dir().toString();
    return CommandLineRun.of(all);
  }

  @Test
  void aMissingValueCountsAsTheOneThatIsGiven() {
    Shop young = shop("where: age < 40\n");
    assertEquals("1", members(run(young, "segments")));

    Shop filled = shop("where: {attr: age, lt: 40}\non_missing: {age: 20}\n");
    assertEquals("", run(filled, "check", "--no-sources").err());
    assertEquals("2", members(run(filled, "segments")));

    Shop old = shop("where: age < 40\non_missing: {age: 50}\n");
    assertEquals("1", members(run(old, "segments")));
  }

  private static String members(CommandLineRun run) {
    return run.out()
        .lines()
        .filter(line -> line.contains("french"))
        .findFirst()
        .orElse(run.err())
        .strip()
        .split(" ", 2)[0];
  }

  @Test
  void whatIsWrongIsTold() {
    assertEquals(
        """
        segments/french.yaml:3:19: error: 'age' is a number, and 'old' is none
          on_missing: {age: old, contry: x, country: Spain}
                            ^^^
          e.g. age: 0
        segments/french.yaml:3:24: error: unknown attribute 'contry'
          on_missing: {age: old, contry: x, country: Spain}
                                 ^^^^^^
          did you mean 'country'?
        segments/french.yaml:3:35: warning: the rule does not use 'country'
          on_missing: {age: old, contry: x, country: Spain}
                                            ^^^^^^^
          take it out
        3 mistakes; nothing was sent
        """,
        run(shop("where: age < 40\non_missing: {age: old, contry: x, country: Spain}\n"), "check")
            .err());
  }
}
