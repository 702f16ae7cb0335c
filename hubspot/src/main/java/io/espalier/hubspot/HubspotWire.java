package io.espalier.hubspot;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Questions and answers as they travel. */
final class HubspotWire {
  private HubspotWire() {}

  record Properties(@Nullable List<Property> results) {}

  record Property(@Nullable String name, @Nullable String type, @Nullable String fieldType) {}

  record Page(@Nullable Long total, @Nullable List<Item> results, @Nullable Paging paging) {
    List<Item> items() {
      return results == null ? List.of() : results;
    }

    /** Null on the last page. */
    @Nullable String after() {
      return paging == null || paging.next() == null ? null : paging.next().after();
    }
  }

  record Item(@Nullable String id, @Nullable Map<String, @Nullable String> properties) {}

  record Paging(@Nullable Next next) {}

  record Next(@Nullable String after) {}

  record Search(
      List<FilterGroup> filterGroups, List<Sort> sorts, List<String> properties, int limit) {}

  record FilterGroup(List<Filter> filters) {}

  record Filter(String propertyName, String operator, String value) {}

  record Sort(String propertyName, String direction) {}

  record Ids(List<Id> inputs) {}

  record BatchRead(List<String> properties, List<Id> inputs) {}

  record Id(String id) {}

  record Associations(@Nullable List<Association> results) {}

  record Association(@Nullable Id from, @Nullable List<To> to) {}

  record To(@Nullable String toObjectId) {}

  record ExportRequest(
      String exportType,
      String exportName,
      String format,
      String language,
      String objectType,
      List<String> objectProperties,
      String listId,
      List<String> exportInternalValuesOptions) {}

  record Export(@Nullable String id) {}

  record ExportStatus(@Nullable String status, @Nullable String result) {}
}
