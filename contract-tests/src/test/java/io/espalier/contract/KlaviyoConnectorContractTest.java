package io.espalier.contract;

import java.util.Map;

class KlaviyoConnectorContractTest extends ConnectorContract {
  @Override
  String esp() {
    return "klaviyo";
  }

  @Override
  Map.Entry<String, String> wrongSecret() {
    return Map.entry("api_key", "pk_00000000000000000000000000000000ff");
  }

  @Override
  int pageSize() {
    return 100;
  }
}
