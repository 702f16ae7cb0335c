package io.espalier.sandbox.klaviyo;

import java.util.List;

/** The request is refused: the first error's status, all errors in the body. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<ApiError> errors;

  ApiException(List<ApiError> errors) {
    super(errors.get(0).detail(), null, false, false);
    this.errors = List.copyOf(errors);
  }

  List<ApiError> errors() {
    return errors;
  }
}
