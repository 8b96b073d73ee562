/** What an application says about its cluster: {@link dev.livelet.cluster.JGroups}. */
@NullMarked
package dev.livelet.cluster;

import org.jspecify.annotations.NullMarked;
