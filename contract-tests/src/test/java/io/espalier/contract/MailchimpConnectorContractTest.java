package io.espalier.contract;

import java.util.Map;

class MailchimpConnectorContractTest extends ConnectorContract {
  @Override
  String esp() {
    return "mailchimp";
  }

  @Override
  Map<String, String> settings() {
    return Map.of("audience", "Customers");
  }

  @Override
  Map.Entry<String, String> wrongSecret() {
    return Map.entry("api_key", "00000000000000000000000000000000-us1");
  }

  @Override
  int pageSize() {
    return 1_000;
  }
}
