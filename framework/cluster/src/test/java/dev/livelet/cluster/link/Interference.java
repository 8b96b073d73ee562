package dev.livelet.cluster.link;

import org.jgroups.Address;
import org.jgroups.Message;
import org.jgroups.stack.Protocol;
import org.jgroups.util.MessageBatch;
import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A bad network, right above the transport of one node: what comes from named others is dropped,
 * some of it is, or it comes late. Told to one of two nodes it is a link that works one way only.
 * Thread-safe.
 *
 * <p>Connections that are not the stack's (FD_SOCK2's) stay: so it is a network that loses what is
 * sent, not one that says so.
 */
public final class Interference extends Protocol {
    /**
     * @param loss 1 drops everything
     */
    private record Trouble(double loss, long delayMillis) {}

    private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();
    private final Map<String, ExecutorService> late = new ConcurrentHashMap<>();
    private final Random random;

    public Interference(long seed) {
        random = new Random(seed);
    }

    /**
     * Does what a line says, and says whether it was for this one: {@code drop n1 n2}, {@code flaky
     * 0.2 n1 n2} (so much of what n1 and n2 send is lost), {@code slow 50 n1} (in milliseconds),
     * {@code heal}. Each replaces what was.
     */
    public boolean command(String line) {
        List<String> words = List.of(line.split(" "));
        List<String> rest = words.subList(1, words.size());
        switch (words.getFirst()) {
            case "heal" -> set(new Trouble(0, 0), Set.of());
            case "drop" -> set(new Trouble(1, 0), Set.copyOf(rest));
            case "flaky" -> set(new Trouble(Double.parseDouble(rest.getFirst()), 0), names(rest));
            case "slow" -> set(new Trouble(0, Long.parseLong(rest.getFirst())), names(rest));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Does what the lines say, until there are no more: then whoever wrote them has ended. */
    public void obey(InputStream lines) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine())
            if (!command(line)) System.out.println("cannot do: " + line);
    }

    private static Set<String> names(List<String> numberAndNames) {
        return Set.copyOf(numberAndNames.subList(1, numberAndNames.size()));
    }

    private void set(Trouble trouble, Set<String> nodes) {
        troubles.keySet().retainAll(nodes);
        nodes.forEach(node -> troubles.put(node, trouble));
    }

    private @Nullable Trouble with(@Nullable Address from) {
        NodeId node = NodeName.of(from);
        return node == null ? null : troubles.get(node.name());
    }

    private boolean isLost(Trouble trouble) {
        return trouble.loss > 0 && random.nextDouble() < trouble.loss;
    }

    /** After its time, and after what came from there before it. */
    private void later(Address from, Trouble trouble, Runnable passOn) {
        NodeId node = NodeName.of(from);
        if (node == null) throw new IllegalStateException("no node: " + from);
        long due = System.nanoTime() + trouble.delayMillis * 1_000_000;
        late.computeIfAbsent(
                        node.name(),
                        name ->
                                Executors.newSingleThreadExecutor(
                                        Thread.ofVirtual().name("late-" + name).factory()))
                .execute(
                        () -> {
                            for (long left = due - System.nanoTime();
                                    left > 0;
                                    left = due - System.nanoTime()) LockSupport.parkNanos(left);
                            passOn.run();
                        });
    }

    @Override
    public @Nullable Object up(Message message) {
        Trouble trouble = with(message.getSrc());
        if (trouble == null) return up_prot.up(message);
        if (isLost(trouble)) return null;
        if (trouble.delayMillis == 0) return up_prot.up(message);
        later(message.getSrc(), trouble, () -> up_prot.up(message));
        return null;
    }

    @Override
    public void up(MessageBatch batch) {
        Trouble trouble = with(batch.getSender());
        if (trouble == null) {
            up_prot.up(batch);
            return;
        }
        for (Message message : batch)
            if (!isLost(trouble)) passOn(batch.getSender(), trouble, message);
    }

    private void passOn(Address from, Trouble trouble, Message message) {
        if (message.getSrc() == null) message.setSrc(from);
        if (trouble.delayMillis == 0) up_prot.up(message);
        else later(from, trouble, () -> up_prot.up(message));
    }

    @Override
    public void stop() {
        super.stop();
        late.values().forEach(ExecutorService::shutdownNow);
    }
}
