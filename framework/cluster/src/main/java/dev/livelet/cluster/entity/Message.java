package dev.livelet.cluster.entity;

import dev.livelet.EntityId;
import dev.livelet.cluster.entity.Bytes.In;
import dev.livelet.cluster.entity.Bytes.Malformed;
import dev.livelet.cluster.entity.Bytes.Out;
import dev.livelet.cluster.link.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What nodes say to each other about entities. The first byte says which it is. */
sealed interface Message {

    /** Question: what do you know? Answered by {@link Table}. */
    record Know() implements Message {}

    /**
     * All that a node knows.
     *
     * @param runs the last known one of each node
     * @param voters by type of entities: must be the same everywhere
     * @param remembers whether this run of the node is a voter that knows what it has promised
     */
    record Table(
            Map<Integer, Assignment> assignments,
            Map<Integer, Ballot> promised,
            List<NodeId> runs,
            int voters,
            boolean remembers)
            implements Message {}

    /**
     * Question: shall this shard be mine? Answered by {@link Granted} or {@link Refused}.
     *
     * @param with the owner's ballot, where that owner has stopped and gives the shard away
     */
    record Claim(int shard, Ballot ballot, Ballot with) implements Message {}

    /**
     * Yours, and what I have of it.
     *
     * @param whole whether that is all that I was ever said to have
     * @param runs the last known one of each node
     */
    record Granted(List<Held> copies, boolean whole, List<NodeId> runs) implements Message {}

    /**
     * @param promised to somebody else
     */
    record Refused(Ballot promised, List<Assignment> known) implements Message {}

    /**
     * Question: a lease on what is mine. Answered by {@link Leased}.
     *
     * @param seen the last revision of the other's promises that is known here
     * @param complete of the shards that the other lacks those that need nothing of it any more
     */
    record Lease(long seen, List<Integer> shards, List<Integer> complete) implements Message {}

    /**
     * @param promised to others since
     * @param granted false: by a voter that does not know yet what it has promised
     * @param lacking of the shards, those for which it may have forgotten something
     */
    record Leased(
            long revision, Map<Integer, Ballot> promised, boolean granted, List<Integer> lacking)
            implements Message {}

    /** Somebody has a shard. */
    record Assigned(int shard, Assignment assignment) implements Message {}

    /** From an owner to its backup. */
    record Update(int shard, Ballot ballot, Held held) implements Message {}

    /**
     * The same, against what that backup has.
     *
     * @param base the change that it has acknowledged
     * @param copy a {@link Delta} of the copy
     * @param forgotten how many of the calls that are remembered there, the oldest, are forgotten
     * @param calls remembered since
     */
    record Changed(
            int shard,
            EntityId id,
            Ballot ballot,
            long base,
            long serial,
            Trail trail,
            byte[] copy,
            int forgotten,
            List<byte[]> calls)
            implements Message {

        /** What {@code held} has that {@code base} has not; all of it where that is as much. */
        static Message update(int shard, @Nullable Held base, Held held) {
            Message whole = new Update(shard, held.ballot(), held);
            if (base == null || base.isEnded() || !base.ballot().equals(held.ballot()))
                return whole;
            byte[] copy = Delta.worthwhile(base.copy(), held.copy());
            int forgotten = forgotten(base.calls(), held.calls());
            if (copy == null || forgotten < 0) return whole;
            int kept = base.calls().size() - forgotten;
            return new Changed(
                    shard,
                    held.id(),
                    held.ballot(),
                    base.serial(),
                    held.serial(),
                    held.trail(),
                    copy,
                    forgotten,
                    held.calls().subList(kept, held.calls().size()));
        }

        /**
         * How many of the oldest are not there any more; -1 where the others do not begin the new
         * ones.
         */
        private static int forgotten(List<byte[]> before, List<byte[]> now) {
            int forgotten = 0;
            while (forgotten < before.size()
                    && (now.isEmpty() || !same(before.get(forgotten), now.getFirst()))) forgotten++;
            if (before.size() - forgotten > now.size()) return -1;
            for (int i = forgotten; i < before.size(); i++)
                if (!same(before.get(i), now.get(i - forgotten))) return -1;
            return forgotten;
        }

        /** Nearly always the same array. */
        private static boolean same(byte[] one, byte[] other) {
            return one == other || Arrays.equals(one, other);
        }

        /**
         * @throws Malformed when it is against something else
         */
        Held of(Held base) {
            if (forgotten < 0 || forgotten > base.calls().size())
                throw new Malformed("Forgets " + forgotten + " of " + base.calls().size());
            List<byte[]> all =
                    new ArrayList<>(base.calls().subList(forgotten, base.calls().size()));
            all.addAll(calls);
            return new Held(
                    id, ballot, serial, trail, Delta.apply(base.copy(), copy), List.copyOf(all));
        }
    }

