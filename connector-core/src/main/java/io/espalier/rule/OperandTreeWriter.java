package io.espalier.rule;

import io.espalier.model.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Value → tree: as the right side of a test by the visitor, as a mapping's head by {@link #head}.
 */
final class OperandTreeWriter implements Operand.Visitor<RuleTree> {

  /** A name, or a text that is read as one whatever it looks like. */
  static RuleTree.Scalar name(String text) {
    return new RuleTree.Scalar(text, !RuleTreeText.isPlain(text), Span.NONE);
  }

  private static RuleTree.Scalar plain(String text) {
    return new RuleTree.Scalar(text, false, Span.NONE);
  }

  static RuleTree constant(Value value) {
    if (value instanceof Value.Text text) {
      boolean quoted =
          !RuleTreeText.isPlain(text.text()) || OperandTreeReader.isMoreThanText(text.text());
      return new RuleTree.Scalar(text.text(), quoted, Span.NONE);
    }
    return plain(value.plain());
  }

  /** The entries with which a mapping says which value it tests. */
  List<RuleTree.Entry> head(Operand operand) {
    if (operand instanceof Operand.Attribute attribute) {
      return List.of(RuleTreeWriter.entry(OperandTreeReader.ATTR, name(attribute.name())));
    } else if (operand instanceof Operand.Aggregate aggregate) {
      return head(aggregate);
    } else if (operand instanceof Operand.Part part) {
      RuleTree of =
          part.of() instanceof Operand.Attribute attribute
              ? name(attribute.name())
              : new RuleTree.Entries(head(part.of()), Span.NONE);
      return List.of(RuleTreeWriter.entry(part.kind().key(), of));
    }
    return List.of(RuleTreeWriter.entry(OperandTreeReader.VALUE, operand.accept(this)));
  }

  private List<RuleTree.Entry> head(Operand.Aggregate aggregate) {
    List<RuleTree.Entry> entries = new ArrayList<>();
    String of = aggregate.event() + aggregate.property().map(p -> "." + p).orElse("");
    entries.add(RuleTreeWriter.entry(aggregate.function().word(), name(of)));
    aggregate
        .where()
        .ifPresent(
            where ->
                entries.add(
                    RuleTreeWriter.entry(
                        OperandTreeReader.WHERE, where.accept(new RuleTreeWriter(true)))));
    if (!(aggregate.window() instanceof Window.All)) {
      entries.add(within(aggregate.window()));
    }
    return entries;
  }

  static RuleTree.Entry within(Window window) {
    return RuleTreeWriter.entry(OperandTreeReader.WITHIN, plain(RulePrinter.print(window)));
  }

  @Override
  public RuleTree attribute(Operand.Attribute operand) {
    return new RuleTree.Entries(head(operand), Span.NONE);
  }

  @Override
  public RuleTree literal(Operand.Literal operand) {
    return constant(operand.value());
  }

  @Override
  public RuleTree now(Operand.Now operand) {
    return plain(RulePrinter.print(operand));
  }

  @Override
  public RuleTree today(Operand.Today operand) {
    return plain(RulePrinter.print(operand));
  }

  @Override
  public RuleTree part(Operand.Part operand) {
    return new RuleTree.Entries(head(operand), Span.NONE);
  }

  @Override
  public RuleTree aggregate(Operand.Aggregate operand) {
    return new RuleTree.Entries(head(operand), Span.NONE);
  }
}
