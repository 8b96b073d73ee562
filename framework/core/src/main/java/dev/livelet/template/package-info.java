/** Templates: markup to fragments and slots, structure rules, escaping by context. */
@NullMarked
package dev.livelet.template;

import org.jspecify.annotations.NullMarked;
