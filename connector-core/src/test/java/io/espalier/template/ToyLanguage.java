package io.espalier.template;

import io.espalier.model.Cased;
import io.espalier.model.Value;
import io.espalier.rule.Comparison;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A merge language of any grouping, with the machine that executes it. Tests are numbers into a
 * list, so that the machine reads structure only, and reads it as strictly as an ESP would.
 */
final class ToyLanguage implements MergeLanguage {
  private static final Pattern CODE = Pattern.compile("«(.*?)»");

  private final Grouping grouping;
  private final Set<Comparison> sayable;
  private final boolean saysNot;
  private final boolean saysExists;
  private final List<MergeTest> tests = new ArrayList<>();
  private final List<String> times = new ArrayList<>();
  private final List<Optional<String>> fallbacks = new ArrayList<>();

  ToyLanguage(Grouping grouping, Set<Comparison> sayable, boolean saysNot, boolean saysExists) {
    this.grouping = grouping;
    this.sayable = sayable;
    this.saysNot = saysNot;
    this.saysExists = saysExists;
  }

  static ToyLanguage able(Grouping grouping) {
    return new ToyLanguage(grouping, Set.of(Comparison.values()), true, true);
  }

  @Override
  public String id() {
    return "toy";
  }

  @Override
  public Grouping grouping() {
    return grouping;
  }

  @Override
  public Optional<String> test(MergeTest test) {
    if (test instanceof MergeTest.Compare c && !sayable.contains(c.comparison())) {
      return Optional.empty();
    }
    if (test instanceof MergeTest.Exists && !saysExists) {
      return Optional.empty();
    }
    tests.add(test);
    return Optional.of("t" + (tests.size() - 1));
  }

  @Override
  public Optional<String> not(String condition) {
    return saysNot ? Optional.of("!" + condition) : Optional.empty();
  }

  @Override
  public String and(List<String> conditions) {
    return joined(conditions, " & ");
  }

  @Override
  public String or(List<String> conditions) {
    return joined(conditions, " + ");
  }

  private String joined(List<String> conditions, String joint) {
    String flat = String.join(joint, conditions);
    return switch (grouping) {
      case PARENTHESES -> "(" + flat + ")";
      case AND_BEFORE_OR -> flat;
      case ONE_TEST -> throw new AssertionError("one test a condition: " + flat);
    };
  }

  @Override
  public String open(String condition) {
    return "«if " + condition + "»";
  }

  @Override
  public String orElse(String condition) {
    return "«elif " + condition + "»";
  }

  @Override
  public String otherwise() {
    return "«else»";
  }

  @Override
  public String end() {
    return "«end»";
  }

  /** One of UNIX form where it says comparisons of numbers at all. */
  @Override
  public Optional<ClockForm> clock() {
    return sayable.contains(Comparison.GREATER) ? Optional.of(ClockForm.UNIX) : Optional.empty();
  }

  @Override
  public String clockIs(boolean before, String time) {
    times.add((before ? "<" : ">") + time);
    return "c" + (times.size() - 1);
  }

  @Override
  public boolean fieldsAreScarce() {
    return grouping == Grouping.ONE_TEST;
  }

  @Override
  public boolean escapesJson() {
    return true;
  }

  @Override
  public boolean choosesInLines() {
    return grouping != Grouping.ONE_TEST;
  }

  @Override
  public String pageUrl(Template.Page page) {
    return TemplateEvaluator.page(page);
  }

  @Override
  public Optional<String> coupon(String pool, Optional<String> fallback, Context context) {
    return Optional.empty();
  }

  @Override
  public String prologue(List<Field> fields, boolean clock) {
    return fields.isEmpty()
        ? ""
        : "«use " + String.join(",", fields.stream().map(Field::vendorName).toList()) + "»";
  }

  @Override
  public String output(Field field, Optional<String> fallback, Context context) {
    fallbacks.add(fallback);
    return "«out " + field.vendorName() + " " + (fallbacks.size() - 1) + " " + context + "»";
  }

  @Override
  public String copy(String copy, Context context) {
    return copy.replace("«", "⟨lt⟩").replace("»", "⟨gt⟩");
  }

  @Override
  public String unsubscribeUrl() {
    return TemplateEvaluator.UNSUBSCRIBE;
  }

  @Override
  public String postalAddress(Context context) {
    return TemplateEvaluator.ADDRESS;
  }

  /** What a person with these fields' values sees. */
  String execute(String text, Map<String, Value> values) {
    return execute(text, values, Instant.EPOCH);
  }

  /** As above, at a time. */
  String execute(String text, Map<String, Value> values, Instant now) {
    return new Machine(text, values, ClockForm.UNIX.write(now.getEpochSecond())).run();
  }

