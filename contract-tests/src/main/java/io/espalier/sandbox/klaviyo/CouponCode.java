package io.espalier.sandbox.klaviyo;

/**
 * One code of a coupon.
 *
 * @param profile id of whom it was given to; empty where nobody has it yet
 */
record CouponCode(String coupon, String code, String expiresAt, String status, String profile) {
  static final String UNASSIGNED = "UNASSIGNED";
  static final String ASSIGNED = "ASSIGNED_TO_PROFILE";

  /** What an older snapshot has of one lacks the profile. */
  CouponCode {
    profile = String.valueOf(profile == null ? "" : profile);
  }

  String id() {
    return coupon + "-" + code;
  }

  CouponCode given(String to) {
    return new CouponCode(coupon, code, expiresAt, ASSIGNED, to);
  }
}
