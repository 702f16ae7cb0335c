package io.espalier.sandbox.klaviyo.django;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables that a tag sees, innermost first, and what one rendering remembers. */
final class Scope {
  /** Stands for a variable that is not there, as null stands for None. */
  static final Object ABSENT = new Object();

  private static final Map<String, @Nullable Object> CONSTANTS = constants();

  private final Deque<Map<String, @Nullable Object>> frames = new ArrayDeque<>();
  private final Map<Object, Object> memory = new IdentityHashMap<>();
  private final Setting setting;
  private boolean autoescape = true;

  Scope(Map<String, @Nullable Object> variables, Setting setting) {
    this.setting = setting;
    frames.push(CONSTANTS);
    frames.push(new HashMap<>(variables));
  }

  private static Map<String, @Nullable Object> constants() {
    Map<String, @Nullable Object> constants = new HashMap<>();
    constants.put("True", true);
    constants.put("False", false);
    constants.put("None", null);
    return constants;
  }

  @Nullable Object get(String name) {
    for (Map<String, @Nullable Object> frame : frames) {
      if (frame.containsKey(name)) {
        return frame.get(name);
      }
    }
    return ABSENT;
  }

  void set(String name, @Nullable Object value) {
    frames.getFirst().put(name, value);
  }

  void push() {
    frames.push(new HashMap<>());
  }

  void pop() {
    frames.pop();
  }

  Setting setting() {
    return setting;
  }

  boolean autoescape() {
    return autoescape;
  }

  void autoescape(boolean on) {
    autoescape = on;
  }

  /** What a tag keeps from one of its turns to the next. */
  Map<Object, Object> memory() {
    return memory;
  }
}
