package io.espalier.sandbox.klaviyo;

/**
 * How often an endpoint may be called: in one second, in one minute, in one day (0: no daily
 * bound). Source: the rate limits stated at each operation of the OpenAPI document 2026-07-15.
 */
record Quota(int burst, int steady, int daily) {
  static final Quota XS = new Quota(1, 15, 0);
  static final Quota S = new Quota(3, 60, 0);
  static final Quota M = new Quota(10, 150, 0);
  static final Quota L = new Quota(75, 750, 0);
  static final Quota SEGMENT_WRITING = new Quota(1, 15, 100);
  static final Quota XL = new Quota(350, 3_500, 0);
  static final Quota REPORT = new Quota(1, 2, 225);
  static final Quota LIST_CREATION = new Quota(10, 150, 150);

  /** As the header {@code RateLimit-Limit} spells it. */
  String header() {
    String header = steady + ", " + burst + ";w=1, " + steady + ";w=60";
    return daily == 0 ? header : header + ", " + daily + ";w=86400";
  }
}
