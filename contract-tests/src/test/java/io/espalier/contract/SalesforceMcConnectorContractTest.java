package io.espalier.contract;

import io.espalier.model.Value;
import java.time.temporal.ChronoUnit;
import java.util.Map;

class SalesforceMcConnectorContractTest extends ConnectorContract {
  @Override
  String esp() {
    return "salesforce-mc";
  }

  @Override
  Map.Entry<String, String> wrongSecret() {
    return Map.entry("client_secret", "000000000000000000000000");
  }

  @Override
  int pageSize() {
    return 2_500;
  }

  /** A Date column is written and read by the second: BEHAVIOR.md, c19. */
  @Override
  Value.Moment kept(Value.Moment moment) {
    return new Value.Moment(moment.moment().truncatedTo(ChronoUnit.SECONDS));
  }
}
