/** What is wrong with an email as people get it, branch by branch. */
@NullMarked
package io.espalier.mjml.lint;

import org.jspecify.annotations.NullMarked;
