/**
 * The way to the other nodes: membership, ordered frames and short signals over JGroups. The only
 * package that sees its types.
 */
@NullMarked
package dev.livelet.cluster.link;

import org.jspecify.annotations.NullMarked;