  private final class Machine {
    private final Map<String, Value> values;
    private final String now;
    private final List<String> pieces = new ArrayList<>();
    private final Set<String> used = new HashSet<>();
    private int at;

    Machine(String text, Map<String, Value> values, String now) {
      this.values = values;
      this.now = now;
      int from = 0;
      for (Matcher code = CODE.matcher(text); code.find(); from = code.end()) {
        pieces.add(text.substring(from, code.start()));
        pieces.add("«" + code.group(1));
      }
      pieces.add(text.substring(from));
    }

    String run() {
      StringBuilder seen = new StringBuilder();
      body(seen, true);
      if (at < pieces.size()) {
        throw new AssertionError("stray " + pieces.get(at));
      }
      return seen.toString().replace("⟨lt⟩", "«").replace("⟨gt⟩", "»");
    }

    private void body(StringBuilder seen, boolean live) {
      for (; at < pieces.size(); at++) {
        String piece = pieces.get(at);
        if (!piece.startsWith("«")) {
          seen.append(live ? piece : "");
        } else if (piece.startsWith("«use ")) {
          used.addAll(List.of(piece.substring(5).split(",", -1)));
        } else if (piece.startsWith("«out ")) {
          seen.append(live ? out(piece.substring(5).split(" ", -1)) : "");
        } else if (piece.startsWith("«if ")) {
          choice(seen, live);
        } else {
          return;
        }
      }
    }

    private void choice(StringBuilder seen, boolean live) {
      boolean open = live;
      while (!pieces.get(at).equals("«end")) {
        String code = pieces.get(at++);
        boolean holds = open && (code.equals("«else") || or(code.substring(code.indexOf(' ') + 1)));
        body(seen, holds);
        open = open && !holds;
      }
    }

    private String out(String[] words) {
      return read(words[0]).exists()
          ? TemplateEvaluator.harmless(read(words[0]).plain(), Context.valueOf(words[2]))
          : TemplateEvaluator.harmless(
              fallbacks.get(Integer.parseInt(words[1])).orElse(""), Context.valueOf(words[2]));
    }

    private Value read(String field) {
      if (!used.contains(field)) {
        throw new AssertionError("the prologue does not mention " + field);
      }
      return values.getOrDefault(field, Value.NOTHING);
    }

    private boolean or(String text) {
      return split(text, " + ").stream().map(this::and).reduce(false, Boolean::logicalOr);
    }

    private boolean and(String text) {
      return split(text, " & ").stream().map(this::single).reduce(true, Boolean::logicalAnd);
    }

    private boolean single(String text) {
      if (text.startsWith("!")) {
        return !single(text.substring(1));
      } else if (text.startsWith("(")) {
        return or(text.substring(1, text.length() - 1));
      }
      if (text.startsWith("c")) {
        String time = times.get(Integer.parseInt(text.substring(1)));
        return time.startsWith("<")
            ? now.compareTo(time.substring(1)) < 0
            : now.compareTo(time.substring(1)) >= 0;
      }
      return holds(tests.get(Integer.parseInt(text.substring(1))));
    }

    /** Splits outside parentheses only. */
    private List<String> split(String text, String joint) {
      List<String> parts = new ArrayList<>();
      int depth = 0;
      int from = 0;
      for (int i = 0; i < text.length(); i++) {
        depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
        if (depth == 0 && text.startsWith(joint, i)) {
          parts.add(text.substring(from, i));
          from = i + joint.length();
        }
      }
      parts.add(text.substring(from));
      return parts;
    }

    private boolean holds(MergeTest test) {
      Value value = read(test.field().vendorName());
      if (test instanceof MergeTest.Flag) {
        return value.plain().equals(Derived.YES);
      } else if (test instanceof MergeTest.Word word) {
        return value.plain().equals(word.word());
      } else if (test instanceof MergeTest.Due due) {
        return value.exists() && (value.plain().compareTo(now) > 0) == due.before();
      } else if (test instanceof MergeTest.Compare c) {
        return value.exists() && c.comparison().holds(compare(value, c.value(), c.exact()));
      }
      return value.exists();
    }

    private int compare(Value left, Value right, boolean exact) {
      if (left instanceof Value.Number a && right instanceof Value.Number b) {
        return a.number().compareTo(b.number());
      } else if (left instanceof Value.Flag a && right instanceof Value.Flag b) {
        return Boolean.compare(a.flag(), b.flag());
      }
      return exact
          ? left.plain().compareTo(right.plain())
          : Cased.fold(left.plain()).compareTo(Cased.fold(right.plain()));
    }
  }
}
