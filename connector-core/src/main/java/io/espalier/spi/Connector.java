package io.espalier.spi;

import io.espalier.model.Segment;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An open connection to one account of one ESP. Batch-only: a single change is a list of one. */
public interface Connector extends AutoCloseable {

  /**
   * Checks the credentials by asking who we are.
   *
   * @throws EspException of {@link FailureKind#AUTH}, naming the setting, where they are refused
   */
  Account account();

  Limits limits();

  /**
   * Sends changes of one kind.
   *
   * @param batch at most {@link Limits#batch} of its kind; a larger one is split before any I/O
   * @return one outcome a change, in the order given
   */
  List<Outcome> push(List<Change> batch);

  /**
   * Asks after an accepted job.
   *
   * @param job as returned by {@link #push}, perhaps by an earlier process
   * @param rows the changes that went into it, in the order in which they were pushed
   * @return one outcome a row, in that order; {@link Outcome.Pending} while the job runs
   */
  List<Outcome> poll(Job job, List<Change> rows);

  /**
   * Sends the rows of an accepted job once more, which hangs: others like it have long ended. Stops
   * the old one, where the ESP can do that; else it may still come to its end, and so only what
   * says the same however often it is said is sent again.
   *
   * @param job as returned by {@link #push}
   * @param rows the changes that went into it and wait for it still, in their order
   * @return one outcome a row, in that order, as of {@link #push}; empty where the job can only be
   *     waited for
   */
  default Optional<List<Outcome>> repeat(Job job, List<Change> rows) {
    return Optional.empty();
  }

  /**
   * Finds out what became of changes that were being pushed when the process died, so that nobody
   * here knows whether they arrived. Sends none of them; may finish what that push had begun.
   *
   * @param rows of one kind, in the order in which they were pushed
   * @param since when they were pushed; what the ESP accepted later may be theirs
   * @return one outcome a row, in that order: {@link Outcome.Applied} where the ESP is seen to hold
   *     it, {@link Outcome.Pending} while a job that may be theirs is at work, {@link
   *     Outcome.Unknown} where they are to be sent again, and nothing of that push can arrive later
   */
  List<Outcome> recall(List<Change> rows, Instant since);

  /** Reads what the ESP holds now, a page at a time. */
  Page<RemoteProfile> read(Cursor from);

  /**
   * Looks how our definitions stand there: whether a marketer renamed, altered or deleted them.
   * From then on people join, leave and are read where the reference says, under whatever name.
   *
   * @param definitions fields, segments and native segments as the ESP last confirmed them, with
   *     the reference that it answered
   * @return one standing a definition, in the order given
   */
  List<Standing> standing(List<Change> definitions);

  /**
   * Reads what the ESP learned about consent, a page at a time: opt-outs, bounces, complaints. What
   * is read twice does no harm.
   */
  Page<ConsentFact> facts(Since from);

  /**
   * Takes a call that the ESP makes to us: checks that it comes from there, and reads what it tells
   * of consent. May ask the ESP whom it is about.
   *
   * @param secrets as {@link Esp#hookSettings} declares them
   * @throws EspException where the ESP cannot be asked: the call is refused, and comes again
   */
  default HookAnswer hook(HookCall call, Settings secrets) {
    return HookAnswer.refused(404, "this ESP calls nobody");
  }

  /**
   * What marketers asked for inside the ESP, by its control mark (see the vendor's BEHAVIOR.md).
   *
   * @param segments those that may be asked for
   * @return ids of segments that somebody switched on there, a subset
   */
  Set<String> asked(Collection<Segment> segments);

  /**
   * Content as the ESP holds it now; empty where it is gone.
   *
   * @param reference as {@link Change.Publish} was answered with
   */
  Optional<Content> content(String reference);

  @Override
  void close();
}
