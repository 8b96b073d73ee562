package dev.livelet.cluster;

import dev.livelet.LiveletException;
import dev.livelet.cluster.codec.Codecs;
import dev.livelet.cluster.codec.StartCheck;
import dev.livelet.cluster.entity.EntityCluster;
import dev.livelet.cluster.link.GroupLink;
import dev.livelet.cluster.presence.ClusterEntries;
import dev.livelet.cluster.pubsub.ClusterTopics;
import dev.livelet.cluster.pubsub.TopicSettings;
import dev.livelet.cluster.replication.CborCopies;
import dev.livelet.cluster.replication.CopyCodec;
import dev.livelet.cluster.replication.ReplicationSettings;
import dev.livelet.cluster.replication.Replicator;
import dev.livelet.cluster.replication.Seal;
import dev.livelet.spi.ClusterEntities;
import dev.livelet.spi.ClusterNode;
import dev.livelet.spi.ClusterPresence;
import dev.livelet.spi.ClusterPubSub;
import dev.livelet.spi.Replication;
import dev.livelet.spi.Timers;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** The parts of a node over one link. */
final class JGroupsNode implements ClusterNode {
    /** Makes the part that keeps sessions; tests have others than the usual one. */
    interface Replicators {
        Replicator over(
                GroupLink link,
                Timers timers,
                LongSupplier nanos,
                CopyCodec codec,
                ReplicationSettings settings,
                Seal seal);
    }

    private static final Duration FAREWELL = Duration.ofMillis(500);

    private final GroupLink link;
    private final Timers timers;
    private final Application application;
    private final Codecs codecs;
    private final CopyCodec copies;
    private final ClusterTopics topics;
    private final ClusterEntries presence;
    private final EntityCluster entities;
    private final Replicator replicator;
    private volatile boolean leaving;

    /** Not virtual: at a node's death it would wait for the turns of all pages that come. */
    private final ExecutorService actor =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("livelet-entities-", 0).factory());

    JGroupsNode(
            GroupLink link,
            Timers timers,
            Application application,
            Collection<Class<?>> messages,
            TopicSettings topicSettings,
            ReplicationSettings replication,
            Replicators replicators) {
        this.link = link;
        this.timers = timers;
        this.application = application;
        Set<Class<?>> types = new LinkedHashSet<>(application.messages());
        types.addAll(messages);
        entities =
                new EntityCluster(
                        link, timers, System::nanoTime, actor, threads("livelet-entities-answers"));
        codecs = new Codecs(types, application::template, entities.byValue());
        Codecs states = new Codecs(types, application::template, entities.byName());
        topics =
                new ClusterTopics(
                        topicSettings, timers, System::nanoTime, threads("livelet-topics"));
        presence = new ClusterEntries(timers, System::nanoTime, threads("livelet-presence"));
        copies = new CborCopies(states, entities.byName(), codecs.messages());
        replicator =
                replicators.over(
                        link, timers, System::nanoTime, copies, replication, seal(application));
    }

    private static Executor threads(String name) {
        return task -> Thread.ofVirtual().name(name).start(task);
    }

    private static Seal seal(Application application) {
        return new Seal() {
            @Override
            public String sign(String text) {
                return application.sign(text);
            }

            @Override
            public Optional<String> verify(String signed) {
                return application.verify(signed);
            }
        };
    }

    @Override
    public String name() {
        return link.self().name();
    }

    @Override
    public ClusterPubSub pubSub() {
        return topics;
    }

    @Override
    public ClusterPresence presence() {
        return presence;
    }

    @Override
    public Replication replication() {
        return replicator;
    }

    @Override
    public ClusterEntities entities() {
        return entities;
    }

    @Override
    public void start(Host host) {
        Map<String, Type> types = new LinkedHashMap<>();
        application.states().forEach((view, state) -> types.put("the state of " + view, state));
        types.putAll(entities.types());
        StartCheck.check(types, codecs);
        topics.start(link, codecs.messages(), host::deliver);
        presence.start(link, codecs.messages(), host::merge);
        link.whenReplaced(host::replaced);
        link.start();
        try {
            entities.join();
        } catch (LiveletException e) {
            close();
            throw e;
        }
        entities.start(codecs);
    }

    @Override
    public void rehearse(Play play) {
        Replicator.rehearse(timers, copies, seal(application), play);
    }

    @Override
    public int leave(Duration within) {
        leaving = true;
        link.leave();
        long end = System.nanoTime() + within.toNanos();
        int left = replicator.handOver(within);
        // If all go there is nobody to have them.
        while (entities.shards() > 0
                && link.view().members().size() > link.view().leaving().size()
                && System.nanoTime() < end) LockSupport.parkNanos(10_000_000);
        topics.leave();
        long deadline = System.nanoTime() + FAREWELL.toNanos();
        while (!topics.isDrained() && System.nanoTime() < deadline)
            LockSupport.parkNanos(1_000_000);
        return left;
    }

    @Override
    public Map<String, Long> figures() {
        Map<String, Long> figures = new TreeMap<>(link.counters());
        replicator
                .counts()
                .forEach(
                        (count, value) ->
                                figures.put(
                                        "replication_" + count.name().toLowerCase(Locale.ROOT),
                                        value));
        topics.counters().figures().forEach((name, value) -> figures.put("topics_" + name, value));
        figures.put("entities", (long) entities.entities());
        figures.put("entity_copies", (long) entities.kept());
        figures.put("entity_values_lost", entities.valuesLost());
        figures.put("presence_refused", presence.refusals().sum());
        figures.put("shards", (long) entities.shards());
        figures.put("members", (long) link.view().members().size());
        figures.put("under_replicated", (long) replicator.underReplicated());
        figures.put("replication_lag_ms", replicator.lag().toMillis());
        figures.put("copies", (long) replicator.copies());
        figures.put("copy_bytes", replicator.copyBytes());
        return figures;
    }

    @Override
    public void close() {
        if (leaving) replicator.handOverRest(FAREWELL);
        topics.close();
        presence.close();
        entities.close();
        replicator.close();
        link.close();
        actor.shutdown();
    }
}
