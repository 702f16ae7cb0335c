package io.espalier.sandbox.mailchimp;

import java.util.LinkedHashMap;
import java.util.Map;

/** A group category with its group names, the vendor's "interests". */
final class InterestCategory {
  String id = "";
  String title = "";
  String type = "checkboxes";
  int displayOrder;

  /** Names by interest id. */
  Map<String, String> interests = new LinkedHashMap<>();
}
