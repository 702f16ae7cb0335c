package io.espalier.sync.serve;

import com.github.benmanes.caffeine.cache.Ticker;
import io.espalier.amp.live.EmailCors;
import io.espalier.amp.live.LiveTokens;
import io.espalier.spi.Surroundings;
import io.espalier.sync.project.LiveSpec;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.store.ConsentAnswers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What emails ask for: blocks, pictures and forms, over one project. */
public final class LiveParts implements AutoCloseable {
  private final List<ServePart> parts;
  private final LivePeople people;
  private final Optional<Catalog> catalog;
  private final Clock clock;
  private final ServeLog log;
  private Optional<Thread> reader = Optional.empty();

  private LiveParts(
      List<ServePart> parts,
      LivePeople people,
      Optional<Catalog> catalog,
      Clock clock,
      ServeLog log) {
    this.parts = parts;
    this.people = people;
    this.catalog = catalog;
    this.clock = clock;
    this.log = log;
  }

  /**
   * Reads the people once.
   *
   * @param state the folder where the store is
   * @throws WrongInput where the project has no live blocks, or no key
   */
  public static LiveParts of(Project project, Path state, Clock clock, ServeLog log) {
    LiveSpec live =
        project
            .live()
            .orElseThrow(
                () ->
                    new WrongInput(
                        io.espalier.rule.Place.file("live.yaml"),
                        "the project has no live blocks",
                        "declare them in live.yaml"));
    if (live.keys().isEmpty()) {
      throw new WrongInput(
          live.place(),
          "there is no key to check tokens with",
          "set " + live.keyVariables().get(0) + " to what the sync was given");
    }
    LivePeople people = new LivePeople(project, live);
    people.read(clock.instant());
    Optional<Catalog> catalog =
        live.catalog()
            .map(
                spec ->
                    new Catalog(
                        spec.kind() == LiveSpec.Catalog.Kind.HTTP
                            ? new HttpBackend(spec)
                            : new TableBackend(project, spec),
                        spec.fresh(),
                        spec.timeout(),
                        clock,
                        Ticker.systemTicker(),
                        log));
    LiveContent content = new LiveContent(live, people, catalog, project.zone(), clock);
    Revocations revocations = new Revocations(state);
    LiveTokens tokens = new LiveTokens(live.keys(), live.life(), revocations::isRevoked);
    Doorman doorman = new Doorman(new EmailCors(live.senders()), tokens, clock, log);
    FormDesk desk = new FormDesk(new FormAnswers(state), new ConsentAnswers(state), clock, log);
    List<ServePart> parts =
        List.of(
            new LivePart(content, doorman),
            new ImagePart(live, content, doorman),
            new FormPart(live, desk, doorman),
            new PagePart(live, content, desk, doorman),
            new UnsubscribePart(tokens, new ConsentAnswers(state), clock, log));
    return new LiveParts(parts, people, catalog, clock, log);
  }

  public List<ServePart> all() {
    return parts;
  }

  public int people() {
    return people.size();
  }

  /** Reads the people again after each such time. */
  public void keepReading(Surroundings.Sleeper sleeper, Duration every) {
    Thread thread = new Thread(() -> people.keepReading(clock, sleeper, every, log), "live people");
    thread.setDaemon(true);
    thread.start();
    reader = Optional.of(thread);
  }

  /** Reads the people again, now. */
  public void read() {
    people.read(clock.instant());
  }

  @Override
  public void close() {
    reader.ifPresent(Thread::interrupt);
    catalog.ifPresent(Catalog::close);
  }
}
