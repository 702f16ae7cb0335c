package io.espalier.sandbox.klaviyo.django;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a template can have from the account beside the recipient: items and coupon codes. */
public interface Shop {
  /** One that has neither. */
  Shop EMPTY =
      new Shop() {
        @Override
        public @Nullable Map<String, @Nullable Object> item(String id) {
          return null;
        }

        @Override
        public @Nullable String coupon(String name) {
          return null;
        }
      };

  /** What {@code catalog_item} is inside the tag, {@code published} among it; null for a miss. */
  @Nullable Map<String, @Nullable Object> item(String id);

  /** The recipient's code; null where none is left. */
  @Nullable String coupon(String name);
}
