package dev.livelet.cluster.soak;

import dev.livelet.spi.ClusterEntities;
import dev.livelet.spi.ClusterNode;
import dev.livelet.spi.ClusterPresence;
import dev.livelet.spi.ClusterPubSub;
import dev.livelet.spi.Replication;
import dev.livelet.spi.SessionCopy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A node that writes down which lines of a {@link Desk} have left it, and in which attempt. */
final class JournaledNode implements ClusterNode {
    private final ClusterNode node;
    private final Journal journal;
    private final boolean deduplicates;
    private final Replication replication;

    /**
     * @param deduplicates false: a session that is taken over forgets which events it has had
     */
    JournaledNode(ClusterNode node, Journal journal, boolean deduplicates) {
        this.node = node;
        this.journal = journal;
        this.deduplicates = deduplicates;
        this.replication = new Journaled(node.replication());
    }

    private final class Journaled implements Replication {
        private final Replication replication;
        private final Map<String, Integer> adopted = new ConcurrentHashMap<>();

        Journaled(Replication replication) {
            this.replication = replication;
        }

        @Override
        public String node() {
            return replication.node();
        }

        @Override
        public Ownership own(String session, boolean sync, Owner owner) {
            Integer lines = adopted.remove(session);
            return new Owned(replication.own(session, sync, owner), lines == null ? 0 : lines);
        }

        @Override
        public Claimed claim(Claim claim) {
            Claimed claimed = replication.claim(claim);
            if (!(claimed instanceof Claimed.Adopted(SessionCopy copy))) return claimed;
            adopted.put(claim.session(), count(copy));
            return deduplicates ? claimed : new Claimed.Adopted(forgetting(copy, claim.durable()));
        }
    }

    private static SessionCopy forgetting(SessionCopy copy, int durable) {
        return new SessionCopy(
                copy.attempt(),
                copy.state(),
                copy.context(),
                Math.min(copy.answered(), durable),
                copy.sent(),
                copy.acknowledged(),
                copy.window(),
                copy.refusals(),
                copy.topics(),
                copy.timers());
    }

    private static int count(SessionCopy copy) {
        return copy.state() instanceof Desk.State state ? state.count() : 0;
    }

    /** In the session's turn, as what it wraps. */
    private final class Owned implements Replication.Ownership {
        private final Replication.Ownership ownership;
        private int lines;

        Owned(Replication.Ownership ownership, int lines) {
            this.ownership = ownership;
            this.lines = lines;
        }

        @Override
        public boolean commit(SessionCopy copy, Runnable release) {
            if (!(copy.state() instanceof Desk.State state) || state.count() == lines)
                return ownership.commit(copy, release);
            int more = Math.min(state.count() - lines, state.lines().size());
            lines = state.count();
            List<String> added =
                    state.lines().subList(state.lines().size() - more, state.lines().size());
            return ownership.commit(
                    copy,
                    () -> {
                        for (String line : added)
                            journal.write("line", state.page(), copy.attempt(), line);
                        release.run();
                    });
        }

        @Override
        public int durable() {
            return ownership.durable();
        }

        @Override
        public String where() {
            return ownership.where();
        }

        @Override
        public void end() {
            ownership.end();
        }
    }

    @Override
    public String name() {
        return node.name();
    }

    @Override
    public ClusterPubSub pubSub() {
        return node.pubSub();
    }

    @Override
    public ClusterPresence presence() {
        return node.presence();
    }

    @Override
    public Replication replication() {
        return replication;
    }

    @Override
    public ClusterEntities entities() {
        return node.entities();
    }

    @Override
    public void start(Host host) {
        node.start(host);
    }

    @Override
    public int leave(Duration within) {
        return node.leave(within);
    }

    @Override
    public Map<String, Long> figures() {
        return node.figures();
    }

    @Override
    public void close() {
        node.close();
    }
}
