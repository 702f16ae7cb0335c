package io.espalier.sync.demo;

import io.espalier.mjml.MjmlEmail;
import io.espalier.model.EmailAddress;
import io.espalier.sync.run.Previews;
import io.espalier.sync.run.SyncJob;
import io.espalier.sync.run.Target;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Chooses people whom the email speaks to differently, and lets every ESP render it for them. */
final class Faces {
  static final String EMAIL = "winter";

  /** The email's own cases, and where each person should live so that no two letters are alike. */
  private static final Map<String, String> CASES = cases();

  private static Map<String, String> cases() {
    Map<String, String> cases = new LinkedHashMap<>();
    cases.put("jacket-lookers", "Germany");
    cases.put("lapsed", "France");
    cases.put("newcomers", "Switzerland");
    return cases;
  }

  private record Person(EmailAddress email, String name, String city, String country) {}

  private final SyncJob job;
  private final Target target;
  private final ReadBack readBack;

  Faces(SyncJob job, Target target, ReadBack readBack) {
    this.job = job;
    this.target = target;
    this.readBack = readBack;
  }

  /**
   * @param engine holds the people
   * @param names segment → name
   */
  List<Story.Face> show(Engine engine, Map<String, String> names) {
    MjmlEmail email = Previews.email(job, EMAIL);
    List<Person> people = people(engine);
    Set<EmailAddress> shown = new HashSet<>();
    List<Story.Face> faces = new ArrayList<>();
    CASES.forEach(
        (segment, country) ->
            choose(people, segment, country, shown)
                .ifPresent(
                    person -> {
                      shown.add(person.email());
                      faces.add(face(person, names.getOrDefault(segment, segment), email));
                    }));
    return faces;
  }

  private static List<Person> people(Engine engine) {
    return engine.list(
        "select email, a_first_name, a_city, a_country from "
            + Population.PROFILES
            + " where consent_state = 1 and a_points >= 500 and a_size is not null and a_city is not null"
            + " and regexp_full_match(a_first_name, '\\p{L}+') order by key",
        row ->
            new Person(
                new EmailAddress(row.getString(1)),
                row.getString(2),
                row.getString(3),
                row.getString(4)));
  }

  /** Somebody whom every ESP has in the segment, best from this country. */
  private Optional<Person> choose(
      List<Person> people, String segment, String country, Set<EmailAddress> shown) {
    Set<String> esps = readBack.counts(segment).keySet();
    List<Person> able =
        people.stream()
            .filter(p -> !shown.contains(p.email()))
            .filter(
                p -> esps.stream().allMatch(e -> readBack.members(segment, e).contains(p.email())))
            .toList();
    return able.stream()
        .filter(p -> p.country().equals(country))
        .findFirst()
        .or(() -> able.stream().findFirst());
  }

  private Story.Face face(Person person, String why, MjmlEmail email) {
    List<Previews.Preview> previews = new ArrayList<>();
    job.connections()
        .all()
        .forEach(
            open -> previews.add(Previews.preview(open, target, email, person.email().address())));
    long different = previews.stream().map(Words::of).distinct().count();
    return new Story.Face(person.name() + " from " + person.city(), why, previews, different == 1);
  }
}
