/**
 * Entities across nodes: which node owns which, copies at others, and the way of calls and values.
 * Everything is decided shard by shard: see {@link dev.livelet.cluster.entity.EntityCluster}.
 */
@NullMarked
package dev.livelet.cluster.entity;

import org.jspecify.annotations.NullMarked;
