package dev.livelet.cluster.entity;

import dev.livelet.EntityId;
import dev.livelet.LiveletException;
import dev.livelet.Shared;
import dev.livelet.cluster.codec.Codecs;
import dev.livelet.cluster.codec.SharedCodec;
import dev.livelet.cluster.link.Channel;
import dev.livelet.cluster.link.Link;
import dev.livelet.cluster.link.NodeId;
import dev.livelet.cluster.link.View;
import dev.livelet.entity.Inbox;
import dev.livelet.spi.ClusterEntities;
import dev.livelet.spi.EntityCall;
import dev.livelet.spi.EntityHost;
import dev.livelet.spi.Timers;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.reflect.Type;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Entities across nodes. Each belongs to a shard, each shard to one node at a time: its owner, who
 * got it by a {@link Claims claim} under a {@link Ballot} that is higher than those before. What an
 * entity does leaves its owner only when the shard's backups have the state, and under MAJORITY
 * while the owner has the {@link Leases} of more than half of the voters.
 *
 * <p>What is guaranteed: with AVAILABLE types, in a cluster that is whole one instance of each, and
 * after a split is healed one again, made of both by {@code merge}; nothing that was let out is
 * lost as long as one of owner and backup lives. With MAJORITY types never an effect of an epoch
 * after the first one of the next.
 *
 * <p>All of it runs in one inbox: links, timers and callers only enqueue.
 */
