package dev.livelet.cluster.replication;

import dev.livelet.cluster.link.NodeId;
import dev.livelet.spi.Replication;
import dev.livelet.spi.SessionCopy;

import org.jspecify.annotations.Nullable;

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
final class Owned {
    /** Instead of a commit: other nodes have known the session before this one. */
    private static final long ELSEWHERE = -1;

    private final Node node;
    private final Holding holding;
    private final Epoch root;
    private final Members members;
    private final Calls calls = new Calls();
    private final Releases releases;
    private final CompletableFuture<Boolean> installed = new CompletableFuture<>();

    private @Nullable Tenure tenure;
    private boolean sync;
    private Epoch epoch;
    private long sequence;
    private @Nullable SessionCopy last;
    private @Nullable Object carried;

    /** The commit from which on the members are these. */
    private long membersSince;

    /** The commit with which it got members for the first time; 0 before. */
    private long firstPlaced;

    private boolean membersTold = true;
    private boolean membersSettled = true;

    /** The last commit that all members have had. */
    private long confirmed;

    private final Lag lag = new Lag();

    /** The last pause of this process that the members were asked about. */
    private int checked;

    private boolean fenced;

    /** Its state cannot be written: it has no members. */
    private boolean broken;

    /** A session claimed from others. */
    Owned(Node node, Holding holding, Epoch epoch, Encoded from, CopyCodec.Decoded copy) {
        this(node, holding, epoch, from.head().sync(), from.stamp().epoch().owner());
        sequence = from.stamp().sequence();
        firstPlaced = ELSEWHERE;
        last = copy.copy();
        carried = copy.carried();
    }

    /** A session mounted here, if this node is called the last owner. */
    Owned(Node node, Holding holding, Epoch epoch, boolean sync, NodeId lastOwner) {
        this.node = node;
        this.holding = holding;
        this.epoch = epoch;
        this.root = epoch;
        this.sync = sync;
        members = new Members(node, holding.session, lastOwner);
        releases = new Releases(node, holding, calls);
        checked = node.pauses.look();
    }

    // ---- With the session's lock

    Tenure.Outcome commit(Tenure by, SessionCopy copy, Runnable release) {
        if (fenced || by != tenure || copy.attempt() < epoch.attempt()) {
            // an attempt below the epoch's: an earlier claim's session, that was slow to begin
            return Tenure.Outcome.REFUSED;
        }
        if (copy != last) {
            accept(copy);
        }
        boolean atOnce = releases.isFree() && !holdsBack();
        if (!atOnce) {
            releases.hold(sequence, release);
        }
        settle();
        return atOnce ? Tenure.Outcome.RELEASED : Tenure.Outcome.HELD;
    }

    private void accept(SessionCopy copy) {
        last = copy;
        sequence++;
        if (copy.attempt() > epoch.attempt()) {
            // the page has a new socket, here again
            epoch = Epoch.of(copy.attempt(), node.self);
            holding.promise(epoch, node.now());
            membersTold = false;
        }
        if (epoch.attempt() > 0
                && (!members.wasPlaced()
                        || (sync || members.all().isEmpty()) && !members.isPlaced())) {
            place(Map.of());
        }
        releases.answers(sequence, copy.answered());
    }

    Releases releases() {
        return releases;
    }

    /** The session has ended: who is to be told to drop its copies. */
    Map<NodeId, Stamp> end(Tenure by) {
        if (fenced || by != tenure) {
            return Map.of();
        }
        Stamp limit = new Stamp(epoch, Long.MAX_VALUE);
        tenure = null;
        holding.drop(limit, node.now());
        return members.drops(limit);
    }

    /** Whoever was there before has nothing to say any more. */
    void attach(Tenure by, boolean isSync) {
        Tenure before = tenure;
        if (before != null) {
            calls.add(before.owner()::fenced);
        }
        tenure = by;
        sync = isSync;
        membersTold = false;
        if (fenced) {
            calls.add(by.owner()::fenced);
        } else {
            settle();
        }
    }

    boolean isAttached() {
        return tenure != null;
    }

    boolean isFenced() {
        return fenced;
    }

    Epoch epoch() {
        return epoch;
    }

    Stamp stamp() {
        return new Stamp(epoch, sequence);
    }

    Members members() {
        return members;
    }

    /** Still to be run without the lock. */
    Calls calls() {
        return calls;
    }

    /** Completes with false if the session is fenced before all members have it. */
    CompletableFuture<Boolean> installed() {
        return installed;
    }

    /** Nothing more is committed, shown or told. */
    void fence() {
        if (!fenced) {
            fenced = true;
            releases.end();
            if (tenure != null) {
                node.counts.add(Count.FENCED);
                calls.add(tenure.owner()::fenced);
            }
            calls.add(() -> installed.complete(false));
        }
    }

    /**
     * Chooses the members anew.
     *
     * @param having nodes that are known to have the last commit
     */
    void place(Map<NodeId, Stamp> having) {
        List<Member> next = members.choose(last, having);
        if (!broken && (membersSince == 0 || !next.equals(members.all()))) {
            change(next);
        }
    }

    private void change(List<Member> next) {
        members.install(next, stamp());
        sequence++;
        membersSince = sequence;
        if (firstPlaced == 0) {
            firstPlaced = sequence;
        }
        membersTold = false;
        membersSettled = false;
        if (next.isEmpty()) {
            node.counts.add(Count.DEGRADED);
        }
    }

