package io.espalier.klaviyo;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.audience.CannotSayException;
import io.espalier.audience.Fact;
import io.espalier.audience.Formula;
import io.espalier.spi.FieldMap;
import io.espalier.spi.NativeScope;
import io.espalier.spi.NativeSegment;
import java.util.ArrayList;
import java.util.List;

/** A segment definition: groups of conditions, of which one each must hold. */
final class KlaviyoDefinition {
  /** Source: help.klaviyo.com 115005062847, read 2026-11-27. */
  static final int CONDITIONS = 100;

  private static final Gson PRETTY =
      new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

  private KlaviyoDefinition() {}

  static NativeSegment of(Formula<Fact> who, FieldMap fields, NativeScope scope)
      throws CannotSayException {
    List<CannotSayException> refused = new ArrayList<>();
    Formula<JsonObject> said = say(who, List.of(), new KlaviyoConditions(fields, scope), refused);
    if (!refused.isEmpty()) {
      CannotSayException first = refused.get(0);
      refused.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
    List<List<JsonObject>> groups = said.andOfOrs(CONDITIONS);
    if (groups.isEmpty()) {
      groups = List.of(List.of(KlaviyoConditions.addressIs(true)));
    } else if (groups.stream().anyMatch(List::isEmpty)) {
      groups = List.of(List.of(KlaviyoConditions.addressIs(false)));
    }
    JsonArray all = new JsonArray();
    for (List<JsonObject> group : groups) {
      JsonArray conditions = new JsonArray();
      group.forEach(conditions::add);
      JsonObject one = new JsonObject();
      one.add("conditions", conditions);
      all.add(one);
    }
    JsonObject definition = new JsonObject();
    definition.add("condition_groups", all);
    return new NativeSegment(PRETTY.toJson(definition), "");
  }

  /** Facts that hold together may be said together, e.g. the two ends of a time. */
  private static Formula<JsonObject> say(
      Formula<Fact> who,
      List<Formula<Fact>> beside,
      KlaviyoConditions conditions,
      List<CannotSayException> refused) {
    if (who instanceof Formula.One<Fact>) {
      return who.say(fact -> conditions.say(fact, beside), refused);
    }
    boolean and = who instanceof Formula.All<Fact>;
    List<Formula<JsonObject>> said = new ArrayList<>();
    for (Formula<Fact> part : who.parts()) {
      said.add(say(part, and ? who.parts() : List.of(), conditions, refused));
    }
    return and ? Formula.all(said) : Formula.any(said);
  }
}
