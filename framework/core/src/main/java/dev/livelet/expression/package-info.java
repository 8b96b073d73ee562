/**
 * The template's expression language: parsed, typed against Java's types, compiled to evaluators
 * with read-sets.
 */
@NullMarked
package dev.livelet.expression;

import org.jspecify.annotations.NullMarked;
