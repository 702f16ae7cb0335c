package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonObject;

/**
 * What the vendor advises and does not enforce, counted: calls (2 to 6 million a year), tokens (one
 * in twenty minutes), asynchronous jobs (50 million a day), objects (50) and columns (50) of a
 * synchronous call.
 */
final class Counters {
  static final int OBJECTS_ADVISED = 50;

  long rest;
  long soap;
  long tokens;
  long callsOfTooManyObjects;
  int mostObjects;
  long jobs;
  int mostColumns;

  void columns(int count) {
    mostColumns = Math.max(mostColumns, count);
  }

  void objects(int count) {
    mostObjects = Math.max(mostObjects, count);
    if (count > OBJECTS_ADVISED) {
      callsOfTooManyObjects++;
    }
  }

  JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("restCalls", rest);
    json.addProperty("soapCalls", soap);
    json.addProperty("tokens", tokens);
    json.addProperty("mostObjectsOfASynchronousCall", mostObjects);
    json.addProperty("callsAboveTheAdvised50Objects", callsOfTooManyObjects);
    json.addProperty("asynchronousJobs", jobs);
    json.addProperty("mostColumnsOfASynchronousRow", mostColumns);
    return json;
  }
}
