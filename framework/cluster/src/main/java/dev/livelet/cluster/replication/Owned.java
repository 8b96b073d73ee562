package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.NodeId;
import dev.livelet.cluster.link.View;
import dev.livelet.spi.Replication;
import dev.livelet.spi.SessionCopy;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A session that runs on this node, as replication sees it: its epoch, its last commit, its
 * members. All fields are guarded by the {@link Holding}'s monitor, so a commit is either before a
 * fence, and then part of what was promised, or after it, and then refused. Commits come from the
 * session's turn, acknowledgements from the link's threads, changes of members from the timers';
 * encoding is done by the peers' senders, outside the lock.
 */
final class Owned implements Replication.Ownership {
    private static final Logger LOG = LoggerFactory.getLogger(Owned.class);

    /** Of half a second each: a backup of an asynchronous session is given up. */
    private static final int LATE_ASYNC = 4;

    /** Of half a second each: what was sent must have got lost. */
    private static final int LOST = 6;

    private final Node node;
    private final Holding holding;
    private final NodeId lastOwner;
    private final Epoch root;
    private final Calls calls = new Calls();
    private final Releases releases = new Releases(calls);
    private final Map<NodeId, Stamp> undropped = new HashMap<>();
    private final CompletableFuture<Boolean> installed = new CompletableFuture<>();

    private Replication.@Nullable Owner owner;
    private boolean sync;
    private Epoch epoch;
    private long sequence;
    private @Nullable SessionCopy last;
    private @Nullable Object carried;
    private List<Member> members = List.of();
    private boolean placed;
    private int placement = -1;
    private long membersSince;
    private boolean membersTold = true;
    private boolean membersSettled = true;
    private long confirmed;
    private int checked;
    private boolean fenced;
    private boolean broken;
    private boolean durableTimer;
    final long since;

    /** A session mounted here. */
    Owned(Node node, Holding holding, Epoch epoch, boolean sync) {
        this.node = node;
        this.holding = holding;
        this.epoch = epoch;
        this.root = epoch;
        this.sync = sync;
        lastOwner = node.self;
        checked = node.pauses.look();
        since = node.now();
    }

    /** A session claimed from others; to be called with its lock, like {@link #place}. */
    Owned(Node node, Holding holding, Epoch epoch, Encoded from, CopyCodec.Decoded copy) {
        this.node = node;
        this.holding = holding;
        this.epoch = epoch;
        this.root = epoch;
        this.sync = from.head().sync();
        lastOwner = from.stamp().epoch().owner();
        sequence = from.stamp().sequence();
        last = copy.copy();
        carried = copy.carried();
        checked = node.pauses.look();
        since = node.now();
    }

    @Override
    public boolean commit(SessionCopy copy, Runnable release) {
        node.pauses.look();
        boolean atOnce;
        List<Member> to;
        synchronized (holding) {
            if (fenced) {
                node.counts.add(Count.COMMITS_FENCED);
                return false;
            }
            last = copy;
            sequence++;
            if (copy.attempt() > epoch.attempt()) {
                epoch = Epoch.of(copy.attempt(), node.self);
                holding.promise(epoch, node.now());
            }
            if (epoch.attempt() > 0
                    && (!placed
                            || (sync || members.isEmpty())
                                    && placement != node.placement.generation())) {
                place(Map.of());
            }
            atOnce = !holdsBack() && releases.isFree();
            releases.add(sequence, copy.answered(), atOnce ? null : release);
            settle();
            to = members;
        }
        node.counts.add(Count.COMMITS);
        if (atOnce) {
            release.run();
        }
        wake(to);
        return true;
    }

    @Override
    public void end() {
        Map<NodeId, Stamp> drops = new HashMap<>();
        Stamp limit;
        synchronized (holding) {
            limit = new Stamp(epoch, Long.MAX_VALUE);
            if (!fenced) {
                members.forEach(m -> drops.put(m.node, limit));
                undropped.keySet().forEach(n -> drops.put(n, limit));
                owner = null;
                holding.drop(limit, node.now());
            }
        }
        drops.forEach((to, stamp) -> Signals.drop(node, to, holding.session, stamp));
    }

