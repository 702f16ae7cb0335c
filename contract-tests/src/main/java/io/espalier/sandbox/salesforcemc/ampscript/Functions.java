package io.espalier.sandbox.salesforcemc.ampscript;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The functions on board, by name in any case. */
final class Functions {
  private static final Map<String, Function> ALL = new HashMap<>();
  private static final Set<String> NOT_IN_EMAIL =
      Set.of(
          "createobject",
          "setobjectproperty",
          "addobjectarrayitem",
          "invokecreate",
          "invokeupdate",
          "invokedelete",
          "invokeretrieve",
          "invokeperform",
          "invokeexecute",
          "executefilter",
          "executefilterorderedrows",
          "httprequestheader",
          "ischtmlbrowser",
          "getpublishedsocialcontent");
  private static final Set<String> NOT_IN_BATCH =
      Set.of("redirect", "insertdata", "updatedata", "upsertdata", "deletedata");

  static {
    Function.Body inInterpreter =
        (in, arguments) -> {
          throw new AssertionError("run by the interpreter");
        };
    add("IIf", 3, 3, inInterpreter);
    add("IsNull", 1, 1, inInterpreter);
    add("OutputLine", 1, 1, inInterpreter);
    add("Concat", 1, -1, inInterpreter);
    TextFunctions.addTo(Functions::add);
    NumberFunctions.addTo(Functions::add);
    DateFunctions.addTo(Functions::add);
    DataFunctions.addTo(Functions::add);
    ContentFunctions.addTo(Functions::add);
    SendFunctions.addTo(Functions::add);
  }

  private Functions() {}

  /** Where a family of functions registers its own. */
  interface Registry {
    void add(String name, int least, int most, Function.Body body);
  }

  private static void add(String name, int least, int most, Function.Body body) {
    ALL.put(name.toLowerCase(Locale.ROOT), new Function(name, least, most, body));
  }

  /** The function; the vendor's refusal where an email may not call it. */
  static Function find(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    Function function = ALL.get(lower);
    if (function != null) {
      return function;
    }
    if (NOT_IN_EMAIL.contains(lower)) {
      throw Failures.runtime(
          "10004 "
              + name
              + " Function is not valid in content. This function is only allowed in non sendable"
              + " content.");
    }
    if (NOT_IN_BATCH.contains(lower)) {
      throw Failures.runtime("10005 " + name + " Function is only allowed in a non batch context.");
    }
    throw Failures.runtime(
        "19691 The function call uses an unrecognized function name. Function Name: " + name);
  }
}
