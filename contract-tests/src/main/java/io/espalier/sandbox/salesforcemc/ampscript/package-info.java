/**
 * A small interpreter of AMPscript, Salesforce Marketing Cloud's merge language: {@code Lexer} cuts
 * a message into text and code, {@code Parser} makes it a tree, {@code Interpreter} runs it for one
 * recipient. What sources disagree on is a switch in {@code Disputed}.
 */
@NullMarked
package io.espalier.sandbox.salesforcemc.ampscript;

import org.jspecify.annotations.NullMarked;
