package io.espalier.mjml;

import io.espalier.model.ValueType;
import io.espalier.template.ClockForm;
import io.espalier.template.Context;
import io.espalier.template.Field;
import io.espalier.template.MergeLanguage;
import io.espalier.template.MergeTest;
import io.espalier.template.Template;
import java.util.List;
import java.util.Optional;

/** A merge language to look at: numbers compare natively, texts do not. */
record Brackets(Grouping grouping) implements MergeLanguage {

  @Override
  public String id() {
    return "brackets";
  }

  @Override
  public Optional<String> test(MergeTest test) {
    if (test instanceof MergeTest.Compare c) {
      return c.field().type() == ValueType.TEXT
          ? Optional.empty()
          : Optional.of(
              c.field().vendorName() + " " + c.comparison().symbol() + " " + c.value().plain());
    }
    return Optional.of(test.field().vendorName());
  }

  @Override
  public Optional<String> not(String condition) {
    return Optional.of("not " + condition);
  }

  @Override
  public String and(List<String> conditions) {
    return String.join(" and ", conditions);
  }

  @Override
  public String or(List<String> conditions) {
    return String.join(" or ", conditions);
  }

  @Override
  public String open(String condition) {
    return "[if " + condition + "]";
  }

  @Override
  public String orElse(String condition) {
    return "[elif " + condition + "]";
  }

  @Override
  public String otherwise() {
    return "[else]";
  }

  @Override
  public String end() {
    return "[end]";
  }

  @Override
  public String prologue(List<Field> fields, boolean clock) {
    return "[use " + String.join(" ", fields.stream().map(Field::vendorName).toList()) + "]";
  }

  @Override
  public String output(Field field, Optional<String> fallback, Context context) {
    return "["
        + field.vendorName()
        + fallback.map(f -> " or " + f).orElse("")
        + " "
        + context
        + "]";
  }

  @Override
  public String copy(String copy, Context context) {
    return copy.replace("[", "(").replace("]", ")");
  }

  @Override
  public String unsubscribeUrl() {
    return "[unsubscribe]";
  }

  @Override
  public String postalAddress(Context context) {
    return "[address]";
  }

  @Override
  public Optional<ClockForm> clock() {
    return Optional.empty();
  }

  @Override
  public String clockIs(boolean before, String time) {
    throw new IllegalStateException("no clock");
  }

  @Override
  public boolean fieldsAreScarce() {
    return false;
  }

  @Override
  public boolean escapesJson() {
    return true;
  }

  @Override
  public boolean choosesInLines() {
    return true;
  }

  @Override
  public String pageUrl(Template.Page page) {
    return "[" + page + "]";
  }

  @Override
  public Optional<String> coupon(String pool, Optional<String> fallback, Context context) {
    return Optional.of("[coupon " + pool + "]");
  }
}
