package dev.livelet.cluster.link;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a link's user has to send, and what it got: frames on the entity channel, signals on the
 * claim channel, and questions there, which are answered by themselves after "answer to ".
 */
final class Ledger implements Link.Source, Link.Receiver {
    static final String GAP = "(gap)";

    private final GroupLink link;
    private final Map<NodeId, Queue<byte[]>> out = new ConcurrentHashMap<>();
    final List<String> received = new CopyOnWriteArrayList<>();
    final List<String> signals = new CopyOnWriteArrayList<>();
    final List<View> views = new CopyOnWriteArrayList<>();

    private Ledger(GroupLink link) {
        this.link = link;
    }

    static Ledger of(GroupLink link) {
        Ledger ledger = new Ledger(link);
        link.source(Channel.ENTITY, ledger);
        link.receiver(Channel.ENTITY, ledger);
        link.signals(
                Channel.CLAIM, (from, body) -> ledger.signals.add(from.name() + " " + text(body)));
        link.answerer(
                Channel.CLAIM,
                (from, question, reply) -> {
                    if (!text(question).equals("silence"))
                        reply.accept(bytes("answer to " + text(question)));
                });
        return ledger;
    }

    GroupLink link() {
        return link;
    }

    NodeId self() {
        return link.self();
    }

    void awaitMembers(int count) {
        Cluster.await(
                self() + " sees " + count + " members",
                () -> link.view().members().size() == count);
    }

    void send(NodeId to, String frame) {
        send(to, bytes(frame));
    }

    void send(NodeId to, byte[] frame) {
        out.computeIfAbsent(to, _ -> new ConcurrentLinkedQueue<>()).add(frame);
        link.wake(to, Channel.ENTITY);
    }

    @Override
    public byte @Nullable [] next(NodeId peer) {
        Queue<byte[]> queue = out.get(peer);
        return queue == null ? null : queue.poll();
    }

    @Override
    public void received(NodeId from, byte[] body) {
        received.add(from.name() + " " + text(body));
    }

    @Override
    public void gap(NodeId from) {
        received.add(from.name() + " " + GAP);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
