package io.espalier.contract;

import io.espalier.model.Value;
import io.espalier.rule.Comparison;
import io.espalier.template.Context;
import io.espalier.template.Field;
import io.espalier.template.MergeLanguage;
import io.espalier.template.MergeTest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Languages with one fault each, by the rule of the contract that must catch it. */
final class LanguageTwins {
  private LanguageTwins() {}

  static Map<String, UnaryOperator<MergeLanguage>> all() {
    Map<String, UnaryOperator<MergeLanguage>> twins = new LinkedHashMap<>();
    twins.put("d01 a value prints nothing", ValueLost::new);
    for (Context context : Context.values()) {
      twins.put("d02 a value is not escaped in " + context, l -> new Raw(l, context));
    }
    twins.put("d02 copy may be code", CopyRaw::new);
    twins.put(
        "d03 at least is more than", l -> new Compares(l, Comparison.AT_LEAST, Comparison.GREATER));
    twins.put(
        "d03 more than is at least", l -> new Compares(l, Comparison.GREATER, Comparison.AT_LEAST));
    twins.put("d03 equal is not", Opposite::new);
    twins.put("d04 a missing value is another", MissingDiffers::new);
    twins.put("d05 every print is another", Counts::new);
    twins.put("d09 the other branch is seen too", BothBranches::new);
    return twins;
  }

  private static final class ValueLost extends Faulty {
    ValueLost(MergeLanguage good) {
      super(good);
    }

    @Override
    public String output(Field field, Optional<String> fallback, Context context) {
      return "";
    }
  }

  private static final class Raw extends Faulty {
    private final Context careless;

    Raw(MergeLanguage good, Context careless) {
      super(good);
      this.careless = careless;
    }

    @Override
    public boolean escapesJson() {
      return good.escapesJson() || careless == Context.JSON;
    }

    @Override
    public boolean encodesPaths() {
      return good.encodesPaths() || careless == Context.PATH;
    }

    @Override
    public String output(Field field, Optional<String> fallback, Context context) {
      // Where plain is the careless one, what is plain is escaped although nothing shall be.
      Context taken =
          context != careless ? context : context == Context.PLAIN ? Context.URL : Context.PLAIN;
      return good.output(field, fallback, taken);
    }
  }

  private static final class CopyRaw extends Faulty {
    CopyRaw(MergeLanguage good) {
      super(good);
    }

    @Override
    public String copy(String copy, Context context) {
      return copy;
    }
  }

  private static final class Compares extends Faulty {
    private final Comparison from;
    private final Comparison to;

    Compares(MergeLanguage good, Comparison from, Comparison to) {
      super(good);
      this.from = from;
      this.to = to;
    }

    @Override
    public Optional<String> test(MergeTest test) {
      return good.test(
          test instanceof MergeTest.Compare c
                  && c.comparison() == from
                  && good.test(new MergeTest.Compare(c.field(), to, c.value(), c.exact()))
                      .isPresent()
              ? new MergeTest.Compare(c.field(), to, c.value(), c.exact())
              : test);
    }
  }

  /** Flags the wrong way round. */
  private static final class Opposite extends Faulty {
    Opposite(MergeLanguage good) {
      super(good);
    }

    @Override
    public Optional<String> test(MergeTest test) {
      return good.test(test).map(c -> test instanceof MergeTest.Flag ? c.replace("yes", "no") : c);
    }
  }

  /** Prints "different" as "not equal", which is true of nothing too. */
  private static final class MissingDiffers extends Faulty {
    MissingDiffers(MergeLanguage good) {
      super(good);
    }

    @Override
    public Optional<String> test(MergeTest test) {
      if (test instanceof MergeTest.Compare c
          && c.comparison() == Comparison.UNEQUAL
          && c.value() instanceof Value.Text) {
        Optional<String> equal =
            good.test(new MergeTest.Compare(c.field(), Comparison.EQUAL, c.value(), c.exact()));
        return grouping() == Grouping.ONE_TEST
            ? equal.map(e -> e.replace("=", "!="))
            : equal.flatMap(good::not);
      }
      return good.test(test);
    }
  }

  private static final class Counts extends Faulty {
    private final AtomicInteger printed = new AtomicInteger();

    Counts(MergeLanguage good) {
      super(good);
    }

    @Override
    public String end() {
      return good.end() + "<!-- " + printed.incrementAndGet() + " -->";
    }
  }

  private static final class BothBranches extends Faulty {
    BothBranches(MergeLanguage good) {
      super(good);
    }

    @Override
    public String otherwise() {
      return good.end() + good.open(always());
    }

    private String always() {
      return switch (grouping()) {
        case PARENTHESES -> "(1 == 1)";
        case AND_BEFORE_OR -> "1 == 1";
        case ONE_TEST -> "EMAIL";
      };
    }
  }
}
