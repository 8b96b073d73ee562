package dev.livelet.cluster.link;

import dev.livelet.LiveletException;

import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The link over a JGroups channel.
 *
 * <p>On JGroups' threads bytes are decoded and put into the peer's mailboxes, nothing else. Each
 * peer has a thread for its frames out (while it is a member), one for its frames in, one for what
 * goes to it out of band and one for what comes so; but for the first they live only while there is
 * work. No caller's thread touches the channel, and no peer another's.
 *
 * <p>Those for what is out of band are no virtual ones: these run one after the other, and when a
 * node dies its pages come all at once, and hundreds of their turns wait for a core. A question and
 * its answer would wait for that six times; the system gives a thread of its own its share at once.
 */
public final class GroupLink extends Switchboard {
    /** Where the channel comes from. */
    interface Source {
        /**
         * Makes the channel, or gives the one that is there.
         *
         * @param address what the channel's address shall be
         * @param reach is told what the transport notices
         */
        JChannel channel(Address address, Counters counters, Reach reach) throws Exception;

        /** False: the channel was connected by somebody else, who also closes it. */
        boolean owned();

        /** What to do when the channel could not be opened. */
        default String advice(Exception failure) {
            return "Look at the channel that it was given.";
        }

        /** Where others were looked for, for people. */
        default String looked() {
            return "where its channel looks";
        }
    }

    private static final Logger log = LoggerFactory.getLogger(GroupLink.class);

    private final NodeId self;
    private final String cluster;
    private final Source source;
    private final Duration joinWithin;

