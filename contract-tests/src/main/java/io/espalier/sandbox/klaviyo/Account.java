package io.espalier.sandbox.klaviyo;

/**
 * The account: its public six-character id, its private key, who sends. The opt-in process of a
 * list that names none, and of a subscription without a list, is single: in a new account it is
 * double, and then a sync would wait for people who are not there to answer a mail.
 */
record Account(String siteId, String apiKey, String organization, String optInProcess) {
  static final String ADDRESS = "12 Trellis Lane";
  static final String CITY = "Boston";
  static final String REGION = "MA";
  static final String ZIP = "02110";
  static final String COUNTRY = "United States";
  static final String WEBSITE = "https://sandbox.example/";
  static final String TIMEZONE = "US/Eastern";

  static Account fresh(Ids ids) {
    return new Account(ids.siteId(), ids.privateKey(), "Sandbox Outfitters", "single_opt_in");
  }

  static String fullAddress() {
    return ADDRESS + ", " + CITY + ", " + REGION + " " + ZIP + ", " + COUNTRY;
  }

  /** Neither the key nor anything else that opens the account. */
  @Override
  public String toString() {
    return "account " + siteId;
  }
}
