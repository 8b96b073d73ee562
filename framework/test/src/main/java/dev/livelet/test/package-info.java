/** What users test their views with: {@link dev.livelet.test.LiveTest}. */
@NullMarked
package dev.livelet.test;

import org.jspecify.annotations.NullMarked;
