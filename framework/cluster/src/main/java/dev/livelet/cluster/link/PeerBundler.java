package dev.livelet.cluster.link;

import org.jgroups.Address;
import org.jgroups.Event;
import org.jgroups.Message;
import org.jgroups.PhysicalAddress;
import org.jgroups.View;
import org.jgroups.protocols.BaseBundler;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.jgroups.util.Util;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes messages to their members, each member on threads of its own; a message to all, such as a
 * heartbeat, is written by as many threads as there are members. JGroups' own bundlers write it on
 * one thread, member after member, so one whose socket is full keeps this node's heartbeat from all
 * the others, who then exclude this node.
 *
 * <p>Queues are bounded; what does not fit is dropped, and what must arrive is sent again by
 * UNICAST3 or NAKACK2. Nobody who sends ever waits, but for a peer's sender ({@link Outgoing}): it
 * writes its frames by itself.
 */
final class PeerBundler extends BaseBundler {
    private static final int QUEUE = 4096;
    private static final long IDLE_SECONDS = 30;

    /** A packet's own bytes, and the message's addresses and headers. */
    private static final int HEAD = 256;

    /** To this member; {@code all}: what is for all, which is marked so on the wire. */
    private record To(Address member, boolean all) {}

    private final ConcurrentMap<To, Writer> writers = new ConcurrentHashMap<>();

    /**
     * One at a time to a member: of several that write at once, TCP leaves it to the last to flush
     * what all have written, however long that one waits for a core.
     */
    private final ConcurrentMap<Address, ReentrantLock> writing = new ConcurrentHashMap<>();

    private final Counters counters;
    private final Reach reach;
    private volatile Set<Address> present = Set.of();
    private volatile boolean running;

    PeerBundler(Counters counters, Reach reach) {
        this.counters = counters;
        this.reach = reach;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        writers.values().forEach(writer -> writer.thread.interrupt());
        writers.clear();
    }

    @Override
    public void viewChange(View view) {
        super.viewChange(view);
        present = Set.copyOf(view.getMembers());
        writing.keySet().retainAll(present);
    }

    /** Whether the last view has it. */
    boolean isPresent(Address member) {
        return present.contains(member);
    }

    @Override
    public void send(Message message) {
        if (!running) return;
        Address to = message.getDest();
        if (to != null) {
            if (isHere(to)) loopbackUnlessDontLoopbackIsSet(message);
            else if (message instanceof Withheld frames && frames.first()) writeHere(to, message);
            else enqueue(new To(to, false), message);
            return;
        }
        loopbackUnlessDontLoopbackIsSet(message);
        for (Address member : all()) if (!isHere(member)) enqueue(new To(member, true), message);
    }

    /** On the peer's own thread: another one's waking costs more than the writing. */
    private void writeHere(Address to, Message message) {
        if (withheld(to, message)) return;
        ByteArrayDataOutputStream out = new ByteArrayDataOutputStream(message.size() + HEAD);
        write(new To(to, false), List.of(message), out);
    }

    private boolean withheld(Address to, Message message) {
        if (!(message instanceof Withheld) || present.contains(to)) return false;
        counters.count("link.withheld");
        return true;
    }

    private void write(To to, List<Message> batch, ByteArrayDataOutputStream out) {
        ReentrantLock lock = writing.computeIfAbsent(to.member(), _ -> new ReentrantLock());
        lock.lock();
        try {
            encode(to, batch, out);
            transport.doSend(out.buffer(), 0, out.position(), to.member());
        } catch (ConnectException e) {
            failed(to, e);
            reach.refused(to.member());
        } catch (Exception e) {
            failed(to, e);
        } finally {
            lock.unlock();
        }
    }

    private void encode(To to, List<Message> batch, ByteArrayDataOutputStream out)
            throws IOException {
        out.position(0);
        Address marked = to.all() ? null : to.member();
        Message first = batch.getFirst();
        if (batch.size() == 1) Util.writeMessage(first, out, to.all());
        else
            Util.writeMessageList(
                    marked,
                    first.getSrc(),
                    transport.getClusterNameAscii().val(),
                    batch,
                    out,
                    to.all());
    }

    private void failed(To to, Exception e) {
        counters.count("link.write-failed");
        log.trace("%s: writing to %s failed: %s", transport.getAddress(), to.member(), e);
    }

    /** A node that joins tells all that discovery has found where it is, before it has a view. */
    @SuppressWarnings("unchecked") // what this event gives
    private Set<Address> all() {
        if (!present.isEmpty()) return present;
        Map<Address, PhysicalAddress> found =
                (Map<Address, PhysicalAddress>)
                        transport.down(new Event(Event.GET_LOGICAL_PHYSICAL_MAPPINGS, true));
        return Set.copyOf(found.keySet());
    }

    private boolean isHere(Address address) {
        return Objects.equals(address, transport.getAddress())
                || Objects.equals(address, transport.localPhysicalAddress());
    }

    private void enqueue(To to, Message message) {
        while (running) {
            Writer writer = writers.computeIfAbsent(to, Writer::new);
            writer.startOnce();
            if (writer.done) continue; // it went idle just now and is not in the map any more
            if (!writer.queue.offer(message)) counters.count("link.bundler-dropped");
            // The writer may have ended in between; then the message is in nobody's hands.
            if (!writer.done || !writer.queue.remove(message)) return;
        }
    }

    @Override
    public int size() {
        return writers.values().stream().mapToInt(writer -> writer.queue.size()).sum();
    }

    private final class Writer implements Runnable {
        private final To to;
        private final ArrayBlockingQueue<Message> queue = new ArrayBlockingQueue<>(QUEUE);
        private final ByteArrayDataOutputStream out = new ByteArrayDataOutputStream(4096);
        private final Thread thread;
        private boolean started;
        private volatile boolean done;

        Writer(To to) {
            this.to = to;
            // not virtual: sessions' turns would have to end first, all that wait
            this.thread =
                    Thread.ofPlatform().daemon().name("livelet-to-" + to.member()).unstarted(this);
        }

        synchronized void startOnce() {
            if (started) return;
            started = true;
            thread.start();
        }

        @Override
        public void run() {
            try {
                while (running) {
                    Message first = queue.poll(IDLE_SECONDS, TimeUnit.SECONDS);
                    if (first == null) return;
                    List<Message> batch = batch(first);
                    if (!batch.isEmpty()) write(to, batch, out);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                done = true;
                writers.remove(to, this);
                // Whoever offered before it saw the end would lose its message otherwise.
                for (Message left = queue.poll(); running && left != null; left = queue.poll())
                    enqueue(to, left);
            }
        }

        /** What waits, as far as it fits into one packet; for members only what is for members. */
        private List<Message> batch(Message first) {
            List<Message> batch = new ArrayList<>();
            long size = 0;
            for (Message next = first; next != null; next = queue.poll()) {
                if (!withheld(to.member(), next)) {
                    batch.add(next);
                    size += next.size();
                }
                Message following = queue.peek();
                if (following == null || size + following.size() > max_size) break;
            }
            return batch;
        }
    }
}
