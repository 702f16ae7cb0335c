package io.espalier.salesforcemc;

import io.espalier.http.Answer;
import io.espalier.salesforcemc.SalesforceMcWire.ColumnError;
import io.espalier.salesforcemc.SalesforceMcWire.JobResults;
import io.espalier.salesforcemc.SalesforceMcWire.JobStatus;
import io.espalier.salesforcemc.SalesforceMcWire.ResultMessage;
import io.espalier.salesforcemc.SalesforceMcWire.RowResult;
import io.espalier.salesforcemc.SalesforceMcWire.Status;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What became of accepted rows.
 *
 * <p>{@code status} is absent before pick-up and for an unknown job alike, both with 200: only a
 * deadline tells them apart, and that is the caller's. The results have one item a row, in the
 * order of submission, 50 a page.
 */
final class SalesforceMcJobs {
  private static final Pattern HANDLE = Pattern.compile("[0-9A-Za-z-]{1,64}");

  private static final Outcome BROKEN = lost("ended the job with an error");

  private final SalesforceMcSession session;

  SalesforceMcJobs(SalesforceMcSession session) {
    this.session = session;
  }

  /** True for what the vendor gives as a request id: it becomes a part of a path. */
  static boolean isHandle(String handle) {
    return HANDLE.matcher(handle).matches();
  }

  /** True for a job that ended in an error of its own: it says of no row what became of it. */
  static boolean isBroken(List<Outcome> outcomes) {
    return outcomes.stream().allMatch(o -> o == BROKEN);
  }

  List<Outcome> poll(Job job, int rows) {
    if (!isHandle(job.handle())) {
      throw new EspException(
          new Failure(
              FailureKind.PROTOCOL,
              "this is no job of " + SalesforceMcErrors.NAME,
              "send its rows again"));
    }
    Answer<JobStatus> answer = session.rest((api, bearer) -> api.status(bearer, job.handle()));
    if (answer.failure().filter(f -> f.kind() == FailureKind.MISSING_TARGET).isPresent()) {
      return all(rows, lost("knows nothing of the job"));
    }
    JobStatus reply = answer.require();
    if (says(reply, "AsyncRequestStatusNotFound")) {
      return all(rows, lost("knows nothing of the job"));
    }
    Status status = reply.status();
    String state = status == null ? "" : String.valueOf(status.requestStatus());
    if (status == null || state.equals("Pending") || state.equals("Executing")) {
      return all(rows, new Outcome.Pending(job));
    }
    boolean clean =
        state.equals("Complete")
            && Boolean.FALSE.equals(status.hasErrors())
            && "OK".equals(status.resultStatus());
    if (clean) {
      return all(rows, Outcome.APPLIED);
    }
    List<RowResult> results = results(job, rows);
    if (results.isEmpty() && !state.equals("Complete")) {
      return all(rows, BROKEN);
    }
    if (results.size() < rows && state.equals("Complete")) {
      // Under load the vendor gives empty pages for a while (Segment, pull request 4028).
      return all(rows, new Outcome.Pending(job));
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      outcomes.add(i < results.size() ? outcome(results.get(i)) : BROKEN);
    }
    return outcomes;
  }

  private List<RowResult> results(Job job, int rows) {
    List<RowResult> results = new ArrayList<>();
    for (int page = 1; results.size() < rows; page++) {
      int number = page;
      JobResults reply =
          session.rest((api, bearer) -> api.results(bearer, job.handle(), number)).require();
      List<RowResult> items = reply.items();
      if (items == null || items.isEmpty()) {
        break;
      }
      results.addAll(items);
    }
    return results;
  }

  private static Outcome outcome(RowResult result) {
    if ("OK".equals(result.status())) {
      return Outcome.APPLIED;
    }
    String message = String.valueOf(result.message());
    List<ColumnError> errors = result.errors() == null ? List.of() : result.errors();
    String columns =
        errors.stream()
            .map(e -> String.valueOf(e.errorMessage()))
            .distinct()
            .collect(Collectors.joining("; "));
    // A deadlock has the code of a bad row; only its words tell, and the row may have landed.
    if ((message + columns).contains("Rerun the transaction")) {
      return lost("gave the row up in a deadlock");
    }
    return new Outcome.Rejected(
        Failure.of(
            FailureKind.INVALID,
            SalesforceMcErrors.NAME
                + " refused the row: "
                + SalesforceMcErrors.shortened(columns.isEmpty() ? message : columns)));
  }

  private static Outcome lost(String what) {
    return new Outcome.Unknown(
        new Failure(
            FailureKind.TRANSIENT,
            SalesforceMcErrors.NAME + " " + what,
            "run again: the row is sent once more, which is harmless"));
  }

  private static boolean says(JobStatus reply, String code) {
    List<ResultMessage> messages = reply.resultMessages();
    return messages != null && messages.stream().anyMatch(m -> code.equals(m.resultCode()));
  }

  private static List<Outcome> all(int rows, Outcome outcome) {
    return Collections.nCopies(rows, outcome);
  }
}
