/** Sessions on several nodes: one owner, its backups, and the claim that moves a session. */
@NullMarked
package dev.livelet.cluster.replication;

import org.jspecify.annotations.NullMarked;
