package dev.livelet.cluster.link;

import dev.livelet.LiveletException;

import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.MergeView;
import org.jgroups.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The link over a JGroups channel.
 *
 * <p>On JGroups' threads bytes are decoded and put into the peer's mailboxes, nothing else. Each
 * peer has a thread for its frames out (while it is a member), one for its frames in, one for what
 * goes to it out of band and one for what comes so; all are virtual, and but for the first they
 * live only while there is work. No caller's thread touches the channel, and no peer another's.
 */
public final class GroupLink implements Link {
    /** Where the channel comes from. */
    interface Source {
        /**
         * @param address what the channel's address shall be
         * @param unreachable is told of members where nobody listens
         */
        JChannel channel(Address address, Counters counters, Consumer<Address> unreachable)
                throws Exception;

        /** False: the channel was connected by somebody else, who also closes it. */
        boolean owned();
    }

    private static final Logger log = LoggerFactory.getLogger(GroupLink.class);

    private static final int POST_CAPACITY = 40 * 1024 * 1024;
    private static final int INBOX_CAPACITY = 40 * 1024 * 1024;
    private static final int MAX_PEERS = 256;
    private static final int MAX_NAMES = 10_000;
    private static final long WHO_EACH = 200;
    private static final byte JOINED = 1;

    private final NodeId self;
    private final String cluster;
    private final Source source;
    private final Duration joinWithin;
    private final Roster roster;
    private final Counters counters = new Counters();

    private final Map<Channel, Link.Source> sources = new EnumMap<>(Channel.class);
    private final Map<Channel, Receiver> receivers = new EnumMap<>(Channel.class);
    private final Map<Channel, Answerer> answerers = new EnumMap<>(Channel.class);
    private final Map<Channel, Receiver> signals = new EnumMap<>(Channel.class);

