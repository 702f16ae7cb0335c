package io.espalier.sync.run;

import io.espalier.mjml.MjmlEmail;
import io.espalier.mjml.lint.EmailLint;
import io.espalier.mjml.lint.Variants;
import io.espalier.model.Value;
import io.espalier.rule.Operand;
import io.espalier.rule.Place;
import io.espalier.rule.Rule;
import io.espalier.rule.Span;
import io.espalier.sync.store.Population;
import io.espalier.template.Context;
import io.espalier.template.Template;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * What has gone bad in emails since they were written: looked up among the people that there are,
 * the day that it is, and a list of what the links and images lead to. Asks no network.
 */
public final class ContentAudit {
  private final Population population;
  private final LocalDate today;
  private final Optional<AssetManifest> assets;

  /** What may be wrong. */
  public enum Kind {
    EXPIRED,
    NOBODY,
    DEAD_IMAGE,
    NO_DEFAULT,
    OUT_OF_STOCK,
    NO_ALT
  }

  /** One thing that is wrong. */
  public record Defect(Kind kind, Place place, String message, String mend) {}

  /** Something to be counted, and what it means where it is bad. */
  private record Asked(Rule rule, Defect defect, boolean badIfNobody) {}

  /**
   * @param assets empty where the project has no list of them: then they are not looked at
   */
  public ContentAudit(Population population, LocalDate today, Optional<AssetManifest> assets) {
    this.population = population;
    this.today = today;
    this.assets = assets;
  }

  /**
   * @param sources the texts of the email and its modules, to find places in
   */
  public List<Defect> audit(MjmlEmail email, Map<String, String> sources) {
    String file = "emails/" + email.name() + ".mjml";
    Set<Defect> defects = new LinkedHashSet<>();
    List<Asked> asked = new ArrayList<>();
    for (Template template : List.of(email.subject(), email.preheader(), email.html())) {
      walk(template, List.of(), asked, defects);
    }
    count(asked, defects);
    assets.ifPresent(manifest -> assets(email, file, sources, manifest, defects));
    EmailLint.withoutAlt(sources)
        .forEach(
            issue ->
                defects.add(new Defect(Kind.NO_ALT, issue.place(), issue.message(), issue.mend())));
    return List.copyOf(defects);
  }

  private void walk(Template template, List<Rule> given, List<Asked> asked, Set<Defect> defects) {
    if (template instanceof Template.Sequence sequence) {
      sequence.parts().forEach(part -> walk(part, given, asked, defects));
    } else if (template instanceof Template.Each each) {
      each.bodies().forEach(body -> walk(body, given, asked, defects));
      walk(each.empty(), given, asked, defects);
    } else if (template instanceof Template.Choose choose) {
      choose(choose, given, asked, defects);
    } else if (template instanceof Template.Output output
        && output.fallback().isEmpty()
        && output.context() != Context.URL
        && output.context() != Context.PATH
        && output.filters().isEmpty()) {
      List<Rule> missing = new ArrayList<>(given);
      missing.add(
          new Rule.Presence(new Operand.Attribute(output.attribute(), Span.NONE), true, Span.NONE));
      asked.add(
          new Asked(
              all(missing),
              new Defect(
                  Kind.NO_DEFAULT,
                  output.place(),
                  "people without '" + output.attribute() + "' see a gap here",
                  "write {{ " + output.attribute() + " | default: \"…\" }}"),
              false));
    }
  }

