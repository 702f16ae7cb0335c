package io.espalier.mjml.lint;

import io.espalier.mjml.MjmlEmail;
import io.espalier.rule.Issue;
import io.espalier.rule.Origin;
import io.espalier.rule.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an email as people get it: every branch of every condition is in one rendering, and each
 * rendering is looked at whole. What is wrong in some branches only is reported at one of them.
 */
public final class EmailLint {
  /** Gmail clips at about 102 kB of the part as delivered: 99,507 bytes were measured (2026). */
  private static final long CLIPPED = 95_000;

  private static final long NEARLY = 80_000;

  /** What an ESP's link tracking adds to each link, at the most usual. */
  private static final int TRACKING = 300;

  /** A comment, or an image with its attributes. */
  private static final Pattern IMAGE =
      Pattern.compile(
          "(?s)<!--.*?-->|<(mj-image|mj-carousel-image)\\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>");

  private static final Pattern ALT = Pattern.compile("(?s)(^|\\s)alt\\s*=");

  private final ClientSupport support;
  private final Accessibility accessibility = new Accessibility();
  private final Links links = new Links();
  private final Delivery delivery = new Delivery();

  /**
   * @param targets the clients that count, of {@link Clients#names}
   * @param accepted features whose lack somewhere is known, of {@link Clients#features}
   * @param strict true to hear also of what only makes the email plainer
   */
  public EmailLint(
      Clients clients, Collection<String> targets, Set<String> accepted, boolean strict) {
    this.support = new ClientSupport(clients, targets, accepted, strict);
  }

  /**
   * @param file the email's, as the user would name it
   * @param sources the texts of the email and of its modules by such names, to find places in
   */
  public List<Issue> lint(MjmlEmail email, String file, Map<String, String> sources) {
    List<Variants.Variant> variants = Variants.of(email.html());
    Map<Finding, Set<Integer>> found = new LinkedHashMap<>();
    Set<Integer> mailable = new LinkedHashSet<>();
    Set<Integer> addressed = new LinkedHashSet<>();
    int mostLinks = 0;
    for (int i = 0; i < variants.size(); i++) {
      Page page = Page.of(variants.get(i).text());
      int number = i;
      look(page, f -> found.computeIfAbsent(f, x -> new LinkedHashSet<>()).add(number));
      mostLinks = Math.max(mostLinks, page.document().select("a[href]").size());
      if (Delivery.unsubscribes(page)) {
        mailable.add(i);
      }
      if (Delivery.addresses(page)) {
        addressed.add(i);
      }
    }
    if (!email.block()) {
      lacking(found, mailable, variants.size(), "no way to unsubscribe", "<es-unsubscribe>");
      lacking(found, addressed, variants.size(), "no postal address", "<es-address/>");
    }
    List<Issue> issues = new ArrayList<>();
    found.forEach((finding, where) -> issues.add(issue(finding, where, variants, file, sources)));
    clipped(email, mostLinks, file).ifPresent(issues::add);
    issues.addAll(withoutAlt(sources));
    return issues;
  }

  /** Images without an alt, of which the renderer makes decorations. */
  public static List<Issue> withoutAlt(Map<String, String> sources) {
    List<Issue> issues = new ArrayList<>();
    sources.forEach(
        (name, text) -> {
          Matcher image = IMAGE.matcher(text);
          while (image.find()) {
            if (image.group(1) != null && !ALT.matcher(image.group(2)).find()) {
              issues.add(
                  Issue.warning(
                      Origin.of(name, text).place(image.start(1), image.end(1)),
                      "<" + image.group(1) + "> has no alt",
                      "write what it shows, or alt=\"\" where it only decorates"));
            }
          }
        });
    return issues;
  }

  /**
   * Where a text stands in the email, or else in a module; the whole email where it stands nowhere.
   */
  public static Place place(String snippet, String file, Map<String, String> sources) {
    return written(snippet, file, sources).orElseGet(() -> Place.file(file));
  }

  private void look(Page page, java.util.function.Consumer<Finding> found) {
    delivery.look(page, found);
    accessibility.look(page, found);
    links.look(page, found);
    support.look(page, found);
  }

  /** Where no branch has it, reading the email has said so already. */
  private static void lacking(
      Map<Finding, Set<Integer>> found, Set<Integer> have, int all, String what, String element) {
    if (have.isEmpty() || have.size() == all) {
      return;
    }
    Set<Integer> without = new LinkedHashSet<>();
    for (int i = 0; i < all; i++) {
      if (!have.contains(i)) {
        without.add(i);
      }
    }
    found.put(
        Finding.error("some people get " + what, "move " + element + " out of the condition", ""),
        without);
  }

  private static Optional<Issue> clipped(MjmlEmail email, int links, String file) {
    long bytes = Variants.longest(email.html()) + (long) links * TRACKING;
    if (bytes < NEARLY) {
      return Optional.empty();
    }
    String message =
        "the longest variant has about "
            + bytes
            + " bytes with tracked links; Gmail shows some 100,000 and clips the rest";
    String mend = "shorten it: the footer with the way to unsubscribe is cut first";
    return Optional.of(
        bytes >= CLIPPED
            ? Issue.error(Place.file(file), message, mend)
            : Issue.warning(Place.file(file), message, mend));
  }

  private static Issue issue(
      Finding finding,
      Set<Integer> where,
      List<Variants.Variant> variants,
      String file,
      Map<String, String> sources) {
    Optional<Place> written = written(finding.snippet(), file, sources);
    Optional<Variants.Taken> branch =
        where.size() == variants.size() ? Optional.empty() : only(where, variants);
    String message =
        finding.message()
            + branch
                .map(
                    b ->
                        (b.otherwise() ? ", where nothing holds of " : ", in the branch at ")
                            + b.place())
                .orElse("");
    Place place =
        written.orElseGet(
            () -> branch.map(Variants.Taken::place).orElseGet(() -> Place.file(file)));
    return new Issue(finding.severity(), place, message, finding.mend());
  }

  /** The innermost branch that all of these took and none of the others. */
  private static Optional<Variants.Taken> only(
      Set<Integer> where, List<Variants.Variant> variants) {
    Set<Variants.Taken> common = new LinkedHashSet<>();
    where.stream().findFirst().ifPresent(i -> common.addAll(variants.get(i).taken()));
    where.forEach(i -> common.retainAll(variants.get(i).taken()));
    for (int i = 0; i < variants.size(); i++) {
      if (!where.contains(i)) {
        common.removeAll(variants.get(i).taken());
      }
    }
    return common.stream().reduce((first, second) -> second);
  }

  private static Optional<Place> written(String snippet, String file, Map<String, String> sources) {
    if (snippet.length() < 2) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>(sources.keySet());
    names.remove(file);
    names.add(0, file);
    for (String name : names) {
      String text = sources.getOrDefault(name, "");
      int at = text.indexOf(snippet);
      if (at >= 0) {
        int end = at + snippet.length();
        int line = text.indexOf('\n', at);
        return Optional.of(Origin.of(name, text).place(at, line >= 0 && line < end ? line : end));
      }
    }
    return Optional.empty();
  }
}
