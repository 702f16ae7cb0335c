package io.espalier.sandbox.salesforcecrm;

/** A refusal as the org words it: a list of one error. */
final class OrgException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String code;

  OrgException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static OrgException notFound() {
    return new OrgException(404, "NOT_FOUND", "The requested resource does not exist");
  }

  static OrgException malformed(String message) {
    return new OrgException(400, "MALFORMED_QUERY", message);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
