package io.espalier.sandbox.salesforcemc;

import io.espalier.sandbox.DisputedFact;

/** What no source on the account's API settles (vendor sheet §12 and its marks, 2026-11-23). */
enum SalesforceFact implements DisputedFact {
  OFFSETS_BECOME_CENTRAL(
      true,
      "a date with an offset is brought to Central time",
      "the offset of a date is cut off and its wall time kept"),
  NULL_CLEARS(
      true,
      "a JSON null in a row clears its column",
      "a JSON null in a row leaves its column as it is"),
  COLUMNS_COME_BACK_IN_LOWER_CASE(
      true,
      "the names of columns are read back in lower case",
      "the names of columns are read back as they were given"),
  UNKNOWN_VIEWS_ARE_REFUSED(
      true,
      "an asset with a view that is not documented, such as amp, is refused",
      "a view that is not documented, such as amp, is dropped without a word"),
  ASSETS_ARE_CREATED_WITH_201(
      true, "making an asset is answered with 201", "making an asset is answered with 200"),
  NO_SCOPE_IS_403(
      true,
      "a call beyond the token's scopes is refused with 403 and 20002",
      "a call beyond the token's scopes is refused with 401"),
  DEADLOCKED_ROWS_LAND(
      false,
      "a row that is reported as deadlocked has landed all the same",
      "a row that is reported as deadlocked has not landed"),
  RESULTS_COME_LATE(
      false,
      "the first look at the results of a job that is done finds none",
      "the results of a job that is done are there at once"),
  ROW_COUNTS_LAG(
      false,
      "the row count of a data extension is up to a minute old",
      "the row count of a data extension is exact"),
  DELETED_CONTACTS_HIDE(
      false,
      "a contact that is being deleted is no longer found among the subscribers",
      "a contact that is being deleted is found among the subscribers until it is gone"),
  COMPLAINTS_ARE_UNSUB_EVENTS(
      false,
      "a spam complaint is told as an UnsubEvent, too",
      "a spam complaint is told by its data view alone"),
  CALLS_ARE_THROTTLED_AS_ADVISED(
      true,
      "more than 2,500 REST or 2,000 SOAP calls in a minute are throttled",
      "the number of calls in a minute has no limit"),
  DECIMALS_STOP_AT_29(true, "a decimal has at most 29 digits", "a decimal has at most 38 digits"),
  PRIMARY_KEYS_STOP_AT_THREE(
      true,
      "a data extension has at most three primary key columns",
      "a data extension has as many primary key columns as it is given"),
  TEXT_WITHOUT_A_LENGTH_HAS_50(
      true,
      "a text column that is made without a length holds 50 characters",
      "a text column that is made without a length holds 4,000 characters"),
  NUMBERS_HAVE_32_BITS(
      true, "a number is a whole one of 32 bits", "a number is a whole one of 64 bits"),
  PHONES_STOP_AT_50(
      true,
      "a phone column holds at most 50 characters",
      "a phone column holds up to 4,000 characters"),
  END_OF_RETENTION_TAKES_THE_EXTENSION(
      false,
      "DeleteAtEndOfRetentionPeriod takes the data extension with its rows (Salesforce's pages)",
      "DeleteAtEndOfRetentionPeriod takes the rows and leaves the data extension (mcdev's)"),
  SYNCHRONOUS_CALLS_STOP_AT_50(
      false,
      "a synchronous call of more than 50 objects is refused",
      "a synchronous call of more than 50 objects is taken, and counted"),
  CALLS_STOP_AT_4_MB(
      false,
      "every call of more than 4 MB is refused",
      "rows at once have 5 MB and jobs 5.9 MB; other calls have no limit"),
  RETRIEVES_STOP_AT_200_VALUES(
      false,
      "a retrieve whose filter has more than 200 values is refused",
      "a retrieve's filter takes any number of values"),
  ROWS_ARE_DELETED_BY_REST(
      false,
      "DELETE on a rowset takes the rows that its filter names",
      "there is no DELETE on a rowset"),
  CONTACTS_ARE_PATCHED(
      true, "PATCH on the contacts updates one", "there is no PATCH on the contacts"),
  JOBS_AT_ONCE_DEADLOCK(
      false,
      "of two jobs at work on one data extension the later one's rows that both have deadlock",
      "jobs at work on one data extension do not disturb each other"),
  STATUS_COMES_LATE(
      false,
      "the first look at a job that is done finds no status",
      "the status of a job that is done is there at once"),
  JOBS_ARE_FORGOTTEN(
      false,
      "a job's status and results are forgotten a day after it was done",
      "a job's status and results are kept"),
  REFUSED_JOBS_HAVE_NO_ID(
      false,
      "a refused job is answered without a requestId",
      "a refused job is answered with a requestId of its own"),
  ROW_ERROR_CODES_ARE_WORDS(
      false,
      "the errorCode of a refused row is the text UnexpectedError",
      "the errorCode of a refused row is the number 2"),
  EVENT_SIGNING_KEY_IS_BASE64(
      false,
      "the key that signs an event notification is the signatureKey decoded from Base64",
      "the key that signs an event notification is the signatureKey's own characters");

  private final boolean usual;
  private final String on;
  private final String off;

  SalesforceFact(boolean usual, String on, String off) {
    this.usual = usual;
    this.on = on;
    this.off = off;
  }

  @Override
  public String on() {
    return on;
  }

  @Override
  public String off() {
    return off;
  }

  @Override
  public boolean usual() {
    return usual;
  }
}
