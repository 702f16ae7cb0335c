package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.sync.shop.Shop;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code wrong-segments.txt}: what is wrong behind {@code ===}, a segment's file, behind {@code
 * ---} all that {@code espalier check} prints.
 */
class WrongSegmentsTest {
  @TempDir Path dir;

  private Shop shop() {
    return Shop.in(dir)
        .edit(
            "profile.yaml",
            "    country: {type: text, class: demographic, purposes: [marketing]}\n",
            """
                country: {type: text, purposes: [marketing], values: [France, Spain, Italy]}
                city: {type: text, purposes: [marketing]}
                vip: {type: bool, purposes: [marketing]}
                born: {type: date, purposes: [marketing]}
                last_order: {type: datetime, purposes: [marketing]}
                tags: {type: list, purposes: [marketing], values: [hiking, skiing]}
                cents: {type: number, purposes: [marketing], unit: EUR minor}
                spent: {type: number, purposes: [marketing], unit: EUR}
                opened: {type: number, purposes: [marketing], unit: percent}
                share: {type: number, purposes: [marketing], unit: share}
                invoice_days: {type: number, purposes: [service], unit: days}
                diet: {type: text, purposes: [marketing], sensitive: health}
                faith: {type: text, purposes: [marketing], sensitive: religion, basis: "explicit consent, form of 2026"}
            """)
        .with(
            "segments/debtors.yaml",
            "segment: debtors\npurpose: service\nwhere: invoice_days > 3\n")
        .with(
            "segments/faithful.yaml",
            "segment: faithful\nwhere: faith == \"Bahai\" and age > 20\n");
  }

  private String said(String segment) {
    CommandLineRun run =
        CommandLineRun.of(
            "check",
            "--no-sources",
            "--project",
            shop().with("segments/x.yaml", segment).dir().toString());
    assertEquals("", run.err().isEmpty() ? run.out() : "");
    boolean error = run.err().contains(": error: ");
    assertEquals(error ? 2 : 0, run.exit());
    return run.err();
  }

  @TestFactory
  Stream<DynamicTest> wrongSegmentIsExplained() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (InputStream file = WrongSegmentsTest.class.getResourceAsStream("wrong-segments.txt")) {
      String all = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      Stream.of(all.split("(?m)^=== ", -1))
          .filter(part -> !part.isEmpty())
          .forEach(
              part -> {
                int end = part.indexOf('\n');
                String[] halves = part.substring(end + 1).split("(?m)^---\n", -1);
                String name = part.substring(0, end);
                tests.add(
                    DynamicTest.dynamicTest(
                        name, () -> assertEquals(halves[1].strip(), said(halves[0]).strip())));
              });
    }
    assertTrue(tests.size() >= 30, "thirty wrong rules");
    return tests.stream();
  }

  @Test
  void theRestOfTheProjectIsRight() {
    assertEquals(
        "", CommandLineRun.of("check", "--no-sources", "--project", shop().dir().toString()).err());
  }
}
