package io.espalier.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Faults by endpoint and probability, written down: {@code 5% throttle 7; 1% cut on POST /api/*}.
 * The first rule that matches a request and whose die falls decides.
 */
public final class FaultPlan implements Mood {
  /** The grammar of one rule, for messages. */
  public static final String FORM =
      "[P%] KIND [NUMBER] [on METHOD PATH]; KIND is throttle (NUMBER: Retry-After in seconds),"
          + " throttle-silently, error (NUMBER: status), bare (NUMBER: status), edge-page (NUMBER:"
          + " status), edge-json (NUMBER: status), cut, slow (NUMBER: seconds), reset, drop, twice,"
          + " shift or stuck";

  /** Whose number is a status. */
  private static final Set<String> STATUSES = Set.of("error", "bare", "edge-page", "edge-json");

  private static final Pattern RULE =
      Pattern.compile(
          "(?:([0-9]+(?:\\.[0-9]+)?)% +)?([a-z-]+)(?: +([0-9]{1,6}))?(?: +on +(\\S+) +(\\S+))?");
  private static final String PAGE =
      "<!DOCTYPE html><html><head><title>%d</title></head><body><center><h1>%d Service"
          + " Unavailable</h1></center><hr><center>edge</center></body></html>";

  /** As an edge of Akamai's writes it. Source: mailchimp-for-wordpress, class-api-v3-client.php. */
  private static final String JSON =
      "{\"type\":\"akamai_error_message\",\"title\":\"akamai_%d\",\"status\":%d,\"ref_no\":\"18.5e0c2117\"}";

  private record Line(double probability, String kind, int number, Pattern call, String text) {}

  private final List<Line> lines;
  private final RandomGenerator random;

  private FaultPlan(List<Line> lines, RandomGenerator random) {
    this.lines = List.copyOf(lines);
    this.random = random;
  }

  /**
   * Reads a plan.
   *
   * @param text rules separated by {@code ;} or line ends; empty for none
   * @param random the dice
   * @throws IllegalArgumentException naming the rule that is none
   */
  public static FaultPlan parse(String text, RandomGenerator random) {
    List<Line> lines = new ArrayList<>();
    for (String part : List.of(text.split("[;\n]", -1))) {
      if (!part.isBlank()) {
        lines.add(line(part.strip()));
      }
    }
    return new FaultPlan(lines, random);
  }

  private static Line line(String text) {
    Matcher parts = RULE.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no fault; write " + FORM);
    }
    double percent = parts.group(1) == null ? 100 : Double.parseDouble(parts.group(1));
    String kind = parts.group(2);
    int number = parts.group(3) == null ? usual(kind) : Integer.parseInt(parts.group(3));
    boolean status = STATUSES.contains(kind);
    if (percent > 100 || usual(kind) < 0 || (status && (number < 400 || number > 599))) {
      throw new IllegalArgumentException("'" + text + "' is no fault; write " + FORM);
    }
    String method = parts.group(4) == null ? "*" : parts.group(4);
    String path = parts.group(5) == null ? "*" : parts.group(5);
    return new Line(percent / 100, kind, number, glob(method + " " + path), text);
  }

  /** The number where none is given; -1 for a kind that there is not. */
  private static int usual(String kind) {
    return switch (kind) {
      case "throttle" -> 2;
      case "error", "bare", "edge-page", "edge-json" -> 503;
      case "slow" -> 5;
      case "throttle-silently", "cut", "reset", "drop", "twice", "shift", "stuck" -> 0;
      default -> -1;
    };
  }

  private static Pattern glob(String text) {
    return Pattern.compile("\\Q" + text.replace("*", "\\E.*\\Q") + "\\E");
  }

  @Override
  public Fault about(String call, int time) {
    for (Line line : lines) {
      if (!line.kind().equals("stuck") && falls(line, call)) {
        return fault(line);
      }
    }
    return Fault.NONE;
  }

  @Override
  public boolean stalls(String call) {
    return lines.stream().anyMatch(line -> line.kind().equals("stuck") && falls(line, call));
  }

  private boolean falls(Line line, String call) {
    return line.call().matcher(call).matches() && random.nextDouble() < line.probability();
  }

  private static Fault fault(Line line) {
    int number = line.number();
    return switch (line.kind()) {
      case "throttle" -> new Fault.Refusal(429, Map.of("Retry-After", Integer.toString(number)));
      case "throttle-silently" -> new Fault.Refusal(429, Map.of());
      case "error" -> new Fault.Refusal(number, Map.of());
      case "edge-page" ->
          new Fault.Edge(
              Reply.of(number, "text/html; charset=utf-8", PAGE.formatted(number, number)));
      case "edge-json" ->
          new Fault.Edge(
              Reply.of(number, "application/json; charset=utf-8", JSON.formatted(number, number)));
      case "bare" -> new Fault.Edge(Reply.empty(number));
      case "cut" -> new Fault.Cut();
      case "slow" -> new Fault.Slow(Duration.ofSeconds(number));
      case "reset" -> new Fault.Reset();
      case "drop" -> new Fault.Drop();
      case "twice" -> new Fault.Twice();
      default -> new Fault.Shift();
    };
  }

  /** As it was written, a rule a line. */
  @Override
  public String toString() {
    return String.join("\n", lines.stream().map(Line::text).toList());
  }
}
