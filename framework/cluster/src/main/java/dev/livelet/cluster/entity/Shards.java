package dev.livelet.cluster.entity;

import dev.livelet.EntityId;
import dev.livelet.cluster.link.NodeId;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Where an entity belongs: to one of 1,024 shards of its partition policy, and a shard to nodes by
 * rendezvous hashing of their stable names. The same on all nodes.
 */
final class Shards {
    private static final int EACH = 1024;

    /** Those of AVAILABLE types, then those of MAJORITY types. */
    static final int COUNT = 2 * EACH;

    private Shards() {}

    static int of(EntityId id, boolean majority) {
        long hash = mixed(hash(id.type()) * 31 + hash(id.name()));
        return (int) (hash & EACH - 1) + (majority ? EACH : 0);
    }

    static boolean isMajority(int shard) {
        return shard >= EACH;
    }

    /** The nodes in the order in which the shard prefers them. */
    static List<NodeId> ranked(int shard, Collection<NodeId> nodes) {
        return nodes.stream()
                .sorted(
                        Comparator.comparingLong((NodeId node) -> weight(shard, node))
                                .thenComparing(NodeId::name))
                .toList();
    }

    private static long weight(int shard, NodeId node) {
        return mixed(hash(node.name()) ^ mixed(shard + 1L));
    }

    /** FNV-1a, 64 bits. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash ^= b & 0xff;
            hash *= 0x100000001b3L;
        }
        return hash;
    }

    /** The finaliser of MurmurHash3 (Appleby), so that all bits count. */
    private static long mixed(long hash) {
        long h = hash;
        h ^= h >>> 33;
        h *= 0xff51afd7ed558ccdL;
        h ^= h >>> 33;
        h *= 0xc4ceb9fe1a85ec53L;
        return h ^ h >>> 33;
    }
}