    private final Counters counters = new Counters();
    private final Namesake namesake = new Namesake();
    private final ExecutorService pool =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("livelet-link-", 0).factory());
    private final ExecutorService outOfBand =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("livelet-oob-", 0).factory());
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("livelet-link-timer").factory());
    private final Questions questions;
    private final Sender sender = new Sender(counters);
    private final Roster roster;
    private final Peers peers;
    private final Members members;
    private final Ears ears;
    private final Reach reach;

    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable JChannel channel;
    private volatile Runnable replaced = () -> {};

    GroupLink(NodeId self, String cluster, Source source, Duration joinWithin) {
        this.self = self;
        this.cluster = cluster;
        this.source = source;
        this.joinWithin = joinWithin;
        roster = new Roster(self);
        Executor threads = work -> execute(pool, work);
        Executor own = work -> execute(outOfBand, work);
        questions = new Questions(timer, threads);
        peers = new Peers(roster, handlers, sender, threads, own, counters, this::posted);
        members =
                new Members(
                        self,
                        roster,
                        peers,
                        sender,
                        threads,
                        timer,
                        counters,
                        questions::gone,
                        this::giveWay);
        reach = new Pursuit(roster, questions, sender, threads);
        ears = new Ears(self, roster, peers, members, sender, threads, counters);
        answerer(Channel.LINK, (from, question, reply) -> reply.accept(namesake.state()));
    }

    /**
     * A link over a channel of the application's.
     *
     * @param cluster is connected to if the channel is not connected yet
     */
    public static GroupLink over(
            JChannel channel, String cluster, String node, Duration joinWithin) {
        return new GroupLink(NodeName.next(node), cluster, new GivenChannel(channel), joinWithin);
    }

    /** Letters, digits, dot, underscore and hyphen, the first a letter or digit; at most 100. */
    public static boolean isNodeName(String name) {
        return NodeName.valid(name);
    }

    /**
     * Joins the cluster; all sources, receivers and answerers are set. Blocks until this node is a
     * member.
     *
     * @throws LiveletException if the channel cannot be opened, or another node has this one's name
     */
    public void start() {
        try {
            connect();
            namesake.refuse(this, roster, cluster, joinWithin);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        namesake.joined();
        members.joined();
        log.info("{} is a member of {}: {}", self, cluster, roster.view());
        if (roster.view().members().size() == 1) log.warn(alone());
    }

    private String alone() {
        return "Node "
                + self.name()
                + " is alone in the cluster "
                + cluster
                + ", as is right for the first: it looked "
                + source.looked()
                + ". Where others run already, they differ in livelet.cluster.name or the tls"
                + " settings (all nodes or none, certificates that each trusts), or are not"
                + " reachable there";
    }

    /** What to do when a later run of this node has taken its place; the link is closed then. */
    public void whenReplaced(Runnable then) {
        replaced = then;
    }

    private void giveWay() {
        close();
        replaced.run();
    }

    private void connect() {
        try {
            JChannel opened = source.channel(NodeName.address(self), counters, reach);
            channel = opened;
            sender.open(opened);
            opened.setDiscardOwnMessages(true);
            opened.setReceiver(ears);
            if (opened.isConnected()) members.install(opened.getView());
            else opened.connect(cluster);
        } catch (Exception e) {
            throw new LiveletException(
                    "Node "
                            + self.name()
                            + " cannot join the cluster "
                            + cluster
                            + ": "
                            + Reasons.of(e)
                            + ". "
                            + source.advice(e),
                    e);
        }
    }

    @Override
    public NodeId self() {
        return self;
    }

    @Override
    public View view() {
        return roster.view();
    }

    @Override
    public void watch(Consumer<View> watcher) {
        members.watch(watcher);
    }

    /** What has been counted, by name; a peer's name ends {@code link_window_full_us_<peer>}. */
    public Map<String, Long> counters() {
        return counters.snapshot();
    }

    @Override
    public void wake(NodeId peer, Channel about) {
        Peer there = peers.known(peer);
        Outgoing outgoing = there == null ? null : there.outgoing;
        if (outgoing != null) outgoing.wake(about);
    }

    @Override
    public void wake(NodeId peer, Channel about, Duration within) {
        Peer there = peers.known(peer);
        Outgoing outgoing = there == null ? null : there.outgoing;
        if (outgoing != null) outgoing.wake(about, within.toNanos());
    }

    @Override
    public int frameSize() {
        return Batcher.BATCH;
    }

    @Override
    public void signal(NodeId to, Channel about, byte[] body) {
        Posts.Post post =
                new Posts.Post(Packet.Form.SIGNAL, questions.nextId(), about.code(), body);
        if (!to.equals(self)) peers.post(to, post);
        else execute(pool, () -> posted(self, post));
    }

    @Override
    public CompletableFuture<byte[]> ask(
            NodeId to, Channel about, byte[] question, Duration within) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        if (closed.get()) {
            answer.completeExceptionally(new NodeGone(to, "this node has closed its link"));
            return answer;
        }
        long id = questions.nextId();
        questions.add(id, to, answer, within);
        Posts.Post post = new Posts.Post(Packet.Form.QUESTION, id, about.code(), question);
        String gone = members.whyGone(to);
        if (gone != null) questions.fail(id, new NodeGone(to, gone));
        else if (to.equals(self)) execute(pool, () -> posted(self, post));
        else if (!peers.post(to, post))
            questions.fail(id, new NodeGone(to, "its address is not known"));
        return answer;
    }

    /** After the link was closed nothing is done any more. */
    private void execute(Executor threads, Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException e) {
            if (!closed.get()) throw e;
        }
    }

    private void posted(NodeId from, Posts.Post post) {
        Channel about = Handlers.channel(post.channel());
        try {
            switch (post.form()) {
                case SIGNAL -> {
                    if (about == null || !signalled(from, about, post.bytes()))
                        counters.count("link.refused.no such channel");
                }
                case QUESTION -> {
                    if (about == null || !asked(from, about, post.bytes(), new Reply(from, post)))
                        counters.count("link.refused.no such channel");
                }
                case ANSWER -> questions.answered(from, post.id(), post.bytes());
            }
        } catch (RuntimeException e) {
            counters.count("link.receiver-failed");
            log.error("A {} of {} from {} was not taken", post.form(), about, from, e);
        }
    }

    private final class Reply implements Consumer<byte[]> {
        private final NodeId to;
        private final Posts.Post question;
        private final AtomicBoolean given = new AtomicBoolean();

        Reply(NodeId to, Posts.Post question) {
            this.to = to;
            this.question = question;
        }

        @Override
        public void accept(byte[] answer) {
            if (!given.compareAndSet(false, true)) return;
            Posts.Post post =
                    new Posts.Post(Packet.Form.ANSWER, question.id(), question.channel(), answer);
            if (!to.equals(self)) peers.post(to, post);
            else execute(pool, () -> posted(self, post));
        }
    }

    @Nullable Address addressOf(NodeId node) {
        JChannel open = channel;
        return node.equals(self) && open != null ? open.getAddress() : roster.address(node);
    }

    @Override
    public void leave() {
        sender.leave();
        members.left(self);
        for (Peer peer : peers.all())
            if (peer.outgoing != null) peers.post(peer, new Packet.Leaving());
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) return;
        members.close();
        JChannel open = channel;
        if (open != null) {
            open.setReceiver(null);
            sayBye(open);
            if (source.owned()) open.close();
        }
        sender.close();
        questions.close(self);
        timer.shutdownNow();
        pool.shutdown();
        outOfBand.shutdown();
    }

    /** A fork, or a channel that goes on without this link, leaves no view. */
    private void sayBye(JChannel open) {
        if (!open.isConnected() || NodeName.of(open.getAddress()) != null) return;
        byte[] bye = sender.encode(new Packet.Bye());
        for (Address member : open.getView()) {
            if (member.equals(open.getAddress())) continue;
            try {
                open.send(new BytesMessage(member, bye).setFlag(Message.Flag.OOB));
            } catch (Exception e) {
                log.debug("Saying good-bye to {} failed", member, e);
            }
        }
    }
}
