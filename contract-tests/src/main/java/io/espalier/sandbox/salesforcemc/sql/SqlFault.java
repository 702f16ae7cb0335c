package io.espalier.sandbox.salesforcemc.sql;

/** A query that is wrong, or that this sandbox does not know. */
public final class SqlFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SqlFault(String message) {
    super(message);
  }
}
