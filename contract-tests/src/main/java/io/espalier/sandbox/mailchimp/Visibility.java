package io.espalier.sandbox.mailchimp;

/** Which contacts a segment counts and lists: subscribed ones, and others where asked for. */
record Visibility(boolean cleaned, boolean transactional, boolean unsubscribed) {

  static Visibility of(Call call) {
    return new Visibility(
        call.flag("include_cleaned"),
        call.flag("include_transactional"),
        call.flag("include_unsubscribed"));
  }

  boolean shows(Member member) {
    return switch (member.status) {
      case SUBSCRIBED -> true;
      case CLEANED -> cleaned;
      case TRANSACTIONAL -> transactional;
      case UNSUBSCRIBED -> unsubscribed;
      case PENDING, ARCHIVED -> false;
    };
  }
}