    /** The backup is late. True if there is something to send. */
    boolean late(NodeId peer) {
        Member late = members.of(peer);
        if (fenced || late == null) {
            return false;
        }
        int times = late.late();
        List<Member> next = members.instead(late, times, sync || releases.isWaitedFor());
        if (next != null) {
            change(next);
        }
        return next != null || members.isLost(late, times, stamp());
    }

    /** Lets go what may go. */
    void settle() {
        if (fenced) {
            return;
        }
        confirmed = Math.max(confirmed, confirmedNow());
        lag.see(confirmed < sequence, node.now());
        boolean sure = isSure();
        releases.settle(sure ? holdsForMembers() ? confirmed : sequence : 0, confirmed);
        if (sure && confirmed >= membersSince) {
            settleMembers();
        }
        if (tenure != null) {
            releases.tellDurable(tenure.owner());
        }
    }

    private void settleMembers() {
        if (!membersSettled) {
            membersSettled = true;
            calls.add(() -> installed.complete(true));
            Map<NodeId, Stamp> drops = Map.copyOf(members.undropped());
            calls.add(() -> Signals.repeatDrops(node, holding.session, drops));
        }
        if (!membersTold && tenure != null) {
            membersTold = true;
            Replication.Owner told = tenure.owner();
            String where = where();
            calls.add(() -> told.where(node.seal.sign(where)));
        }
    }

    String where() {
        return Where.of(epoch, sync, members.nodes()).text();
    }

    /** How long the members have been behind, in nanoseconds. */
    long lag() {
        return fenced ? 0 : lag.at(node.now());
    }

    private long confirmedNow() {
        if (epoch.attempt() == 0 || members.all().isEmpty() && !mayStop()) {
            return sequence;
        }
        return members.all().isEmpty() ? 0 : members.acknowledged();
    }

    private boolean mayStop() {
        return sync && !broken && node.settings.alone() == ReplicationSettings.Alone.STOP;
    }

    /**
     * Without sync too until the first members have a copy: else a page could see a session that
     * nobody else has ever heard of. Not so where it was claimed: others have heard of it, and who
     * still has a copy drops it only when the new members have theirs.
     */
    private boolean holdsForMembers() {
        return (sync || confirmed < firstPlaced)
                && epoch.attempt() > 0
                && (!members.all().isEmpty() || mayStop());
    }

    private boolean holdsBack() {
        return holdsForMembers() && confirmed < sequence || !isSure();
    }

    private boolean isSure() {
        return checked == node.pauses.generation();
    }

    /** All others were asked, and none knew of a newer epoch. */
    void checked(int generation) {
        checked = Math.max(checked, generation);
        settle();
    }

    boolean isChecked(int generation) {
        return checked >= generation || fenced || epoch.attempt() == 0;
    }

    /** A backup's word. True when it has all, or nothing is expected of it. */
    boolean acknowledged(NodeId by, Stamp stamp) {
        Member member = members.of(by);
        if (fenced || member == null) {
            return true;
        }
        // a word on an earlier ownership of this node says nothing
        if (stamp.epoch().compareTo(root) >= 0 && stamp.epoch().owner().equals(node.self)) {
            member.acknowledged(stamp.sequence());
            settle();
        }
        return member.acknowledged() >= sequence;
    }

    /** The backup may lack what it was sent: it gets the whole, if it is still owed something. */
    boolean forgetSent(NodeId at, boolean evenAcknowledged) {
        return !fenced && members.forgetSent(at, evenAcknowledged ? Long.MAX_VALUE : sequence);
    }

    /** What a backup says that it holds; true if it must be sent something. */
    boolean holds(NodeId at, Stamp stamp) {
        return !fenced && members.lacks(at, stamp, root, stamp());
    }

    boolean isReplicated() {
        return !fenced && epoch.attempt() > 0 && last != null;
    }

    boolean needsRepair() {
        return isReplicated() && !broken && members.needRepair();
    }

    boolean isUrgent() {
        return needsRepair() && releases.isWaitedFor();
    }

    /** Whether a backup that will stay has the last commit. */
    boolean isHandedOver() {
        return members.holders(sequence) > 0;
    }

    /** Whether there are fewer backups than there should be that are there and follow. */
    boolean isUnderReplicated() {
        return isReplicated() && members.holders(membersSince) < node.settings.copies();
    }

    /** What this backup lacks, which counts as sent from now on; null if it lacks nothing. */
    Members.@Nullable Due due(NodeId peer) {
        Snapshot snapshot = snapshot();
        return fenced || snapshot == null ? null : members.due(peer, snapshot);
    }

    /** The last commit; null if there is none. */
    @Nullable Snapshot snapshot() {
        SessionCopy copy = last;
        return copy == null
                ? null
                : new Snapshot(holding.session, stamp(), sync, members.nodes(), copy, carried);
    }

    /** It can be on this node only. True the first time: better degraded than silent for ever. */
    boolean breaks() {
        if (broken || fenced) {
            return false;
        }
        broken = true;
        change(List.of());
        settle();
        return true;
    }

    // ---- Without the lock

    /** Tells all members' queues that there is something, and runs what became due. */
    void wakeMembers() {
        List<Member> to;
        boolean urgent;
        synchronized (holding) {
            to = members.all();
            urgent = sync || !membersSettled || releases.isWaitedFor();
        }
        for (Member member : to) {
            node.queues.of(member.node).dirty(holding, urgent);
        }
        calls.run();
    }
}
