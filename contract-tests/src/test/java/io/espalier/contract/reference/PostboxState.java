package io.espalier.contract.reference;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All that a Postbox account holds; printed whole as its snapshot. */
final class PostboxState {
  /** A person. */
  static final class Person {
    String key = "";
    String consent = "unknown";
    String consentAt = "";
    JsonObject fields = new JsonObject();
  }

  /** People under a name, with the caller's own mark. */
  static final class Group {
    String id = "";
    String name = "";
    String mark = "";
    Set<String> members = new LinkedHashSet<>();
  }

  /** An import: accepted at once, done at the second look, its failures read by pages. */
  static final class Import {
    String id = "";
    List<JsonObject> rows = new ArrayList<>();
    List<JsonObject> errors = new ArrayList<>();
    int looks;
    boolean done;
  }

  String clientId = "";
  String clientSecret = "";
  String token = "";
  long tokenDies;
  int serial;
  TreeMap<String, Person> people = new TreeMap<>();
  Map<String, Group> groups = new LinkedHashMap<>();
  Map<String, Import> imports = new LinkedHashMap<>();
  Map<String, JsonObject> contents = new LinkedHashMap<>();
  Map<String, String> fields = new LinkedHashMap<>();
  List<JsonObject> events = new ArrayList<>();
  Set<String> blocked = new LinkedHashSet<>();
}
