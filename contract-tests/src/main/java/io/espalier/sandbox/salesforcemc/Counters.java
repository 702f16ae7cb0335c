package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonObject;

/**
 * What the vendor advises and does not enforce, counted: calls (2 to 6 million a year), tokens (one
 * in twenty minutes), objects of a synchronous call (50).
 */
final class Counters {
  static final int OBJECTS_ADVISED = 50;

  long rest;
  long soap;
  long tokens;
  long callsOfTooManyObjects;
  int mostObjects;

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
    return json;
  }
}
