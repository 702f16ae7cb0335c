package io.espalier.sync.plan;

import io.espalier.mjml.MjmlEmail;
import io.espalier.model.Attribute;
import io.espalier.rule.Issue;
import io.espalier.rule.Place;
import io.espalier.rule.Rule;
import io.espalier.spi.Esp;
import io.espalier.spi.FieldBudget;
import io.espalier.spi.FieldMap;
import io.espalier.spi.NativeSegment;
import io.espalier.sync.project.ConnectionSpec;
import io.espalier.sync.project.ProfileSpec;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.WrongInput;
import io.espalier.template.Derived;
import io.espalier.template.MergeLanguage;
import io.espalier.template.Requirements;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What each ESP must hold: the attributes that may go there, and what the project's emails need
 * beyond them.
 */
public final class Needs {
  private static final String PURPOSE = "marketing";

  private final Map<String, Map<String, Derived>> derived = new LinkedHashMap<>();
  private final Map<String, List<Attribute>> attributes = new LinkedHashMap<>();
  private final Map<String, Map<String, NativeSegment>> natives = new LinkedHashMap<>();
  private final List<MjmlEmail> emails;

  private Needs(List<MjmlEmail> emails) {
    this.emails = emails;
  }

  /**
   * Reads the emails and asks each ESP's language what it cannot say.
   *
   * @throws WrongInput where an email is wrong
   */
  public static Needs of(Project project, Collection<Esp> esps, Collection<Issue> warnings) {
    List<Issue> issues = new ArrayList<>();
    List<MjmlEmail> emails = new ArrayList<>();
    EmailFiles files = new EmailFiles(project);
    for (Path file : project.emails()) {
      Optional<MjmlEmail> email = files.read(file, issues);
      email.ifPresent(emails::add);
      email.ifPresent(read -> issues.addAll(BranchCheck.check(read, project)));
    }
    if (issues.stream().anyMatch(i -> i.severity() == Issue.Severity.ERROR)) {
      throw new WrongInput(issues);
    }
    warnings.addAll(issues);
    Needs needs = new Needs(emails);
    for (Esp esp : esps) {
      needs.add(project, esp, issues);
    }
    if (issues.stream().anyMatch(i -> i.severity() == Issue.Severity.ERROR)) {
      throw new WrongInput(issues);
    }
    return needs;
  }

  private void add(Project project, Esp esp, List<Issue> issues) {
    List<Attribute> allowed =
        new ArrayList<>(
            project.profile().all().values().stream()
                .filter(a -> a.purposes().contains(PURPOSE))
                .toList());
    int declared = allowed.size();
    FieldMap fields = esp.map(allowed, issues);
    MergeLanguage language = esp.mergeLanguage(fields);
    Requirements requirements = Requirements.NONE;
    Map<String, Integer> needed = new LinkedHashMap<>();
    for (MjmlEmail email : emails) {
      Requirements own = email.requirements(language, fields::field);
      needed.put(email.name(), own.derived().size());
      requirements = requirements.and(own);
    }
    derived.put(esp.id(), requirements.derived());
    Set<String> read = requirements.attributes();
    // A token is a field of its own in each email: only where one reads it.
    project.profile().minted().stream()
        .map(ProfileSpec.Minted::attribute)
        .filter(token -> !read.contains(token.name()))
        .forEach(allowed::remove);
    Set<String> names = new LinkedHashSet<>();
    allowed.forEach(a -> names.add(a.name()));
    requirements.derived().values().stream()
        .map(Derived::attribute)
        .filter(a -> a.purposes().contains(PURPOSE) && names.add(a.name()))
        .forEach(allowed::add);
    attributes.put(esp.id(), List.copyOf(allowed));
    natives.put(esp.id(), Natives.of(project, esp, fields, issues));
    int made = allowed.size() - declared;
    Optional<ConnectionSpec> connection = Optional.ofNullable(project.connections().get(esp.id()));
    esp.fieldBudget(connection.map(ConnectionSpec::plain).orElse(Map.of()))
        .filter(budget -> allowed.size() + budget.taken() > budget.most())
        .ifPresent(budget -> issues.add(tooMany(esp, budget, connection, declared, made, needed)));
  }

  /** The definition by which an ESP keeps a segment itself; empty where its members are sent. */
  Optional<NativeSegment> nativeSegment(String esp, String segment) {
    return Optional.ofNullable(natives.getOrDefault(esp, Map.of()).get(segment));
  }

  private static Issue tooMany(
      Esp esp,
      FieldBudget budget,
      Optional<ConnectionSpec> connection,
      int declared,
      int made,
      Map<String, Integer> needed) {
    return Issue.error(
        connection.map(ConnectionSpec::place).orElse(Place.file("emails/")),
        esp.id()
            + " holds "
            + budget.most()
            + " "
            + budget.called()
            + ", and "
            + (declared + made + budget.taken())
            + " are needed: "
            + declared
            + " of profile.yaml, "
            + made
            + " made for emails ("
            + needed.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "))
            + "), "
            + budget.taken()
            + " for the key",
        "let fewer formats and conditions be synced (build --explain names them), keep attributes"
            + " that nobody uses there out of it (purposes in profile.yaml); "
            + budget.mend());
  }

  /** The attributes of one ESP, derived ones last. */
  public List<Attribute> attributes(String esp) {
    return attributes.getOrDefault(esp, List.of());
  }

  /** What is computed for templates, of all ESPs, by name. */
  public Map<String, Derived> derived() {
    Map<String, Derived> all = new LinkedHashMap<>();
    derived.values().forEach(all::putAll);
    return all;
  }

  /** The rules of the emails' conditions that are decided here. */
  public List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    for (Derived needed : derived().values()) {
      rules.addAll(needed.source().rules());
    }
    return rules;
  }

  public List<MjmlEmail> emails() {
    return emails;
  }
}
