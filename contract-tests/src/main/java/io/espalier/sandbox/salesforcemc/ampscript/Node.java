package io.espalier.sandbox.salesforcemc.ampscript;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tree of a message: statements and expressions. */
sealed interface Node {

  /** What is run. */
  sealed interface Statement extends Node {}

  /** What has a value. */
  sealed interface Expression extends Node {}

  record Html(String text) implements Statement {}

  record StringTag(String name) implements Statement {}

  record Inline(Expression value) implements Statement {}

  record Declare(List<String> names) implements Statement {}

  record Assign(String name, Expression value) implements Statement {}

  record Evaluate(Expression value) implements Statement {}

  /**
   * IF, its ELSEIFs, its ELSE.
   *
   * @param otherwise empty where there is no ELSE
   */
  record Choose(List<Branch> branches, List<Statement> otherwise) implements Statement {}

  record Branch(Expression test, List<Statement> body) {}

  record Loop(String counter, Expression from, Expression to, boolean down, List<Statement> body)
      implements Statement {}

  record Literal(@Nullable Object value) implements Expression {}

  record Variable(String name) implements Expression {}

  record AttributeName(String name) implements Expression {}

  record Call(String name, List<Expression> arguments) implements Expression {}

  record Compare(Expression left, String operator, Expression right) implements Expression {}

  record Both(Expression left, Expression right) implements Expression {}

  record Either(Expression left, Expression right) implements Expression {}

  record Not(Expression of) implements Expression {}
}