    /** The session's actor is there; with {@code owner.fenced()} if it came too late. */
    void attach(Replication.Owner by, boolean isSync) {
        synchronized (holding) {
            owner = by;
            sync = isSync;
            membersTold = false;
            if (fenced) {
                calls.add(by::fenced);
            } else {
                settle();
            }
        }
        calls.run();
    }

    // ---- With the session's lock from here on, unless said otherwise

    boolean isAttached() {
        return owner != null;
    }

    boolean isFenced() {
        return fenced;
    }

    boolean isSync() {
        return sync;
    }

    boolean hasCopy() {
        return last != null;
    }

    Epoch epoch() {
        return epoch;
    }

    Stamp stamp() {
        return new Stamp(epoch, sequence);
    }

    /** Still to be done outside the lock. */
    Calls calls() {
        return calls;
    }

    /** Completes with false if the session is fenced before all members have it. */
    CompletableFuture<Boolean> installed() {
        return installed;
    }

    Map<NodeId, Stamp> undropped() {
        return undropped;
    }

    List<NodeId> memberNodes() {
        List<NodeId> nodes = new ArrayList<>(members.size());
        members.forEach(m -> nodes.add(m.node));
        return nodes;
    }

    /** Nothing more is committed, shown or told. */
    void fence() {
        if (!fenced) {
            fenced = true;
            releases.clear();
            if (owner != null) {
                node.counts.add(Count.FENCED);
                calls.add(owner::fenced);
            }
            calls.add(() -> installed.complete(false));
        }
    }

    /** These hold copies that are of no use once the session's members have it. */
    void dropLater(NodeId from, Stamp limit) {
        undropped.put(from, limit);
    }

    /** No copy is kept where this was the drop. */
    void dropped(NodeId from, Stamp limit) {
        undropped.remove(from, limit);
    }

    /**
     * Chooses the members anew: those that still hold, then the best others.
     *
     * @param having nodes that are known to have the last commit
     */
    void place(Map<NodeId, Stamp> having) {
        placed = true;
        placement = node.placement.generation();
        if (broken) {
            return;
        }
        List<Member> next = new ArrayList<>();
        for (Member member : members) {
            if (node.placement.holds(member.node)) {
                next.add(member);
            }
        }
        fill(next, having);
        change(next);
    }

    private void fill(List<Member> next, Map<NodeId, Stamp> having) {
        if (next.size() >= node.settings.copies()) {
            return;
        }
        for (NodeId candidate : node.placement.backups(holding.session, lastOwner)) {
            if (next.size() < node.settings.copies()
                    && next.stream().noneMatch(m -> m.node.equals(candidate))) {
                Member member = new Member(candidate);
                Stamp has = having.get(candidate);
                if (has != null && last != null) {
                    member.has(last, has);
                }
                next.add(member);
                undropped.remove(candidate);
            }
        }
    }

    private void change(List<Member> next) {
        if (next.equals(members) && !(next.isEmpty() && membersSince == 0)) {
            return;
        }
        for (Member member : members) {
            if (!next.contains(member)) {
                undropped.put(member.node, stamp());
                node.counts.add(Count.MEMBERS_CHANGED);
            }
        }
        sequence++;
        members = List.copyOf(next);
        membersSince = sequence;
        membersTold = false;
        membersSettled = false;
        if (members.isEmpty()) {
            node.counts.add(Count.DEGRADED);
        }
    }

    /**
     * The backup is late, and its node is suspected: another one takes its place, if there is one;
     * an asynchronous session has time, and a short hiccup is not worth a whole copy. True if there
     * is something to send.
     */
    boolean late(NodeId peer) {
        Member late = member(peer);
        if (fenced || late == null) {
            return false;
        }
        int times = late.late();
        List<Member> next = new ArrayList<>(members);
        next.remove(late);
        int left = next.size();
        if (sync || times >= LATE_ASYNC) {
            fill(next, Map.of());
        }
        if (next.size() > left) {
            change(next);
            return true;
        }
        if (times % LOST == 0 && late.wasSent(stamp())) {
            late.forgetSent();
            return true;
        }
        return false;
    }

