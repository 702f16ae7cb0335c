package io.espalier.sandbox.klaviyo;

/** One code of a coupon. Nobody is given one here: {@code {% coupon_code %}} is not rendered. */
record CouponCode(String coupon, String code, String expiresAt, String status) {
  static final String UNASSIGNED = "UNASSIGNED";

  String id() {
    return coupon + "-" + code;
  }
}
