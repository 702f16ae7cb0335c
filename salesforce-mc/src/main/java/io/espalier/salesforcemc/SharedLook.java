package io.espalier.salesforcemc;

import io.espalier.salesforcemc.SalesforceMcSubscribers.Known;
import io.espalier.spi.Change.SetConsent;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Surroundings.Sleeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks of rounds that begin together are one: the first waits a moment for others, and looks for
 * all of them. So a call tells of many people, and the writes of a round follow its look closely.
 */
final class SharedLook {
  /** Little beside a call; rounds side by side begin together, as calls take about the same. */
  private static final Duration MOMENT = Duration.ofMillis(20);

  private final int most;
  private final Sleeper sleeper;
  private final Function<List<SetConsent>, List<Known>> look;

  /** Others may still come to it. */
  private @Nullable Group open;

  private static final class Group {
    private final List<SetConsent> people = new ArrayList<>();
    private final CompletableFuture<List<Known>> found = new CompletableFuture<>();
  }

  /**
   * @param most people of one look, unless one round alone has more
   * @param look made by the first of a group, for all of it
   */
  SharedLook(int most, Sleeper sleeper, Function<List<SetConsent>, List<Known>> look) {
    this.most = most;
    this.sleeper = sleeper;
    this.look = look;
  }

  /** What a look finds that begins after this was called: of these people, and of others. */
  List<Known> of(List<SetConsent> people) {
    Group own = new Group();
    Group joined = join(own, people);
    if (joined == own) {
      try {
        sleeper.sleep(MOMENT);
        own.found.complete(look.apply(closed(own)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        own.found.completeExceptionally(interrupted(e));
      } catch (RuntimeException | Error e) {
        own.found.completeExceptionally(e);
      } finally {
        closed(own);
      }
    }
    return found(joined);
  }

  /** The group that the people are in now: an open one that has room, or their own. */
  private synchronized Group join(Group own, List<SetConsent> people) {
    Group group = open;
    if (group == null || group.people.size() + people.size() > most) {
      group = own;
      open = own;
    }
    group.people.addAll(people);
    return group;
  }

  private synchronized List<SetConsent> closed(Group group) {
    if (open == group) {
      open = null;
    }
    return List.copyOf(group.people);
  }

  private static List<Known> found(Group group) {
    try {
      return group.found.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException why) {
        throw why;
      } else if (e.getCause() instanceof Error why) {
        throw why;
      }
      throw new IllegalStateException(e);
    }
  }

  private static EspException interrupted(InterruptedException why) {
    return new EspException(Failure.of(FailureKind.TRANSIENT, "interrupted"), why);
  }
}
