package io.espalier.sync.project;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be wrong in exclusive groups and in min_size. */
final class ExclusiveGroupMistakesTest {
  @TempDir Path dir;

  @Test
  void aMemberOfAGroupNeedsAPriority() {
    assertEquals(
        """
        segments/french.yaml:2:18: error: a segment of an exclusive group needs a priority
          exclusive_group: lifecycle
                           ^^^^^^^^^
          e.g. priority: 10; the lowest number is asked first""",
        Shop.in(dir)
            .with(
                "segments/french.yaml",
                "segment: french\nexclusive_group: lifecycle\nwhere: age > 3\n")
            .mistakes());
  }

  @Test
  void aCircleThroughAnExclusionIsFound() {
    assertEquals(
        """
        segments/buyers.yaml:4:8: error: segments refer to each other in a circle: buyers -> french -> buyers
          where: age > 3
                 ^^^^^^^
          in an exclusive group, 'buyers' looks at 'french', which has the higher priority; give them other priorities, or take one of these in_segment tests out""",
        Shop.in(dir)
            .with(
                "segments/french.yaml",
                "segment: french\nexclusive_group: g\npriority: 1\nwhere: in_segment buyers\n")
            .with(
                "segments/buyers.yaml",
                "segment: buyers\nexclusive_group: g\npriority: 2\nwhere: age > 3\n")
            .mistakes());
  }

  private String small(String otherwise, String buyers) {
    return Shop.in(dir)
        .with(
            "segments/french.yaml",
            "segment: french\nwhere: age > 3\nmin_size: {members: 5, otherwise: "
                + otherwise
                + "}\n")
        .with("segments/buyers.yaml", "segment: buyers\nwhere: age > 3\n" + buyers)
        .mistakes();
  }

  @Test
  void anUnknownActionIsRefused() {
    assertEquals(
        """
        segments/french.yaml:3:35: error: unknown action 'merge'
          min_size: {members: 5, otherwise: merge}
                                            ^^^^^
          write block, warn or {merge_into: other-segment}""",
        small("merge", ""));
  }

  @Test
  void theOtherSegmentMustBeThere() {
    assertEquals(
        """
        segments/french.yaml:3:48: error: there is no segment 'byers'
          min_size: {members: 5, otherwise: {merge_into: byers}}
                                                         ^^^^^
          did you mean 'buyers'?""",
        small("{merge_into: byers}", ""));
  }

  @Test
  void aSegmentDoesNotMergeIntoItself() {
    assertEquals(
        """
        segments/french.yaml:3:48: error: 'french' cannot be merged into itself
          min_size: {members: 5, otherwise: {merge_into: french}}
                                                         ^^^^^^
          name another segment""",
        small("{merge_into: french}", ""));
  }

  @Test
  void aChainIsRefusedWithItsEnd() {
    Shop.in(dir).with("segments/rest.yaml", "segment: rest\nwhere: age > 3\n");
    assertEquals(
        """
        segments/french.yaml:3:48: error: small segments merge in a chain: french -> buyers -> rest
          min_size: {members: 5, otherwise: {merge_into: buyers}}
                                                         ^^^^^^
          members move once: name 'rest'""",
        small("{merge_into: buyers}", "min_size: {members: 5, otherwise: {merge_into: rest}}\n"));
  }

  @Test
  void aCircleIsRefusedAtBothEnds() {
    assertEquals(
        """
        segments/buyers.yaml:3:48: error: small segments merge in a circle: buyers -> french -> buyers
          min_size: {members: 5, otherwise: {merge_into: french}}
                                                         ^^^^^^
          members move once: name a segment that is not merged itself
        segments/french.yaml:3:48: error: small segments merge in a circle: french -> buyers -> french
          min_size: {members: 5, otherwise: {merge_into: buyers}}
                                                         ^^^^^^
          members move once: name a segment that is not merged itself""",
        small("{merge_into: buyers}", "min_size: {members: 5, otherwise: {merge_into: french}}\n"));
  }

  @Test
  void theOtherSegmentMustGoWhereThisOneGoes() {
    assertEquals(
        """
        segments/french.yaml:3:48: error: 'buyers' does not go to every ESP, where 'french' goes
          min_size: {members: 5, otherwise: {merge_into: buyers}}
                                                         ^^^^^^
          let 'buyers' go there too: sync: [...]""",
        small("{merge_into: buyers}", "sync: [klaviyo]\n"));
  }

  @Test
  void theOtherSegmentMustHaveThePurpose() {
    assertEquals(
        """
        segments/french.yaml:3:48: error: 'buyers' is for the purpose 'service', not 'marketing'
          min_size: {members: 5, otherwise: {merge_into: buyers}}
                                                         ^^^^^^
          name a segment of the same purpose""",
        Shop.in(dir)
            .edit(
                "profile.yaml",
                "age: {type: number, class: demographic, purposes: [marketing]}",
                "age: {type: number, class: demographic, purposes: [marketing, service]}")
            .with(
                "segments/french.yaml",
                "segment: french\nwhere: age > 3\nmin_size: {members: 5, otherwise: {merge_into: buyers}}\n")
            .with("segments/buyers.yaml", "segment: buyers\npurpose: service\nwhere: age > 3\n")
            .mistakes());
  }
}