public final class EntityCluster implements ClusterEntities, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EntityCluster.class);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final int INTEREST_TICKS = 4;
    private static final int GOSSIP_TICKS = 12;

    private final Link link;
    private final Timers timers;
    private final LongSupplier nanos;
    private final InstantSource wall;
    private final Executor executor;
    private final Rules rules;
    private final Inbox inbox;
    private final Outbox outbox;
    private final NamedValues named = new NamedValues();
    private final ShardTable table;
    private final Set<NodeId> strangers = new TreeSet<>(Comparator.comparing(NodeId::toString));
    private volatile @Nullable EntityHost host;
    private @Nullable Parts parts;
    private volatile boolean closed;
    private volatile int shards;
    private volatile int entities;
    private volatile int kept;
    private long ticks;

    /** Made at the start, when it is known what can travel. */
    record Parts(
            Around around,
            ShardTable table,
            Memory memory,
            Leases leases,
            Ownership ownership,
            Introductions introductions,
            Moves moves,
            Calls calls,
            Interest interest,
            SharedValues values) {}

    /**
     * @param link not started yet
     * @param actor runs the inbox, one task at a time: pages wait for it
     * @param executor runs what follows from answers
     */
    public EntityCluster(
            Link link, Timers timers, LongSupplier nanos, Executor actor, Executor executor) {
        this(link, timers, nanos, InstantSource.system(), actor, executor, Rules.STRICT);
    }

    EntityCluster(
            Link link,
            Timers timers,
            LongSupplier nanos,
            InstantSource wall,
            Executor actor,
            Executor executor,
            Rules rules) {
        this.link = link;
        this.timers = timers;
        this.nanos = nanos;
        this.wall = wall;
        this.executor = executor;
        this.rules = rules;
        this.inbox = new Inbox(actor);
        this.outbox = new Outbox(link);
        this.table = new ShardTable(link.self());
        link.source(Channel.ENTITY, outbox);
        link.receiver(
                Channel.ENTITY, (from, frame) -> inbox.put(() -> guard(() -> frame(from, frame))));
        link.signals(Channel.ENTITY, (from, body) -> {});
        link.answerer(
                Channel.ENTITY,
                (from, question, reply) ->
                        inbox.put(
                                () ->
                                        guard(
                                                () ->
                                                        asked(
                                                                from,
                                                                Message.read(question),
                                                                answer ->
                                                                        reply.accept(
                                                                                answer.bytes())))));
    }

    @Override
    public void host(EntityHost host) {
        this.host = host;
    }

    /**
     * Blocks until the members have said how many voters they declare. The link has started.
     *
     * @throws LiveletException when another number than this node
     */
    public void join() {
        EntityHost known = host;
        if (known != null) Voters.check(link, Voters.of(known));
    }

    /**
     * From now on this node takes part, if it has a host.
     *
     * @throws LiveletException when the types disagree about the number of voters
     */
    public void start(Codecs codecs) {
        EntityHost known = host;
        if (known == null) return; // a node that knows no entities
        int voters = Voters.of(known);
        Around around =
                new Around(
                        link,
                        timers,
                        nanos,
                        wall,
                        executor,
                        inbox,
                        known,
                        new EntityCodec(codecs, known),
                        outbox,
                        new Ring(nanos),
                        rules);
        SharedValues values = new SharedValues(around, this::send);
        named.start(values);
        inbox.put(
                () -> {
                    Memory memory = new Memory(around, table, voters);
                    Leases leases = new Leases(around, table, memory, voters);
                    Ownership ownership = new Ownership(around, table, leases, memory, strangers);
                    Calls calls = new Calls(around, table, leases, ownership);
                    parts =
                            new Parts(
                                    around,
                                    table,
                                    memory,
                                    leases,
                                    ownership,
                                    new Introductions(
                                            around,
                                            table,
                                            leases,
                                            memory,
                                            ownership,
                                            strangers,
                                            this::guard),
                                    new Moves(around, table, ownership),
                                    calls,
                                    new Interest(around, table, ownership, this::shard),
                                    values);
                });
        link.watch(view -> inbox.put(() -> guard(() -> view(view))));
        tick();
    }

    /**
     * How entities' values travel in messages: by value, under their entity's name, and one object
     * in a node for all that show the same version.
     */
    public SharedCodec byValue() {
        return new SharedCodec() {
            @Override
            public Shared<?> known(Shared<?> read) {
                EntityHost known = host;
                return known == null ? read : known.known(read);
            }
        };
    }

    /** How entities' values travel in the states of pages: by name. */
    public SharedCodec byName() {
        return named;
    }

    /** What of entities goes to other nodes, by what it is. */
    public Map<String, Type> types() {
        EntityHost known = host;
        return known == null ? Map.of() : EntityCodec.types(known);
    }

    int shard(EntityId id) {
        EntityHost.Kind kind = parts().around().host().kinds().get(id.type());
        return Shards.of(id, kind != null && kind.settings().majority() > 0);
    }

    Parts parts() {
        Parts known = parts;
        if (known == null) throw new IllegalStateException("The node has not started");
        return known;
    }

    private void guard(Runnable work) {
        if (closed || parts == null) return;
        try {
            work.run();
        } catch (Bytes.Malformed e) {
            log.warn("Another node sent what is no message about entities: {}", e.getMessage());
        } catch (RuntimeException e) {
            log.error("Entities: something failed", e);
        }
    }

    private void view(View view) {
        Set<NodeId> before = table.view().members();
        table.view(view, nanos.getAsLong());
        outbox.keepOnly(view.members());
        parts().leases().keepOnly(view.members());
        parts().introductions().members(before, view.members(), this::review);
        review();
    }

    private void review() {
        parts().ownership().review();
        parts().interest().renew();
    }

    private void frame(NodeId from, byte[] frame) {
        Bytes.In in = new Bytes.In(frame);
        while (in.more()) told(from, Message.read(in.bytes()));
    }

    private void told(NodeId from, Message message) {
        Ownership ownership = parts().ownership();
        switch (message) {
            case Message.Assigned news -> ownership.learned(news.shard(), news.assignment());
            case Message.Update update -> ownership.update(from, update);
            case Message.Changed change -> ownership.changed(from, change);
            case Message.Kept kept -> ownership.kept(from, kept);
            case Message.Watching watching -> parts().interest().watching(from, watching.values());
            case Message.Have have -> parts().interest().acknowledged(from, have);
            case Message.Value value -> parts().interest().value(from, value);
            case Message.NextValue value -> parts().interest().value(from, value);
            default -> log.warn("{} sent a frame with {}", from, message.getClass());
        }
    }

    private void asked(NodeId from, Message question, Consumer<Message> reply) {
        Parts to = parts();
        switch (question) {
            case Message.Know know -> reply.accept(to.introductions().known(from));
            case Message.Claim claim -> reply.accept(to.ownership().asked(from, claim));
            case Message.Lease lease -> reply.accept(to.leases().grant(from, lease));
            case Message.Offer offer -> to.ownership().offered(from, offer, reply);
            case Message.HandOver handOver -> to.moves().handedOver(handOver, reply);
            case Message.Wanted wanted -> reply.accept(to.values().asked(wanted));
            case Message.Asked call -> to.calls().asked(call.call(), reply);
            case Message.Withdrawn call -> to.calls().withdrawn(call.call(), reply);
            default -> log.warn("{} asked {}", from, question.getClass());
        }
    }

    private void tick() {
        if (closed) return;
        timers.after(
                TICK,
                () -> {
                    inbox.put(() -> guard(this::look));
                    tick();
                });
    }

    private void look() {
        Parts our = parts();
        our.leases()
                .renew(
                        table.others(),
                        our.ownership().all().stream()
                                .map(Owned::number)
                                .filter(Shards::isMajority)
                                .toList(),
                        our.ownership()::isComplete,
                        our.ownership()::superseded,
                        () -> our.ownership().all().forEach(Owned::releaseAll));
        our.ownership().suspect();
        our.ownership().review();
        our.moves().review();
        count();
        if (++ticks % INTEREST_TICKS == 0) {
            our.introductions().remember();
            our.interest().renew();
            our.around().ring().keepOnly(id -> our.interest().has(id) || has(id));
        }
        if (ticks % GOSSIP_TICKS == 0) our.introductions().gossip();
    }

    private void count() {
        shards = parts().ownership().all().size();
        int running = 0;
        for (Owned shard : parts().ownership().all())
            for (OwnedEntity entity : shard.entities()) if (entity.runs()) running++;
        entities = running;
        kept = parts().ownership().kept();
    }

    @Override
    public void send(EntityCall call, Consumer<EntityCall.Outcome> answer) {
        inbox.put(() -> guard(() -> parts().calls().send(call, answer)));
    }

    @Override
    public void withdraw(EntityCall call, Consumer<EntityCall.Outcome> answer) {
        inbox.put(() -> guard(() -> parts().calls().withdraw(call)));
    }

    @Override
    public void watch(EntityId id, long version) {
        inbox.put(() -> guard(() -> parts().interest().watch(id, version)));
    }

    @Override
    public void unwatch(EntityId id) {
        inbox.put(() -> guard(() -> parts().interest().unwatch(id)));
    }

    /** How often a page that came here went on from an older value than it had shown. */
    public long valuesLost() {
        return named.lost();
    }

    /** The shards that this node owns, as of a moment ago: none when it has left them to others. */
    public int shards() {
        return shards;
    }

    /** How many entities run here, as of a moment ago. */
    public int entities() {
        return entities;
    }

    /** Copies that are kept here for other owners, as of a moment ago. */
    public int kept() {
        return kept;
    }

    /** Whether this node has the entity, or a copy of it. */
    boolean has(EntityId id) {
        Ownership ownership = parts().ownership();
        Owned mine = ownership.find(shard(id));
        OwnedEntity here = mine == null ? null : mine.find(id);
        return here != null && here.runs() || ownership.keeps(shard(id), id);
    }

    @Override
    public void close() {
        closed = true;
    }
}
