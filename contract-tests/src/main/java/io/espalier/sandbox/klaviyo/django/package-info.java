/**
 * Klaviyo's template language: the Django template language as stock Django 5.2 runs it, with
 * Klaviyo's own tags and filters. {@link io.espalier.sandbox.klaviyo.django.DjangoTemplate} is the
 * way in; a template goes through {@code Lexer}, {@code Parser} and the nodes, and every value
 * behaves as in Python ({@code Python}, {@code Comparison}).
 */
@NullMarked
package io.espalier.sandbox.klaviyo.django;

import org.jspecify.annotations.NullMarked;
