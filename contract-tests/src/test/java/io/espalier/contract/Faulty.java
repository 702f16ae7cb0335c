package io.espalier.contract;

import io.espalier.template.ClockForm;
import io.espalier.template.Context;
import io.espalier.template.Field;
import io.espalier.template.MergeLanguage;
import io.espalier.template.MergeTest;
import io.espalier.template.Template;
import java.util.List;
import java.util.Optional;

/** A language as good as another, until a method of it is overridden with a fault. */
class Faulty implements MergeLanguage {
  final MergeLanguage good;

  Faulty(MergeLanguage good) {
    this.good = good;
  }

  @Override
  public String id() {
    return good.id();
  }

  @Override
  public Grouping grouping() {
    return good.grouping();
  }

  @Override
  public Optional<String> test(MergeTest test) {
    return good.test(test);
  }

  @Override
  public Optional<String> not(String condition) {
    return good.not(condition);
  }

  @Override
  public Optional<ClockForm> clock() {
    return good.clock();
  }

  @Override
  public String clockIs(boolean before, String time) {
    return good.clockIs(before, time);
  }

  @Override
  public boolean fieldsAreScarce() {
    return good.fieldsAreScarce();
  }

  @Override
  public boolean choosesInLines() {
    return good.choosesInLines();
  }

  @Override
  public boolean escapesJson() {
    return good.escapesJson();
  }

  @Override
  public boolean encodesPaths() {
    return good.encodesPaths();
  }

  @Override
  public String and(List<String> conditions) {
    return good.and(conditions);
  }

  @Override
  public String or(List<String> conditions) {
    return good.or(conditions);
  }

  @Override
  public String open(String condition) {
    return good.open(condition);
  }

  @Override
  public String orElse(String condition) {
    return good.orElse(condition);
  }

  @Override
  public String otherwise() {
    return good.otherwise();
  }

  @Override
  public String end() {
    return good.end();
  }

  @Override
  public String prologue(List<Field> fields, boolean clock) {
    return good.prologue(fields, clock);
  }

  @Override
  public String output(Field field, Optional<String> fallback, Context context) {
    return good.output(field, fallback, context);
  }

  @Override
  public String copy(String copy, Context context) {
    return good.copy(copy, context);
  }

  @Override
  public String unsubscribeUrl() {
    return good.unsubscribeUrl();
  }

  @Override
  public String postalAddress(Context context) {
    return good.postalAddress(context);
  }

  @Override
  public String pageUrl(Template.Page page) {
    return good.pageUrl(page);
  }

  @Override
  public Optional<String> coupon(String pool, Optional<String> fallback, Context context) {
    return good.coupon(pool, fallback, context);
  }
}
