/** Topics across nodes: who is interested, and bounded queues to them. */
@NullMarked
package dev.livelet.cluster.pubsub;

import org.jspecify.annotations.NullMarked;
