package io.espalier.sync.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.sync.plan.Plan;
import io.espalier.sync.project.WrongInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemonstrationTest {
  private static final Path EXAMPLE =
      Path.of(System.getProperty("espalier.root", ".."), "examples", "outfitter");

  /** One small demonstration for all that is asked of one. */
  @TempDir static Path told;

  private static final List<String> SAID = new ArrayList<>();
  private static Story story;

  @TempDir Path dir;

  @BeforeAll
  static void tell() {
    story =
        Demo.tell(
            EXAMPLE,
            told.resolve("outfitter"),
            5,
            300,
            Clock.systemUTC(),
            new Teller(SAID::add, plan -> List.of()));
  }

  @Test
  void theEspsAgree() {
    assertEquals(6, story.segments().size());
    for (Story.Count count : story.segments()) {
      assertTrue(count.expected() > 0, count.id());
      assertEquals(3, count.held().size());
      count.held().forEach((esp, held) -> assertEquals(count.expected(), held, count.id()));
    }
  }

  @Test
  void theSecondSyncWritesNothingAndTheThirdOnlyWhatChanged() {
    assertTrue(story.runs().get(0).writes() > 0);
    assertEquals(0, story.runs().get(1).writes());
    assertEquals(3, story.changed());
    for (Plan.Part part : story.runs().get(2).plan().parts()) {
      assertEquals(3, part.changed() + part.consents(), part.esp());
    }
  }

  @Test
  void everyClaimHolds() {
    assertEquals(List.of(), story.checks().stream().filter(c -> !c.holds()).toList());
    assertEquals("1/8  Make the shop in " + told.resolve("outfitter"), SAID.get(0));
  }

  @Test
  void aDifferenceIsSaid() {
    Story.Count lapsed = story.segments().get(0);
    Story.Count wrong =
        new Story.Count(lapsed.id(), lapsed.name(), "", lapsed.expected(), lapsed.held(), false);
    Story spoilt =
        new Story(
            story.seed(),
            story.now(),
            story.customers(),
            story.events(),
            story.changed(),
            story.esps(),
            story.runs(),
            List.of(wrong),
            story.rejects(),
            story.calls(),
            story.faces(),
            story.live(),
            story.intruders(),
            story.took());
    assertFalse(spoilt.checks().get(0).holds());
    assertTrue(DemoPage.of(spoilt).contains("<li class=\"no\">Every segment"));
  }

  @Test
  void thePageLoadsNothingAndRunsNothing() {
    Document page = Jsoup.parse(DemoPage.of(story));
    assertEquals(0, page.select("script, link, img, [src], [onclick]").size());
    assertEquals(21, page.select("iframe[sandbox][srcdoc]").size());
    assertEquals(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
        page.select("meta[http-equiv=Content-Security-Policy]").attr("content"));
    assertFalse(page.text().contains("@"), "no address is shown");
  }

  @Test
  void aFolderThatIsNotOursIsLeftAlone() throws IOException {
    Path mine = dir.resolve("outfitter/mine.txt");
    Files.createDirectories(mine.getParent());
    Files.writeString(mine, "mine");
    Demonstration demonstration = new Demonstration(EXAMPLE, dir, Clock.systemUTC());
    WrongInput wrong =
        assertThrows(
            WrongInput.class, () -> demonstration.run(5, 10, line -> {}, plan -> List.of()));
    assertEquals(
        dir.resolve("outfitter")
            + ": error: something else is in the demo's folder\n  give another one: --out DIR",
        wrong.getMessage());
    assertEquals("mine", Files.readString(mine));
  }
}