    /**
     * The backup has it.
     *
     * @param serial 0: it lacks what a {@link Changed} was against
     */
    record Kept(int shard, EntityId id, Ballot ballot, long serial) implements Message {}

    /** Question: copies from before your time. Answered by {@link Taken}. */
    record Offer(int shard, List<Held> copies) implements Message {}

    /** All of that is in the owner's entities, and at its backups. */
    record Taken() implements Message {}

    /** Question: take the shard that I have stopped. Answered by {@link Taken} when it is done. */
    record HandOver(int shard, Ballot ballot) implements Message {}

    /** Question: a call for an entity. Answered by {@link Outcome}. */
    record Asked(byte[] call) implements Message {}

    /**
     * Question: what became of a call, which is not to be done any more? Answered by {@link
     * Outcome}.
     */
    record Withdrawn(byte[] call) implements Message {}

    /** What became of it. */
    record Outcome(byte[] outcome) implements Message {}

    /** I show these for some seconds more. */
    record Watching(List<Shown> values) implements Message {}

    /**
     * What pages of a node show.
     *
     * @param base the version whose bytes the node has; 0: none
     */
    record Shown(EntityId id, long version, long base) {}

    /** I have the bytes of this value. */
    record Have(EntityId id, long version) implements Message {}

    /**
     * As {@link Value}, against one that the node has.
     *
     * @param state a {@link Delta}
     */
    record NextValue(EntityId id, long base, long version, byte[] state) implements Message {}

    /** An entity's value, for those who show it. */
    record Value(EntityId id, long version, byte[] state) implements Message {}

    /** Question: values that a page has shown. Answered by {@link Values}. */
    record Wanted(EntityId id, List<Long> versions) implements Message {}

    /** Those that are here; if the newest is not, the newest that is. */
    record Values(List<Value> values) implements Message {}

    default byte[] bytes() {
        Out out = new Out();
        switch (this) {
            case Know() -> out.code(1);
            case Table m -> {
                out.code(2)
                        .list(
                                m.assignments.entrySet(),
                                e -> out.small(e.getKey()).assignment(e.getValue()));
                ballots(out, m.promised).list(m.runs, out::node).small(m.voters).flag(m.remembers);
            }
            case Claim m -> out.code(3).small(m.shard).ballot(m.ballot).ballot(m.with);
            case Granted m ->
                    out.code(4).list(m.copies, out::held).flag(m.whole).list(m.runs, out::node);
            case Refused m -> out.code(5).ballot(m.promised).list(m.known, out::assignment);
            case Lease m ->
                    out.code(6)
                            .number(m.seen)
                            .list(m.shards, out::small)
                            .list(m.complete, out::small);
            case Leased m ->
                    ballots(out.code(7).number(m.revision), m.promised)
                            .flag(m.granted)
                            .list(m.lacking, out::small);
            case Assigned m -> out.code(8).small(m.shard).assignment(m.assignment);
            case Update m -> out.code(9).small(m.shard).ballot(m.ballot).held(m.held);
            case Kept m ->
                    out.code(10).small(m.shard).entity(m.id).ballot(m.ballot).number(m.serial);
            case Offer m -> out.code(11).small(m.shard).list(m.copies, out::held);
            case Taken() -> out.code(12);
            case HandOver m -> out.code(13).small(m.shard).ballot(m.ballot);
            case Asked m -> out.code(14).bytes(m.call);
            case Outcome m -> out.code(15).bytes(m.outcome);
            case Withdrawn m -> out.code(20).bytes(m.call);
            case Have m -> out.code(22).entity(m.id).number(m.version);
            case NextValue m ->
                    out.code(23).entity(m.id).number(m.base).number(m.version).bytes(m.state);
            case Changed m ->
                    out.code(21)
                            .small(m.shard)
                            .entity(m.id)
                            .ballot(m.ballot)
                            .number(m.base)
                            .number(m.serial)
                            .trail(m.trail)
                            .bytes(m.copy)
                            .small(m.forgotten)
                            .list(m.calls, out::bytes);
            case Watching m ->
                    out.code(16)
                            .list(m.values, e -> out.entity(e.id).number(e.version).number(e.base));
            case Value m -> value(out.code(17), m);
            case Wanted m -> out.code(18).entity(m.id).list(m.versions, out::number);
            case Values m -> out.code(19).list(m.values, each -> value(out, each));
        }
        return out.toByteArray();
    }

