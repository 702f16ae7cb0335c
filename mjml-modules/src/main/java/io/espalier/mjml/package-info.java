/**
 * Emails and modules in MJML with neutral conditions, made into templates.
 *
 * <pre>{@code
 * MjmlEmail email = MjmlEmail.read(file, modules, "emails/come-back.mjml", schema).value().get();
 * Requirements needed = email.requirements(language, fields::field);
 * Compiled compiled = email.compile(language, allFields::field);
 * }</pre>
 */
@NullMarked
package io.espalier.mjml;

import org.jspecify.annotations.NullMarked;
