package io.espalier.sync.run;

import io.espalier.mjml.BlockMarkup;
import io.espalier.mjml.Compiled;
import io.espalier.mjml.MjmlEmail;
import io.espalier.spi.Change;
import io.espalier.spi.Connector;
import io.espalier.spi.Content;
import io.espalier.spi.Failure;
import io.espalier.spi.Outcome;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Publications;
import io.espalier.sync.store.Publications.Publication;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Puts emails into one ESP under stable keys. What somebody edited there is seen by reading it back
 * and comparing with what the ESP held right after we left it, and is not overwritten unasked.
 */
public final class Publisher {
  private final Connections.Open open;
  private final Publications publications;
  private final Clock clock;

  public Publisher(Engine engine, Connections.Open open, Clock clock) {
    this.open = open;
    this.publications = new Publications(engine, open.ledgerAccount());
    this.clock = clock;
  }

  /** How what is there stands to what is wanted. */
  public enum State {
    NEW("new"),
    SAME("unchanged"),
    CHANGED("changed"),
    EDITED("edited there"),
    GONE("deleted there");

    private final String word;

    State(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /**
   * One content before it is published.
   *
   * @param there what the ESP holds now
   */
  public record Standing(Content wanted, State state, Optional<Content> there) {}

  /**
   * What became of it.
   *
   * @param version empty where nothing was written
   */
  public record Result(Standing standing, Optional<String> version, Optional<Failure> failure) {}

  /** The email, or the block, in this ESP's language, as it would be published. */
  public Content content(MjmlEmail email) {
    Compiled compiled = Previews.compile(open, email);
    if (email.block()) {
      String html = BlockMarkup.of(compiled.html().orElse(""));
      return new Content(key(email.name()), email.name(), Content.Shape.BLOCK, "", html, "", "");
    }
    return new Content(
        key(email.name()),
        email.name(),
        Content.Shape.EMAIL,
        compiled.subject().orElse(""),
        compiled.html().orElse(""),
        compiled.text().orElse(""),
        compiled.amp().orElse(""));
  }

  /** An email's name in the letters that every ESP takes. */
  public static String key(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "-");
  }

  public Standing standing(Content wanted) {
    Optional<Publication> last = publications.last(wanted.key());
    if (last.isEmpty()) {
      return new Standing(wanted, State.NEW, Optional.empty());
    }
    Optional<Content> there = open.connector().content(last.get().reference());
    State state =
        there.isEmpty()
            ? State.GONE
            : !there.get().version().equals(last.get().held())
                ? State.EDITED
                : wanted.version().equals(last.get().content().version())
                    ? State.SAME
                    : State.CHANGED;
    return new Standing(wanted, state, there);
  }

  /**
   * @param overwrite true to put it over what somebody edited there
   */
  public Result publish(Content wanted, boolean overwrite) {
    Standing standing = standing(wanted);
    if (standing.state() == State.SAME || standing.state() == State.EDITED && !overwrite) {
      return new Result(standing, Optional.empty(), Optional.empty());
    }
    String reference =
        standing.state() == State.GONE
            ? ""
            : publications.last(wanted.key()).map(Publication::reference).orElse("");
    Change.Publish change = new Change.Publish(wanted, reference, overwrite);
    Connector connector = open.connector();
    Outcome outcome = connector.push(List.of(change)).get(0);
    if (outcome instanceof Outcome.Pending pending) {
      outcome = connector.poll(pending.job(), List.of(change)).get(0);
    }
    if (outcome instanceof Outcome.Applied applied) {
      String held =
          connector.content(applied.reference()).map(Content::version).orElse(wanted.version());
      publications.add(wanted, held, applied.reference(), clock.instant());
      return new Result(standing, Optional.of(wanted.version()), Optional.empty());
    }
    return new Result(standing, Optional.empty(), Optional.of(failure(outcome)));
  }

  private static Failure failure(Outcome outcome) {
    if (outcome instanceof Outcome.Rejected rejected) {
      return rejected.failure();
    } else if (outcome instanceof Outcome.Unknown unknown) {
      return unknown.failure();
    }
    return new Failure(
        io.espalier.spi.FailureKind.TRANSIENT,
        "it was accepted, and is not there yet",
        "publish again in a moment");
  }

  /** What was published under a key, the newest first. */
  public List<Publication> history(String key) {
    return publications.of(key);
  }

  /**
   * The content before the one that is there.
   *
   * @param number of a publication, the first of all is 1; empty for the last that is another than
   *     what is there
   */
  public Optional<Content> earlier(String key, Optional<Integer> number) {
    List<Publication> all = publications.of(key);
    if (number.isPresent()) {
      int at = all.size() - number.get();
      return at >= 0 && at < all.size() ? Optional.of(all.get(at).content()) : Optional.empty();
    }
    return all.stream()
        .map(Publication::content)
        .filter(content -> !content.version().equals(all.get(0).content().version()))
        .findFirst();
  }
}
