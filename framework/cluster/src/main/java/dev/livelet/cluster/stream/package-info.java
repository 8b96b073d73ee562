/**
 * A channel's frames as streams of numbered ones, to and from each other node: what topics and
 * presence have in common, and nothing of what they say.
 */
@NullMarked
package dev.livelet.cluster.stream;

import org.jspecify.annotations.NullMarked;
