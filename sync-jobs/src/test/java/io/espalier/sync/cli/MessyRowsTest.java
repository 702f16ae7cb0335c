package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessyRowsTest {
  private static final String ADA =
      "c01,ada@mail.example.net,Ada,London,yes,2025-03-02,\"double opt-in, footer form\"\n";

  @TempDir Path dir;

  @BeforeEach
  void start() {
    CommandRun.of("init", dir);
  }

  /** Judged by key and by address at once, each of the two rows could lose to the other. */
  @Test
  void aPersonWhoseRowIsThereTwiceStays() throws IOException {
    append(ADA);
    assertEquals("12", profiles("rejected 1 x people: the key is used by another row"));
  }

  @Test
  void aRowThatIsRefusedTakesNobodysAddress() throws IOException {
    append("c01,zoe@mail.example.net,Zoe,Bath,,,\nc99,zoe@mail.example.net,Zoe,Bath,,,\n");
    assertEquals("13", profiles("rejected 1 x people: the key is used by another row"));
  }

  /** The bulk reader would take this one, with the city's second half as the consent. */
  @Test
  void aRecordWithTooManyFieldsIsLeftOutThoughTheLastAreEmpty() throws IOException {
    append("c98,yuki@mail.example.net,Yuki,Kyoto, Gion,,,\n");
    assertEquals("12", profiles("rejected 1 x people: 8 fields where the header has 7"));
  }

  private void append(String rows) throws IOException {
    Files.writeString(dir.resolve("data/people.csv"), rows, StandardOpenOption.APPEND);
  }

  private String profiles(String said) {
    CommandRun run = CommandRun.of("segments", "--project", dir);
    assertEquals(0, run.exit(), run.err());
    assertTrue(run.err().contains(said), run.err());
    return run.out().substring(0, run.out().indexOf(' '));
  }
}
