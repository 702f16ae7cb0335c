package io.espalier.sandbox.klaviyo;

import io.espalier.sandbox.klaviyo.django.Shop;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The catalog and the coupons as one message sees them. A message that is sent takes a code that
 * nobody has, and has it for good; one that is only looked at shows the code that it would take.
 */
final class Offers implements Shop {
  private final Holdings holdings;
  private final String recipient;
  private final boolean sent;
  private final Map<String, String> taken = new HashMap<>();

  /**
   * Those of a message.
   *
   * @param recipient id of a profile
   * @param sent whether codes are given away
   */
  Offers(Holdings holdings, String recipient, boolean sent) {
    this.holdings = holdings;
    this.recipient = recipient;
    this.sent = sent;
  }

  @Override
  public @Nullable Map<String, @Nullable Object> item(String id) {
    synchronized (holdings) {
      return new Catalog(holdings).shown(id);
    }
  }

  @Override
  public @Nullable String coupon(String name) {
    synchronized (holdings) {
      String known = taken.get(name);
      if (known != null) {
        return known;
      }
      CouponCode code = free(name);
      if (code == null) {
        return null;
      }
      if (sent) {
        holdings.couponCodes.put(code.id(), code.given(recipient));
      }
      taken.put(name, code.code());
      return code.code();
    }
  }

  private @Nullable CouponCode free(String coupon) {
    Instant now = holdings.clock.instant();
    for (CouponCode code : holdings.couponCodes.values()) {
      if (code.coupon().equals(coupon)
          && code.status().equals(CouponCode.UNASSIGNED)
          && now.isBefore(Holdings.instant(code.expiresAt()))) {
        return code;
      }
    }
    return null;
  }
}