    private final ConcurrentMap<NodeId, Peer> peers = new ConcurrentHashMap<>();
    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private final AtomicLong lines = new AtomicLong();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("livelet-link-", 0).factory());
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("livelet-link-timer").factory());
    private final Questions questions = new Questions(timer, threads);

    private final CopyOnWriteArrayList<Consumer<View>> watchers = new CopyOnWriteArrayList<>();
    private final ReentrantLock watching = new ReentrantLock();
    private final Mailbox<View> views = new Mailbox<>(threads, Long.MAX_VALUE, this::publish);
    private final ReentrantLock installing = new ReentrantLock();

    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean leaving;
    private volatile boolean joined;
    private volatile @Nullable JChannel channel;

    GroupLink(NodeId self, String cluster, Source source, Duration joinWithin) {
        this.self = self;
        this.cluster = cluster;
        this.source = source;
        this.joinWithin = joinWithin;
        this.roster = new Roster(self);
        answerers.put(
                Channel.LINK,
                (from, question, reply) -> reply.accept(new byte[] {joined ? JOINED : 0}));
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
        JChannel opened = null;
        try {
            opened = source.channel(NodeName.address(self), counters, this::unreachable);
            channel = opened;
            opened.setReceiver(new Ears());
            if (!opened.isConnected()) {
                opened.setDiscardOwnMessages(true);
                opened.connect(cluster);
            } else {
                install(opened.getView());
            }
            log.info("{} is a member of {}: {}", self, cluster, opened.getView());
        } catch (Exception e) {
            close();
            throw new LiveletException(
                    "Node "
                            + self.name()
                            + " cannot join the cluster "
                            + cluster
                            + ": "
                            + Reasons.of(e)
                            + ". Look at livelet.cluster.bind, livelet.cluster.port and the"
                            + " discovery settings.",
                    e);
        }
        try {
            refuseTwin();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        joined = true;
    }

    /** Another run of this name is alive: this one must not join. One that died goes by itself. */
    private void refuseTwin() {
        long deadline = System.nanoTime() + joinWithin.toNanos();
        for (NodeId twin = roster.twin(); twin != null; twin = roster.twin()) {
            boolean alive = false;
            try {
                byte[] state = ask(twin, Channel.LINK, new byte[0], Duration.ofMillis(500)).join();
                boolean settled = state.length == 1 && state[0] == JOINED;
                alive = settled || twin.incarnation() < self.incarnation();
                if (!alive) return; // it sees this node too, and gives way
            } catch (java.util.concurrent.CompletionException _) {
                counters.count("link.twin-silent");
            }
            if (alive || System.nanoTime() > deadline)
                throw new LiveletException(
                        "The cluster "
                                + cluster
                                + " has a node named "
                                + self.name()
                                + " already ("
                                + roster.address(twin)
                                + (alive ? ", which answers" : ", which is silent but a member")
                                + "). Names decide which node keeps which copy, so each may be"
                                + " there once: give this node another one with"
                                + " -Dlivelet.cluster.node, LIVELET_CLUSTER_NODE or"
                                + " JGroups.node(...).");
            pauseBeforeAskingAgain();
        }
    }

    private static void pauseBeforeAskingAgain() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LiveletException("Interrupted while joining the cluster", e);
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

    /** What has been counted, by name; names of peers are in {@code link.window-full-us.<name>}. */
    public Map<String, Long> counters() {
        return counters.snapshot();
    }

    @Override
    public void watch(Consumer<View> watcher) {
        watching.lock();
        try {
            watcher.accept(roster.view());
            watchers.add(watcher);
        } finally {
            watching.unlock();
        }
    }

    private void publish(View view) {
        watching.lock();
        try {
            for (Consumer<View> watcher : watchers) {
                try {
                    watcher.accept(view);
                } catch (RuntimeException e) {
                    counters.count("link.watcher-failed");
                    log.error("A watcher of the cluster's view failed", e);
                }
            }
        } finally {
            watching.unlock();
        }
    }

    @Override
    public void source(Channel channel, Link.Source source) {
        sources.put(channel, source);
    }

    @Override
    public void receiver(Channel channel, Receiver receiver) {
        receivers.put(channel, receiver);
    }

    @Override
    public void answerer(Channel channel, Answerer answerer) {
        answerers.put(channel, answerer);
    }

    @Override
    public void signals(Channel channel, Receiver receiver) {
        signals.put(channel, receiver);
    }

    @Override
    public void wake(NodeId peer, Channel channel) {
        Peer there = peers.get(peer);
        Outgoing outgoing = there == null ? null : there.outgoing;
        if (outgoing != null) outgoing.wake(channel);
    }

    @Override
    public int frameSize() {
        return Outgoing.BATCH;
    }

    @Override
    public void signal(NodeId to, Channel channel, byte[] body) {
        Posts.Post post =
                new Posts.Post(Packet.Form.SIGNAL, questions.nextId(), channel.code(), body);
        if (to.equals(self)) threads.execute(() -> posted(self, post));
        else post(to, post);
    }

    @Override
    public CompletableFuture<byte[]> ask(
            NodeId to, Channel channel, byte[] question, Duration within) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        long id = questions.nextId();
        questions.add(id, to, answer, within);
        Posts.Post post = new Posts.Post(Packet.Form.QUESTION, id, channel.code(), question);
        String gone = gone(to);
        if (gone != null) questions.fail(id, new NodeGone(to, gone));
        else if (to.equals(self)) threads.execute(() -> posted(self, post));
        else if (!post(to, post)) questions.fail(id, new NodeGone(to, "its address is not known"));
        return answer;
    }

    /** Why the node cannot answer; null when it may. */
    private @Nullable String gone(NodeId node) {
        if (closed.get()) return "this node has closed its link";
        if (node.equals(self) || roster.view().has(node)) return null;
        if (roster.isLeaving(node)) return "it has left";
        if (roster.replaced(node)) return "it was started again";
        return null;
    }

    private boolean post(NodeId to, Posts.Post post) {
        Peer peer = peer(to);
        if (peer == null) return false;
        for (Packet packet : Posts.cut(post)) post(peer, packet);
        return true;
    }

    private void post(Peer peer, Packet packet) {
        byte[] bytes = Wire.encode(packet, leaving);
        if (!peer.post.offer(bytes, bytes.length)) counters.count("link.posts-dropped");
    }

    private void frames(Peer peer, Packet packet) {
        if (packet instanceof Packet.Frames) send(peer.address, new Frames(peer.address, packet));
        else post(peer, packet);
    }

    /** Tells the transport that it need not carry it to somebody who is no member any more. */
    private final class Frames extends BytesMessage implements Withheld {
        Frames(Address to, Packet packet) {
            super(to, Wire.encode(packet, leaving));
        }
    }

    private void sendPost(Address to, byte[] bytes) {
        send(
                to,
                new BytesMessage(to, bytes)
                        .setFlag(
                                Message.Flag.OOB, Message.Flag.NO_FC, Message.Flag.NO_RELIABILITY));
    }

    private void send(Address to, Message message) {
        JChannel open = channel;
        if (open == null || closed.get()) return;
        try {
            open.send(message);
        } catch (Exception e) {
            counters.count("link.send-failed");
            log.debug("Sending to {} failed", to, e);
        }
    }

    private @Nullable Peer peer(NodeId node) {
        Peer known = peers.get(node);
        if (known != null) return known;
        Address address = roster.address(node);
        if (address == null || node.equals(self)) return null;
        if (peers.size() >= MAX_PEERS) forgetOne();
        return peers.computeIfAbsent(node, _ -> meet(node, address));
    }

    private Peer meet(NodeId node, Address address) {
        boolean known = names.size() >= MAX_NAMES || !names.add(node.name());
        Posts parts = new Posts(counters);
        Mailbox<byte[]> post =
                new Mailbox<>(threads, POST_CAPACITY, bytes -> sendPost(address, bytes));
        Mailbox<Packet.Post> inbox =
                new Mailbox<>(
                        threads,
                        INBOX_CAPACITY,
                        part -> {
                            Posts.Post whole = parts.join(part);
                            if (whole != null) posted(node, whole);
                        });
        Incoming incoming =
                new Incoming(
                        node,
                        known,
                        receivers,
                        () -> roster.view().has(node),
                        packet -> answer(node, packet),
                        threads,
                        counters);
        return new Peer(node, address, incoming, post, inbox);
    }

    private void answer(NodeId to, Packet packet) {
        Peer peer = peers.get(to);
        if (peer != null) post(peer, packet);
    }

    private void forgetOne() {
        Peer oldest = null;
        for (Peer peer : peers.values())
            if (peer.outgoing == null && (oldest == null || peer.heard - oldest.heard < 0))
                oldest = peer;
        if (oldest != null) peers.remove(oldest.node, oldest);
    }

    private void posted(NodeId from, Posts.Post post) {
        Channel about = Incoming.channel(post.channel());
        try {
            switch (post.form()) {
                case SIGNAL -> {
                    Receiver receiver = about == null ? null : signals.get(about);
                    if (receiver == null) counters.count("link.refused.no such channel");
                    else receiver.received(from, post.bytes());
                }
                case QUESTION -> {
                    Answerer answerer = about == null ? null : answerers.get(about);
                    if (answerer == null) counters.count("link.refused.no such channel");
                    else answerer.asked(from, post.bytes(), new Reply(from, post));
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
            if (to.equals(self)) questions.answered(self, question.id(), answer);
            else
                post(
                        to,
                        new Posts.Post(
                                Packet.Form.ANSWER, question.id(), question.channel(), answer));
        }
    }

    @Override
    public void leave() {
        leaving = true;
        if (roster.left(self)) views.offer(roster.view(), 0);
        for (Peer peer : peers.values())
            if (peer.outgoing != null) post(peer, new Packet.Leaving());
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) return;
        peers.values().forEach(this::stopFrames);
        JChannel open = channel;
        if (open != null) {
            if (source.owned()) open.close();
            else open.setReceiver(null);
        }
        questions.close(self);
        timer.shutdownNow();
        threads.shutdown();
    }

    private void stopFrames(Peer peer) {
        Outgoing outgoing = peer.outgoing;
        peer.outgoing = null;
        if (outgoing != null) outgoing.close();
    }

    /** Nobody listens at this address: questions to it need not wait for their time. */
    private void unreachable(Address address) {
        NodeId node = roster.node(address);
        if (node != null) questions.gone(node, "its address refuses connections");
    }

    @Nullable Address addressOf(NodeId node) {
        JChannel open = channel;
        return node.equals(self) && open != null ? open.getAddress() : roster.address(node);
    }

    private void install(org.jgroups.View view) {
        installing.lock();
        try {
            if (closed.get()) return;
            boolean merge = view instanceof MergeView;
            roster.install(view.getMembers(), merge);
            if (merge && joined && giveWay()) return;
            adjust();
        } finally {
            installing.unlock();
        }
        askNameless();
    }

    /** Senders for members, and for nobody else; then the watchers. */
    private void adjust() {
        View now = roster.view();
        Set<NodeId> without = new HashSet<>(now.members());
        for (Peer peer : peers.values()) {
            if (now.has(peer.node)) {
                if (peer.outgoing != null) without.remove(peer.node);
            } else {
                stopFrames(peer);
                String gone = gone(peer.node);
                if (gone != null) questions.gone(peer.node, gone);
            }
        }
        for (NodeId node : without) {
            Peer peer = peer(node);
            if (peer == null) continue;
            Outgoing outgoing =
                    new Outgoing(node, sources, lines, packet -> frames(peer, packet), counters);
            peer.outgoing = outgoing;
            threads.execute(outgoing);
        }
        views.offer(now, 0);
    }

    private boolean giveWay() {
        NodeId twin = roster.twin();
        if (twin == null || twin.incarnation() < self.incarnation()) return false;
        log.error(
                "Two halves of the cluster {} have met, and both have a node {}: {} was started"
                        + " later, so {} leaves. Was this node thought dead and replaced?",
                cluster,
                self.name(),
                twin,
                self);
        counters.count("link.gave-way");
        Thread.ofVirtual().name("livelet-link-gives-way").start(this::close);
        return true;
    }

    private void askNameless() {
        for (Address address : roster.nameless()) {
            byte[] who = Wire.encode(new Packet.Who(), leaving);
            threads.execute(() -> sendPost(address, who));
        }
        if (!roster.nameless().isEmpty() && !closed.get())
            timer.schedule(this::askNameless, WHO_EACH, TimeUnit.MILLISECONDS);
    }

    private void heard(Address from, Wire.Letter letter, int size) {
        if (letter.packet() instanceof Packet.Who) {
            byte[] hello = Wire.encode(new Packet.Hello(self.name(), self.incarnation()), leaving);
            threads.execute(() -> sendPost(from, hello));
            return;
        }
        if (letter.packet() instanceof Packet.Hello hello) {
            if (roster.named(from, new NodeId(hello.name(), hello.incarnation()))) {
                installing.lock();
                try {
                    if (!closed.get()) adjust();
                } finally {
                    installing.unlock();
                }
            }
            return;
        }
        NodeId node = roster.node(from);
        Peer peer = node == null ? null : peer(node);
        if (node == null || peer == null) {
            counters.count("link.refused.nameless sender");
            return;
        }
        peer.heard = System.nanoTime();
        if (letter.leaving() && roster.left(node)) views.offer(roster.view(), 0);
        Outgoing outgoing = peer.outgoing;
        switch (letter.packet()) {
            case Packet.Frames frames -> peer.incoming.offer(frames, size);
            case Packet.Open open -> {
                peer.incoming.offer(open, size);
                if (outgoing != null) outgoing.kick();
            }
            case Packet.Ack ack -> {
                if (outgoing != null) outgoing.acknowledged(ack);
            }
            case Packet.Fence fence -> {
                counters.count("link.fences-received");
                if (outgoing != null) outgoing.fenced(fence);
            }
            case Packet.Post post -> {
                if (!peer.inbox.offer(post, size)) counters.count("link.posts-overrun");
            }
            case Packet.Leaving _ -> {} // the flag has said it
            case Packet.Who _, Packet.Hello _ -> throw new IllegalStateException();
        }
    }

    /** What JGroups calls, on its threads. */
    private final class Ears implements org.jgroups.Receiver {
        @Override
        public void viewAccepted(org.jgroups.View view) {
            install(view);
        }

        @Override
        public void receive(Message message) {
            JChannel open = channel;
            Address from = message.getSrc();
            if (open == null || closed.get() || from == null || from.equals(open.getAddress()))
                return;
            if (message.getType() != Message.BYTES_MSG || message.getDest() == null) {
                counters.count("link.refused.message type " + message.getClass().getSimpleName());
                return;
            }
            byte[] bytes = message.getArray();
            int length = message.getLength();
            try {
                if (bytes == null) throw new Wire.Refused("truncated");
                heard(from, Wire.decode(bytes, message.getOffset(), length), length);
            } catch (Wire.Refused e) {
                counters.count("link.refused." + e.reason());
                log.debug("A message of {} was refused: {}", from, e.reason());
            }
        }
    }
}
