package io.espalier.sandbox.salesforcemc;

import java.util.List;

/** The result rows of one request, and what they come to. */
final class SoapResults {
  private final String verb;
  private final XmlText rows = new XmlText();
  private int count;
  private int refused;

  SoapResults(String verb) {
    this.verb = verb;
  }

  void add(SoapNoun noun, SoapRoute.Attempt attempt) {
    String name = verb.equals("Perform") ? "Result" : "Results";
    String type = noun.resultType(verb);
    if (type.isEmpty()) {
      rows.open(name);
    } else {
      rows.openTyped(name, type);
    }
    SoapNoun.Done done = attempt.done();
    if (done != null) {
      rows.leaf("StatusCode", "OK").leaf("StatusMessage", done.message());
      rows.leaf("OrdinalID", Integer.toString(count));
      if (done.newId() != null) {
        rows.leaf("NewID", done.newId());
      }
      if (done.newObjectId() != null) {
        rows.leaf("NewObjectID", done.newObjectId());
      }
      rows.raw(done.echo());
    } else if (attempt.refusal() instanceof RowRefusal row) {
      refused++;
      rows.leaf("StatusCode", "Error").leaf("StatusMessage", row.text());
      rows.leaf("OrdinalID", Integer.toString(count)).leaf("ErrorCode", "2");
      rows.leaf("ErrorMessage", row.text());
      problems("KeyErrors", "KeyError", row.keys());
      problems("ValueErrors", "ValueError", row.values());
    } else if (attempt.refusal() instanceof Refusal refusal) {
      refused++;
      rows.leaf("StatusCode", "Error").leaf("StatusMessage", refusal.text());
      rows.leaf("OrdinalID", Integer.toString(count));
      rows.leaf("ErrorCode", Integer.toString(refusal.code()));
    }
    rows.close(name);
    count++;
  }

  private void problems(String list, String each, List<Problem> problems) {
    if (problems.isEmpty()) {
      return;
    }
    rows.open(list);
    for (Problem problem : problems) {
      rows.open(each)
          .leaf("Name", problem.column())
          .leaf("ErrorCode", Integer.toString(problem.code()))
          .leaf("ErrorMessage", problem.message())
          .close(each);
    }
    rows.close(list);
  }

  XmlText rows() {
    return rows;
  }

  private String overall() {
    return refused == 0 ? "OK" : refused == count ? "Error" : "Has Errors";
  }

  /** In the order of Create, Update and Delete. */
  XmlText tail(String requestId) {
    return new XmlText().leaf("RequestID", requestId).leaf("OverallStatus", overall());
  }

  /** In the order of Perform. */
  XmlText statusThenRequest(String requestId) {
    return new XmlText()
        .leaf("OverallStatus", overall())
        .leaf("OverallStatusMessage", "")
        .leaf("RequestID", requestId);
  }
}