    /** Lets go what may go. */
    void settle() {
        if (fenced) {
            return;
        }
        confirmed = Math.max(confirmed, confirmedNow());
        boolean sure = checked == node.pauses.generation();
        releases.settle(sure ? holdsForMembers() ? confirmed : sequence : 0, confirmed);
        if (sure && confirmed >= membersSince) {
            if (!membersSettled) {
                membersSettled = true;
                calls.add(() -> installed.complete(true));
                undropped.forEach(
                        (to, limit) ->
                                calls.add(() -> Signals.drop(node, to, holding.session, limit)));
            }
            if (!membersTold && owner != null) {
                membersTold = true;
                Replication.Owner told = owner;
                String where = where().text();
                calls.add(() -> told.where(where));
            }
        }
        tellDurable(false);
    }

    private Where where() {
        List<NodeId> nodes = memberNodes();
        nodes.addFirst(node.self);
        return new Where(
                epoch.attempt() == 0
                        ? Where.Kind.PENDING
                        : sync ? Where.Kind.SYNC : Where.Kind.ASYNC,
                nodes);
    }

    private long confirmedNow() {
        if (epoch.attempt() == 0) {
            return sequence;
        }
        if (members.isEmpty()) {
            return mayStop() ? 0 : sequence;
        }
        long least = Long.MAX_VALUE;
        for (Member member : members) {
            least = Math.min(least, member.acknowledged());
        }
        return least;
    }

    private boolean mayStop() {
        return sync && !broken && node.settings.alone() == ReplicationSettings.Alone.STOP;
    }

    private boolean holdsForMembers() {
        return sync && epoch.attempt() > 0 && (!members.isEmpty() || mayStop());
    }

    private boolean holdsBack() {
        return holdsForMembers() || checked != node.pauses.generation();
    }

    private void tellDurable(boolean waited) {
        Replication.Owner to = owner;
        if (to == null) {
            return;
        }
        int durable = releases.durable(node.now(), waited);
        if (durable > 0) {
            calls.add(() -> to.durable(durable));
        } else if (releases.isUntold() && !durableTimer) {
            durableTimer = true;
            node.timers.after(releases.untilTold(node.now()), this::durableTime);
        }
    }

    private void durableTime() {
        synchronized (holding) {
            durableTimer = false;
            if (!fenced) {
                tellDurable(true);
            }
        }
        calls.run();
    }

    /** Whether this member's answer to {@link EpochCheck} says that the session is not ours. */
    boolean isLostBy(NodeId by, int answer) {
        Member member = member(by);
        return node.rules.fences()
                && (answer == Tag.NEWER
                        || answer == Tag.UNKNOWN && member != null && member.acknowledged() > 0);
    }

    /** Those that will never be back need not be told. */
    void forgetUndropped(View view) {
        undropped
                .keySet()
                .removeIf(
                        n ->
                                view.members().stream()
                                        .anyMatch(
                                                m ->
                                                        m.name().equals(n.name())
                                                                && m.incarnation()
                                                                        > n.incarnation()));
    }

    /** All others were asked, and none knew of a newer epoch. */
    void checked(int generation) {
        checked = Math.max(checked, generation);
        settle();
    }

    boolean isChecked(int generation) {
        return checked >= generation || fenced || epoch.attempt() == 0;
    }

    /** A backup's word. True when it has all that it was sent, and was sent all. */
    boolean acknowledged(NodeId by, Stamp stamp) {
        Member member = member(by);
        if (fenced || member == null) {
            return true;
        }
        if (stamp.epoch().compareTo(root) >= 0 && stamp.epoch().owner().equals(node.self)) {
            member.acknowledged(stamp.sequence());
            settle();
        }
        return member.acknowledged() >= sequence;
    }

    /** The backup may lack what it was sent: it gets the whole, if it is still owed something. */
    boolean forgetSent(NodeId at, boolean evenAcknowledged) {
        Member member = member(at);
        if (fenced || member == null || !evenAcknowledged && member.acknowledged() >= sequence) {
            return false;
        }
        member.forgetSent();
        return true;
    }

    /** What a backup says that it holds; true if it must be sent something. */
    boolean holds(NodeId at, Stamp stamp) {
        Member member = member(at);
        if (fenced || member == null) {
            return false;
        }
        if (stamp.sequence() < member.acknowledged() || stamp.epoch().isBefore(root)) {
            member.forgetSent();
        }
        return !member.wasSent(stamp()) || member.acknowledged() < sequence;
    }

