package io.espalier.salesforcemc;

import static io.espalier.salesforcemc.Bench.segment;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.model.Segment;
import io.espalier.spi.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WishesTest {
  private static final Segment VIP = segment("vip", "Good customers");
  private static final Segment IDLE = segment("idle", "Idle for 30 days");

  private final Bench bench = new Bench();

  @BeforeEach
  void define() {
    bench.run(List.of(new Change.DefineSegment(VIP)));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private String folder(String name) {
    String reply =
        bench.soap(
            "<RetrieveRequestMsg><RetrieveRequest><ObjectType>DataFolder</ObjectType>"
                + "<Properties>ID</Properties><Properties>Name</Properties>"
                + "<Filter xsi:type=\"SimpleFilterPart\"><Property>Name</Property>"
                + "<SimpleOperator>equals</SimpleOperator><Value>"
                + name
                + "</Value></Filter></RetrieveRequest></RetrieveRequestMsg>");
    return reply.replaceAll("(?s).*<ID>([0-9]+)</ID>.*", "$1");
  }

  private void make(String name, String parent) {
    bench.soap(
        "<CreateRequest><Options/><Objects xsi:type=\"DataFolder\"><ParentFolder><ID>"
            + parent
            + "</ID></ParentFolder><Name>"
            + name
            + "</Name><ContentType>dataextension</ContentType></Objects></CreateRequest>");
  }

  private void move(String key, String to) {
    bench.soap(
        "<UpdateRequest><Options/><Objects xsi:type=\"DataExtension\"><CustomerKey>"
            + key
            + "</CustomerKey><CategoryID>"
            + to
            + "</CategoryID></Objects></UpdateRequest>");
  }

  private Set<String> asked() {
    return bench.connector.asked(List.of(VIP, IDLE));
  }

  @Test
  void nothingIsAskedForAtFirst() {
    assertEquals(Set.of(), asked());
  }

  @Test
  void movingAnExtensionIntoActiveAsksAndMovingItOutTakesBack() {
    move("espalier_vip", folder("Active"));
    assertEquals(Set.of("vip"), asked());
    move("espalier_vip", folder("Espalier"));
    assertEquals(Set.of(), asked());
  }

  @Test
  void aFolderBelowActiveCountsAndSoDoesItsNameForASegmentThatIsNotThereYet() {
    make("Spring", folder("Active"));
    make("Idle for 30 days", folder("Spring"));
    move("espalier_vip", folder("Spring"));
    assertEquals(Set.of("vip", "idle"), asked());
  }

  @Test
  void anActiveFolderElsewhereIsNotOurs() {
    make("Campaigns", folder("Data Extensions"));
    make("Active", folder("Campaigns"));
    make("idle", folder("Campaigns"));
    assertEquals(Set.of(), asked());
  }

  @Test
  void definingAgainLeavesTheExtensionWhereItWasMoved() {
    move("espalier_vip", folder("Active"));
    bench.run(List.of(new Change.DefineSegment(segment("vip", "Best customers"))));
    assertEquals(Set.of("vip"), asked());
  }

  @Test
  void threeHundredSegmentsAreAllLookedAt() {
    List<Segment> many = new ArrayList<>();
    List<Change> definitions = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      many.add(segment("s" + i, "Segment " + i));
      definitions.add(new Change.DefineSegment(many.get(i)));
    }
    bench.run(definitions);
    move("espalier_s299", folder("Active"));
    assertEquals(Set.of("s299"), bench.connector.asked(many));
  }
}