    private static Out ballots(Out out, Map<Integer, Ballot> ballots) {
        return out.list(ballots.entrySet(), e -> out.small(e.getKey()).ballot(e.getValue()));
    }

    private static void value(Out out, Value value) {
        out.entity(value.id).number(value.version).bytes(value.state);
    }

    private static Value value(In in) {
        return new Value(in.entity(), in.number(), in.bytes());
    }

    private static Map<Integer, Ballot> ballots(In in) {
        Map<Integer, Ballot> ballots = new TreeMap<>();
        in.list(() -> ballots.put(in.shard(), in.ballot()) == null);
        return ballots;
    }

    /**
     * @throws Malformed when it is none
     */
    static Message read(byte[] bytes) {
        In in = new In(bytes);
        int code = in.code();
        Message message =
                switch (code) {
                    case 1 -> new Know();
                    case 2 -> {
                        Map<Integer, Assignment> assignments = new TreeMap<>();
                        in.list(() -> assignments.put(in.shard(), in.assignment()) == null);
                        yield new Table(
                                assignments, ballots(in), in.list(in::node), in.small(), in.flag());
                    }
                    case 3 -> new Claim(in.shard(), in.ballot(), in.ballot());
                    case 4 -> new Granted(in.list(in::held), in.flag(), in.list(in::node));
                    case 5 -> new Refused(in.ballot(), in.list(in::assignment));
                    case 6 -> new Lease(in.number(), in.list(in::shard), in.list(in::shard));
                    case 7 -> new Leased(in.number(), ballots(in), in.flag(), in.list(in::shard));
                    case 8 -> new Assigned(in.shard(), in.assignment());
                    case 9 -> new Update(in.shard(), in.ballot(), in.held());
                    case 10 -> new Kept(in.shard(), in.entity(), in.ballot(), in.number());
                    case 11 -> new Offer(in.shard(), in.list(in::held));
                    case 12 -> new Taken();
                    case 13 -> new HandOver(in.shard(), in.ballot());
                    case 14 -> new Asked(in.bytes());
                    case 15 -> new Outcome(in.bytes());
                    case 16 ->
                            new Watching(
                                    in.list(
                                            () ->
                                                    new Shown(
                                                            in.entity(),
                                                            in.number(),
                                                            in.number())));
                    case 17 -> value(in);
                    case 18 -> new Wanted(in.entity(), in.list(in::number));
                    case 19 -> new Values(in.list(() -> value(in)));
                    case 20 -> new Withdrawn(in.bytes());
                    case 21 ->
                            new Changed(
                                    in.shard(),
                                    in.entity(),
                                    in.ballot(),
                                    in.number(),
                                    in.number(),
                                    in.trail(),
                                    in.bytes(),
                                    in.small(),
                                    in.list(in::bytes));
                    case 22 -> new Have(in.entity(), in.number());
                    case 23 -> new NextValue(in.entity(), in.number(), in.number(), in.bytes());
                    default -> throw new Malformed("A message of kind " + code);
                };
        in.end();
        return message;
    }
}
