/**
 * Three nodes of the examples behind a load balancer, on one machine: {@link
 * dev.livelet.examples.cluster.ClusterDemo} starts them, {@link
 * dev.livelet.examples.cluster.ClusterPage} shows them.
 */
@NullMarked
package dev.livelet.examples.cluster;

import org.jspecify.annotations.NullMarked;
