/** Form payloads: fields, decoding into records, validation. */
@NullMarked
package dev.livelet.form;

import org.jspecify.annotations.NullMarked;
