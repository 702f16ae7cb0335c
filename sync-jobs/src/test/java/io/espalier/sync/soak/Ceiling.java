package io.espalier.sync.soak;

import io.espalier.sync.plan.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The least time in which an ESP's published limits allow a plan: the fewest calls that its rows
 * need, at the vendor's largest batch, each endpoint at its own quota. One step follows another,
 * since nobody joins a segment before their consent is set, nor has it set before they are there;
 * within a step the slowest endpoint decides. Numbers are those of the vendor sheets, read apart
 * from the adapters'.
 */
final class Ceiling {
  private static final int MINUTE = 60;

  /**
   * A quota.
   *
   * @param perSecond 0 where the calls of a minute are spread over it
   */
  private record Quota(int perSecond, int perMinute) {
    /**
     * Seconds from the first of so many calls to the last, in windows that begin with the first.
     */
    double seconds(long calls) {
      if (calls <= 1) {
        return 0;
      }
      long minutes = (calls - 1) / perMinute;
      long rest = calls - minutes * perMinute;
      return minutes * MINUTE
          + (perSecond == 0 ? (double) rest * MINUTE / perMinute : (rest - 1) / perSecond);
    }
  }

  private final Map<String, Quota> quotas = new LinkedHashMap<>();
  private final Map<String, Long> calls = new LinkedHashMap<>();

  private Ceiling() {}

  static Ceiling of(String esp, Plan.Part part) {
    Ceiling ceiling = new Ceiling();
    switch (esp) {
      case "klaviyo" -> ceiling.klaviyo(part);
      case "salesforce-mc" -> ceiling.salesforce(part);
      default -> ceiling.mailchimp(part);
    }
    return ceiling;
  }

  /**
   * github.com/klaviyo/openapi revision 2026-07-15: a list's tag, 60 a minute; imports of 10,000 at
   * 150 a minute; 100 profiles a look at 750 a minute, before and after each change of consent.
   */
  private void klaviyo(Plan.Part part) {
    need("tags", new Quota(3, 60), part.defines());
    need("profile imports", new Quota(10, 150), batches(part.created() + part.changed(), 10_000));
    need("looks", new Quota(75, 750), 2 * batches(part.consents(), 100));
    need(
        "leaves",
        new Quota(10, 150),
        part.segments().stream().mapToLong(s -> batches(s.leaves(), 1_000)).sum());
    need(
        "joining imports",
        new Quota(10, 150),
        part.segments().stream().mapToLong(s -> batches(s.joins(), 10_000)).sum());
  }

  /**
   * No number is published; 2,000 SOAP calls a minute are the vendor's advice (Intro to Marketing
   * Cloud APIs), which is a rate: spread over the minute. Subscribers are written by 50, the most
   * of a synchronous call (mc_overview_limits_api), and looked at once by the 2,500 objects of a
   * retrieve's page, since no less is said of a filter; rows are removed by 50. Rows arrive by REST
   * calls of 32,000 and their status, which have a quota of their own, 2,500 a minute, that runs
   * beside: so the slower of the two decides.
   */
  private void salesforce(Plan.Part part) {
    long jobs =
        batches(part.created() + part.changed(), 32_000)
            + part.segments().stream().mapToLong(s -> batches(s.joins(), 32_000)).sum();
    long calls =
        batches(part.consents(), 2_500)
            + batches(part.consents(), 50)
            + part.segments().stream().mapToLong(s -> batches(s.leaves(), 50)).sum();
    Quota rest = new Quota(0, 2_500);
    Quota soap = new Quota(0, 2_000);
    if (rest.seconds(2 * jobs) > soap.seconds(calls)) {
      need("REST", rest, 2 * jobs);
    } else {
      need("SOAP", soap, calls);
    }
  }

  /**
   * No rate is published, only ten calls at a time: of half a second each, 1,200 a minute. Each
   * field and each tag takes one. A batch of 1,000 is submitted, asked after and fetched; its
   * results tell the consent of those it wrote, that of others is read by 1,000; 500 people a call
   * join or leave a tag.
   */
  private void mailchimp(Plan.Part part) {
    need(
        "calls",
        new Quota(0, 1_200),
        part.fields().size()
            + part.defines()
            + 3 * batches(part.created() + part.changed(), 1_000)
            + batches(Math.max(0, part.consents() - part.created() - part.changed()), 1_000)
            + part.segments().stream()
                .mapToLong(s -> batches(s.joins(), 500) + batches(s.leaves(), 500))
                .sum());
  }

  private void need(String what, Quota quota, long some) {
    quotas.put(what, quota);
    calls.put(what, some);
  }

  private static long batches(long rows, long size) {
    return (rows + size - 1) / size;
  }

  /**
   * Seconds where every call has to be made so many times: 1.05 where one in twenty goes wrong.
   * They are counted quota by quota, since a minute that is not full has room for more.
   */
  double seconds(double times) {
    return quotas.keySet().stream().mapToDouble(what -> seconds(what, times)).sum();
  }

  private double seconds(String what, double times) {
    return quotas.get(what).seconds((long) Math.ceil(calls.get(what) * times));
  }

  /** The endpoint that takes longest, and the calls it needs. */
  String narrowest() {
    List<String> names =
        quotas.keySet().stream()
            .sorted((a, b) -> Double.compare(seconds(b, 1), seconds(a, 1)))
            .toList();
    return calls.get(names.get(0)) + " " + names.get(0);
  }
}