    /** Whether a view or a suspicion asks for other members than there are. */
    boolean needsRepair() {
        if (fenced || broken || epoch.attempt() == 0 || last == null) {
            return false;
        }
        for (Member member : members) {
            if (!node.placement.holds(member.node)) {
                return true;
            }
        }
        return members.size() < node.settings.copies()
                && node.placement.backups(holding.session, lastOwner).size() > members.size();
    }

    /** Backups that have the last commit and will stay. */
    int holders() {
        int holders = 0;
        for (Member member : members) {
            if (member.acknowledged() >= sequence && node.placement.holds(member.node)) {
                holders++;
            }
        }
        return holders;
    }

    boolean isReplicated() {
        return !fenced && epoch.attempt() > 0 && last != null;
    }

    boolean waitsForRelease() {
        return releases.waitsForRelease();
    }

    boolean hasMember(NodeId peer) {
        return member(peer) != null;
    }

    private @Nullable Member member(NodeId peer) {
        for (Member member : members) {
            if (member.node.equals(peer)) {
                return member;
            }
        }
        return null;
    }

    // ---- Without the lock

    boolean hasMemberNow(NodeId peer) {
        synchronized (holding) {
            return member(peer) != null && !fenced;
        }
    }

    /** Tells all members' queues that there is something, and runs what became due. */
    void wakeMembers() {
        List<Member> to;
        synchronized (holding) {
            to = members;
        }
        wake(to);
    }

    private void wake(List<Member> to) {
        for (Member member : to) {
            node.queues.of(member.node).dirty(holding);
        }
        calls.run();
    }

    /** The next message for this backup, null if it has all; on the peer's sender. */
    byte @Nullable [] message(NodeId peer) {
        SessionCopy copy;
        SessionCopy base;
        Stamp stamp;
        Stamp baseStamp;
        List<NodeId> nodes;
        Object kept;
        boolean isSync;
        synchronized (holding) {
            Member member = member(peer);
            stamp = stamp();
            if (member == null || fenced || last == null || member.wasSent(stamp)) {
                return null;
            }
            copy = last;
            base = member.base();
            baseStamp = member.baseStamp();
            kept = carried;
            isSync = sync;
            nodes = memberNodes();
            nodes.addFirst(node.self);
            member.sent(copy, stamp);
        }
        Out out = new Out(256).tag(Tag.COPY);
        if (!write(out, copy, stamp, isSync, nodes, kept, base, baseStamp)) {
            return null;
        }
        node.counts.add(base == null ? Count.FULL_SENT : Count.DELTAS_SENT);
        node.counts.add(base == null ? Count.FULL_BYTES : Count.DELTA_BYTES, out.size());
        return out.toBytes();
    }

    /** The last commit, whole; false if there is none. */
    boolean write(Out out) {
        SessionCopy copy;
        Stamp stamp;
        List<NodeId> nodes;
        Object kept;
        boolean isSync;
        synchronized (holding) {
            copy = last;
            stamp = stamp();
            kept = carried;
            isSync = sync;
            nodes = memberNodes();
            nodes.addFirst(node.self);
        }
        return copy != null && write(out, copy, stamp, isSync, nodes, kept, null, Stamp.NONE);
    }

    private boolean write(
            Out out,
            SessionCopy copy,
            Stamp stamp,
            boolean isSync,
            List<NodeId> nodes,
            @Nullable Object kept,
            @Nullable SessionCopy base,
            Stamp baseStamp) {
        try {
            CopyHead head =
                    new CopyHead(
                            holding.session,
                            stamp,
                            isSync,
                            nodes,
                            copy.sent(),
                            copy.answered(),
                            node.codec.head(copy));
            CopyWriter.write(out, node.codec, head, copy, kept, base, baseStamp);
            return true;
        } catch (RuntimeException e) {
            unencodable(copy, e);
            return false;
        }
    }

    /** It can be on this node only: better degraded than silent for ever. */
    private void unencodable(SessionCopy copy, RuntimeException why) {
        node.counts.add(Count.UNENCODABLE);
        boolean first;
        synchronized (holding) {
            first = !broken;
            broken = true;
            change(List.of());
            settle();
        }
        if (first) {
            LOG.error(
                    "A session's state {} cannot be written for other nodes: the session is lost"
                            + " with this node",
                    copy.state().getClass().getName(),
                    why);
        }
        calls.run();
    }
}
