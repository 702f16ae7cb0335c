package io.espalier.mjml.lint;

import io.espalier.rule.Place;
import io.espalier.template.Context;
import io.espalier.template.Template;
import io.espalier.template.TemplateEvaluator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * So many renderings of a template that each branch of each condition is in one of them: as many as
 * the most-branched condition has, not their product.
 */
public final class Variants {
  /** Stands on both sides of a value that a person would bring; no client shows it. */
  static final String HOLE = "\uE000";

  private static final int LONG_VALUE = 40;

  private Variants() {}

  /**
   * A branch that was taken.
   *
   * @param place of its test; for the last, of the first test before it
   * @param otherwise true where no test held
   */
  public record Taken(Place place, boolean otherwise) {}

  /** What one person would see, with sample values, and how it came to that. */
  public record Variant(String text, List<Taken> taken) {
    public Variant {
      taken = List.copyOf(taken);
    }
  }

  /** True where a text of a rendering holds a value that a person would bring. */
  public static boolean isPersonal(String text) {
    return text.contains(HOLE);
  }

  /** All of them, the first branches first. */
  public static List<Variant> of(Template template) {
    List<Variant> all = new ArrayList<>();
    int count = count(template);
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder();
      List<Taken> taken = new ArrayList<>();
      render(template, i, text, taken);
      all.add(new Variant(text.toString(), taken));
    }
    return all;
  }

  /** The bytes of the longest rendering, taking the longest branch of each condition. */
  static long longest(Template template) {
    if (template instanceof Template.Sequence s) {
      return s.parts().stream().mapToLong(Variants::longest).sum();
    } else if (template instanceof Template.Choose c) {
      return Math.max(
          longest(c.otherwise()),
          c.branches().stream().mapToLong(b -> longest(b.body())).max().orElse(0));
    } else if (template instanceof Template.Each e) {
      return Math.max(longest(e.empty()), e.bodies().stream().mapToLong(Variants::longest).sum());
    } else if (template instanceof Template.Output o) {
      int fallback = o.fallback().map(f -> bytes(f)).orElse(0);
      return Math.max(LONG_VALUE, fallback);
    }
    StringBuilder text = new StringBuilder();
    render(template, 0, text, new ArrayList<>());
    return bytes(text.toString());
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static int count(Template template) {
    if (template instanceof Template.Sequence s) {
      return s.parts().stream().map(Variants::count).max(Comparator.naturalOrder()).orElse(1);
    } else if (template instanceof Template.Choose c) {
      return count(c.otherwise())
          + c.branches().stream().mapToInt(branch -> count(branch.body())).sum();
    } else if (template instanceof Template.Each e) {
      return count(new Template.Sequence(e.bodies())) + count(e.empty());
    }
    return 1;
  }

  private static void render(Template template, int number, StringBuilder text, List<Taken> taken) {
    if (template instanceof Template.Sequence s) {
      s.parts().forEach(part -> render(part, number, text, taken));
    } else if (template instanceof Template.Choose c) {
      choose(c, number % count(c), text, taken);
    } else if (template instanceof Template.Each e) {
      Template all = new Template.Sequence(e.bodies());
      int rest = number % count(e);
      boolean some = rest < count(all);
      taken.add(new Taken(e.place(), !some));
      render(some ? all : e.empty(), some ? rest : rest - count(all), text, taken);
    } else if (template instanceof Template.Output o) {
      text.append(sample(o));
    } else if (template instanceof Template.Text t) {
      text.append(t.copy());
    } else if (template instanceof Template.Unsubscribe) {
      text.append(TemplateEvaluator.UNSUBSCRIBE);
    } else if (template instanceof Template.Address) {
      text.append(TemplateEvaluator.ADDRESS);
    } else if (template instanceof Template.Link link) {
      text.append(TemplateEvaluator.page(link.page()));
    } else if (template instanceof Template.Coupon coupon) {
      text.append(HOLE).append(coupon.fallback().orElse("CODE")).append(HOLE);
    }
  }

  private static void choose(
      Template.Choose choose, int number, StringBuilder text, List<Taken> taken) {
    int rest = number;
    for (Template.Branch branch : choose.branches()) {
      int count = count(branch.body());
      if (rest < count) {
        taken.add(new Taken(branch.place(), false));
        render(branch.body(), rest, text, taken);
        return;
      }
      rest -= count;
    }
    if (!choose.branches().isEmpty()) {
      taken.add(new Taken(choose.branches().get(0).place(), true));
    }
    render(choose.otherwise(), rest, text, taken);
  }

  private static String sample(Template.Output output) {
    if (output.context() == Context.URL || output.context() == Context.PATH) {
      return HOLE + "sample" + HOLE;
    }
    String plain = output.fallback().filter(f -> !f.isBlank()).orElse("sample");
    return HOLE + plain.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;") + HOLE;
  }
}