  private void choose(
      Template.Choose choose, List<Rule> given, List<Asked> asked, Set<Defect> defects) {
    List<Rule> still = new ArrayList<>(given);
    for (Template.Branch branch : choose.branches()) {
      List<Rule> here = new ArrayList<>(still);
      here.add(branch.test());
      Optional<LocalDate> until = until(branch.test());
      if (until.filter(day -> day.isBefore(today)).isPresent()) {
        defects.add(
            new Defect(
                Kind.EXPIRED,
                branch.place(),
                "this variant was valid until " + until.get(),
                "take it out, or give it another valid-until"));
      } else {
        asked.add(
            new Asked(
                all(here),
                new Defect(
                    Kind.NOBODY,
                    branch.place(),
                    "nobody of " + population.profiles() + " people gets this variant",
                    "take it out, or look at its test"),
                true));
        walk(branch.body(), here, asked, defects);
      }
      still.add(new Rule.Not(branch.test(), Span.NONE));
    }
    walk(choose.otherwise(), still, asked, defects);
  }

  /** The last day of a test that has one. */
  private static Optional<LocalDate> until(Rule test) {
    if (test instanceof Rule.And and) {
      return and.parts().stream()
          .map(ContentAudit::until)
          .flatMap(Optional::stream)
          .min(LocalDate::compareTo);
    }
    if (test instanceof Rule.Compare compare
        && compare.left() instanceof Operand.Today now
        && now.shift().isEmpty()
        && compare.right() instanceof Operand.Literal literal
        && literal.value() instanceof Value.Day day) {
      return switch (compare.comparison()) {
        case AT_MOST -> Optional.of(day.day());
        case LESS -> Optional.of(day.day().minusDays(1));
        default -> Optional.empty();
      };
    }
    return Optional.empty();
  }

  private static Rule all(List<Rule> rules) {
    Set<Rule> flat = new LinkedHashSet<>();
    rules.forEach(rule -> flat.addAll(rule instanceof Rule.And and ? and.parts() : List.of(rule)));
    return flat.size() == 1 ? flat.iterator().next() : new Rule.And(List.copyOf(flat), Span.NONE);
  }

  private void count(List<Asked> asked, Set<Defect> defects) {
    if (asked.isEmpty()) {
      return;
    }
    Map<String, Rule> rules = new LinkedHashMap<>();
    asked.forEach(one -> rules.put("c_" + rules.size(), one.rule()));
    List<Long> counts = List.copyOf(population.count(rules).values());
    Set<Defect> good = new LinkedHashSet<>();
    for (int i = 0; i < asked.size(); i++) {
      if (asked.get(i).badIfNobody() && counts.get(i) > 0) {
        good.add(asked.get(i).defect()); // a module that stands in several places
      }
    }
    for (int i = 0; i < asked.size(); i++) {
      boolean nobody = counts.get(i) == 0;
      if (nobody == asked.get(i).badIfNobody() && !good.contains(asked.get(i).defect())) {
        defects.add(asked.get(i).defect());
      }
    }
  }

  private static void assets(
      MjmlEmail email,
      String file,
      Map<String, String> sources,
      AssetManifest manifest,
      Set<Defect> defects) {
    for (Variants.Variant variant : Variants.of(email.html())) {
      Document page = Jsoup.parse(variant.text());
      for (Element image : page.select("img[src]")) {
        String src = image.attr("src");
        if (Variants.isPersonal(src) || !src.startsWith("http")) {
          continue;
        }
        Optional<AssetManifest.State> state = manifest.state(src);
        if (state.isEmpty() || state.get() == AssetManifest.State.DEAD) {
          defects.add(
              new Defect(
                  Kind.DEAD_IMAGE,
                  EmailLint.place(src, file, sources),
                  state.isEmpty()
                      ? "the image " + src + " is not in " + AssetManifest.FILE
                      : "the image " + src + " is dead",
                  "give another one, or correct " + AssetManifest.FILE));
        }
      }
      for (Element link : page.select("a[href]")) {
        String href = link.attr("href");
        if (manifest.state(href).filter(s -> s == AssetManifest.State.OUT_OF_STOCK).isPresent()) {
          defects.add(
              new Defect(
                  Kind.OUT_OF_STOCK,
                  EmailLint.place(href, file, sources),
                  "what " + href + " leads to is out of stock",
                  "offer something else"));
        }
      }
    }
  }
}
