/**
 * Values, states and messages as bytes: CBOR by their declared types, never by a class name from
 * outside.
 */
@NullMarked
package dev.livelet.cluster.codec;

import org.jspecify.annotations.NullMarked;
