package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.NodeId;
import dev.livelet.spi.SessionCopy;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The copy that a backup has, or that is on its way to it: what it is sent next is changes to that.
 *
 * @param members that it came with; null if the backup has it from another node, which may have
 *     written its head otherwise
 */
record Base(SessionCopy copy, Stamp stamp, @Nullable List<NodeId> members) {}
