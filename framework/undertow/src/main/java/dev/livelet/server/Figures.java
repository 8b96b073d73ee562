package dev.livelet.server;

import dev.livelet.session.SessionCounters;
import dev.livelet.session.Sessions;

import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** All that this server, its sessions and its part in a cluster count, by name. Thread-safe. */
record Figures(Counters counters, Connections connections, Sessions sessions, ClusterPart cluster) {

    Map<String, Long> now() {
        Map<String, Long> all = new LinkedHashMap<>();
        all.put("connections", (long) connections.open().size());
        all.put("sessions", (long) sessions.all().size());
        all.putAll(counters.all());
        for (Field field : SessionCounters.class.getFields()) {
            if (value(field) instanceof LongAdder adder)
                all.put("session_" + Setting.kebab(field.getName()).replace('-', '_'), adder.sum());
        }
        cluster.figures().forEach((name, value) -> all.put("cluster_" + name, value));
        return all;
    }

    private Object value(Field field) {
        try {
            return field.get(sessions.counters());
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("the fields are public", impossible);
        }
    }
}
