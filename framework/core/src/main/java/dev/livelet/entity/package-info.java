/**
 * Entities on one node: their types checked, each an actor of its own, their values for the pages.
 * Which entities run here is decided behind {@link dev.livelet.spi.ClusterEntities}.
 */
@NullMarked
package dev.livelet.entity;

import org.jspecify.annotations.NullMarked;
