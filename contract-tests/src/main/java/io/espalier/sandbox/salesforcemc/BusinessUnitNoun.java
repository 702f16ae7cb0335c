package io.espalier.sandbox.salesforcemc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** SOAP's BusinessUnit: the parent sees all of its enterprise, a child itself. */
final class BusinessUnitNoun implements SoapNoun {
  private static final List<String> PROPERTIES =
      List.of("ID", "Name", "CustomerKey", "ParentID", "ParentName", "IsActive", "AccountType");

  private final State state;

  BusinessUnitNoun(State state) {
    this.state = state;
  }

  @Override
  public List<String> retrievable() {
    return PROPERTIES;
  }

  @Override
  public List<Found> all() {
    List<Found> all = new ArrayList<>();
    boolean parent = state.account.id() == state.account.enterprise();
    for (State.Account unit : state.units.get()) {
      if (parent || unit.id() == state.account.id()) {
        boolean top = unit.id() == unit.enterprise();
        Map<String, @Nullable String> properties = new LinkedHashMap<>();
        properties.put("ID", Integer.toString(unit.id()));
        properties.put("Name", unit.name());
        properties.put("CustomerKey", Integer.toString(unit.id()));
        properties.put("ParentID", top ? "0" : Integer.toString(unit.enterprise()));
        properties.put("ParentName", top ? "" : State.Account.PARENT);
        properties.put("IsActive", "true");
        properties.put("AccountType", top ? "ENTERPRISE_2" : "BUSINESS_UNIT");
        all.add(() -> properties);
      }
    }
    return all;
  }

  @Override
  public String type() {
    return "BusinessUnit";
  }
}
