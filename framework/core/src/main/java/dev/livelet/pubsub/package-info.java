/** Topics within this node, behind the seam that a cluster fills. */
@NullMarked
package dev.livelet.pubsub;

import org.jspecify.annotations.NullMarked;
