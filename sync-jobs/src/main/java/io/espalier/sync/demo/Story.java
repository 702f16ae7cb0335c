package io.espalier.sync.demo;

import io.espalier.sync.plan.Plan;
import io.espalier.sync.run.Previews;
import io.espalier.sync.run.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All that a demonstration found out.
 *
 * @param customers rows of the customer table
 * @param events rows of orders, views and clicks
 * @param changed people who changed before the third sync
 * @param esps id → what a person calls it
 * @param calls ESP → endpoints
 * @param intruders people who opted out and are in a segment of an ESP all the same
 */
record Story(
    long seed,
    Instant now,
    int customers,
    int events,
    int changed,
    Map<String, String> esps,
    List<Run> runs,
    List<Count> segments,
    List<Reject> rejects,
    Map<String, List<Endpoints.Row>> calls,
    List<Face> faces,
    List<LiveFace> live,
    long intruders,
    Duration took) {

  /**
   * One sync.
   *
   * @param title e.g. {@code First sync}
   * @param before what had happened to the data
   */
  record Run(String title, String before, Plan plan, List<Report> reports, Duration took) {
    long writes() {
      return reports.stream().mapToLong(Report::writes).sum();
    }
  }

  /**
   * One segment.
   *
   * @param expected members as the plan says
   * @param held ESP → members as the ESP says
   * @param agrees whether all hold the same people, as many as expected
   */
  record Count(
      String id,
      String name,
      String description,
      long expected,
      Map<String, Long> held,
      boolean agrees) {}

  /**
   * Rows that could not be used, for one reason.
   *
   * @param examples how to find some of them
   */
  record Reject(String table, String reason, long rows, List<String> examples) {}

  /**
   * One person and what each ESP renders for them.
   *
   * @param who e.g. {@code Zoë from Nîmes}
   * @param why the segment that chose the words
   * @param same whether all three say the same words
   */
  record Face(String who, String why, List<Previews.Preview> previews, boolean same) {
    String words() {
      return previews.isEmpty() ? "" : Words.of(previews.get(0));
    }
  }

  /** One person who opens the live email twice: each part as a page of its own. */
  record LiveFace(
      String who, String ampBefore, String htmlBefore, String ampAfter, String htmlAfter) {

    /** True where both parts showed something else the second time. */
    boolean changed() {
      return !ampBefore.equals(ampAfter) && !htmlBefore.equals(htmlAfter);
    }
  }

  /**
   * Somebody whom an email is rendered for.
   *
   * @param who as the page calls them
   */
  record Addressee(String address, String who) {
    @Override
    public String toString() {
      return who;
    }
  }

  /** A sentence that must be true. */
  record Check(String says, boolean holds) {}

  /** What the demonstration claims, each claim measured. */
  List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    checks.add(
        new Check(
            "Every segment holds the same people in all "
                + esps.size()
                + " ESPs, read back from each",
            !segments.isEmpty() && segments.stream().allMatch(Count::agrees)));
    checks.add(new Check("Nobody who opted out is in any of them", intruders == 0));
    checks.add(
        new Check(
            "The second sync, of unchanged data, made no write call", runs.get(1).writes() == 0));
    checks.add(
        new Check(
            "After 1 % of the rows changed, only that 1 % was sent",
            runs.get(2).plan().parts().stream()
                .allMatch(
                    part ->
                        part.created() == 0 && part.changed() > 0 && part.changed() <= changed)));
    checks.add(
        new Check(
            "No row was refused by an ESP, and none is in doubt",
            runs.stream()
                .flatMap(run -> run.reports().stream())
                .allMatch(r -> r.rejected() + r.unknown() == 0 && r.stopped().isEmpty())));
    checks.add(
        new Check(
            "One email says the same words in all "
                + esps.size()
                + " ESPs, and others to each person",
            !faces.isEmpty()
                && faces.stream().allMatch(Face::same)
                && faces.stream().map(Face::words).distinct().count() == faces.size()));
    checks.add(
        new Check(
            "A live email shows another price when it is opened again, in AMP and in HTML, without a sync",
            !live.isEmpty() && live.stream().allMatch(LiveFace::changed)));
    return checks;
  }
}
