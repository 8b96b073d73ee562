package dev.livelet.examples.cluster;

import dev.livelet.server.LiveServer;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.util.Map;

/**
 * What a node says of itself every second.
 *
 * @param entities that run here; -1 when it does not know
 * @param lag milliseconds that the copies on other nodes are behind; -1 when it does not know
 * @param exposed sessions with fewer copies than they should have
 * @param heap bytes
 * @param heapLimit bytes
 */
record Pulse(
        String node,
        long pid,
        long sessions,
        long entities,
        long lag,
        long exposed,
        long heap,
        long heapLimit) {
    static final String TOPIC = "demo:pulse";

    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

    static Pulse of(LiveServer server) {
        Map<String, Long> figures = server.figures();
        MemoryUsage heap = MEMORY.getHeapMemoryUsage();
        return new Pulse(
                server.node(),
                ProcessHandle.current().pid(),
                figures.getOrDefault("sessions", 0L),
                figures.getOrDefault("cluster_entities", -1L),
                figures.getOrDefault("cluster_replication_lag_ms", -1L),
                figures.getOrDefault("cluster_under_replicated", 0L),
                heap.getUsed(),
                heap.getMax());
    }
}
