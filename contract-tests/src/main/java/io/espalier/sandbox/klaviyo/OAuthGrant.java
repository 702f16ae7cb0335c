package io.espalier.sandbox.klaviyo;

import java.util.TreeSet;

/**
 * An app, or what it was given: a code, an access token, a refresh token.
 *
 * @param app its client id
 * @param proof an app's secret; a code's challenge; empty for a token
 * @param redirect where a person is sent back to; empty for a token
 * @param expires milliseconds since 1970; the end of time for what does not expire
 */
record OAuthGrant(
    Kind kind, String app, TreeSet<String> scopes, String proof, String redirect, long expires) {
  enum Kind {
    APP,
    CODE,
    ACCESS,
    REFRESH
  }

  /** Neither the secret nor the challenge. */
  @Override
  public String toString() {
    return kind + " of " + app;
  }
}
