package dev.livelet.cluster;

import dev.livelet.Call;
import dev.livelet.Entity;
import dev.livelet.EntitySettings;
import dev.livelet.Presence;
import dev.livelet.Reply;
import dev.livelet.cluster.link.Interference;
import dev.livelet.entity.EntityNode;
import dev.livelet.entity.EntityType;
import dev.livelet.entity.Surroundings;
import dev.livelet.pubsub.PubSub;
import dev.livelet.spi.ClusterNode;
import dev.livelet.spi.Timers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/**
 * A program that runs as one node with entities. Its {@link Registry} tells it by a socket what to
 * call and gets the answers, and by another one gets the effects of the entities that run here:
 * each of them waits until the registry has it. It ends when its input does.
 */
final class RegistryNode implements ClusterNode.Host {
    static final int VOTERS = 3;

    /** Written to by calls; there must never be two of one, and the world hears of each line. */
    static final class Till implements Entity<Till.State> {
        record State(List<String> lines) {}

        private record Effect(String till, long epoch, String line) {
            @Override
            public String toString() {
                return "effect " + till + " " + epoch + " " + line;
            }
        }

        @Override
        public EntitySettings settings() {
            return EntitySettings.majority(VOTERS).timeout(Duration.ofSeconds(10));
        }

        @Override
        public State create(String name) {
            return new State(List.of());
        }

        @Call
        State write(State till, String line) {
            List<String> lines = new ArrayList<>(till.lines());
            lines.add(line);
            context().publish("effects", new Effect(context().name(), context().epoch(), line));
            return new State(lines);
        }

        @Call
        Reply<State, String> read(State till) {
            return Reply.of(till, String.join(",", till.lines()));
        }
    }

    /** A set of words; two halves' words are put together. */
    static final class Tags implements Entity<Tags.State> {
        record State(SortedSet<String> words, int merges) {}

        @Override
        public EntitySettings settings() {
            return EntitySettings.available().timeout(Duration.ofSeconds(20));
        }

        @Override
        public State create(String name) {
            return new State(new TreeSet<>(), 0);
        }

        @Override
        public State merge(State winner, State loser) {
            SortedSet<String> both = new TreeSet<>(winner.words());
            both.addAll(loser.words());
            return new State(both, winner.merges() + loser.merges() + 1);
        }

        @Call
        State write(State tags, String word) {
            SortedSet<String> words = new TreeSet<>(tags.words());
            words.add(word);
            return new State(words, tags.merges());
        }

        @Call
        Reply<State, String> read(State tags) {
            return Reply.of(tags, tags.merges() + "," + String.join(",", tags.words()));
        }
    }

    private final ClusterNode cluster;
    private final EntityNode entities;
    private final Line calls;
    private final Line effects;

    /** To the registry, and back. */
    private record Line(BufferedReader in, Writer out) {
        static Line to(int port, String first) throws IOException {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            Line line =
                    new Line(
                            new BufferedReader(
                                    new InputStreamReader(
                                            socket.getInputStream(), StandardCharsets.UTF_8)),
                            new OutputStreamWriter(
                                    socket.getOutputStream(), StandardCharsets.UTF_8));
            line.say(first);
            return line;
        }

        synchronized void say(String text) throws IOException {
            out.write(text + "\n");
            out.flush();
        }
    }

    private RegistryNode(ClusterNode cluster, Timers timers, Line calls, Line effects) {
        this.cluster = cluster;
        this.calls = calls;
        this.effects = effects;
        // Not the cluster's topics: an effect is told by the node that does it.
        PubSub here = new PubSub();
        here.subscribe("effects", (topic, effect) -> happens(effect.toString()));
        entities =
                new EntityNode(
                        List.of(EntityType.of(new Till()), EntityType.of(new Tags())),
                        cluster.entities(),
                        Surroundings.of(here, timers));
    }

    private void say(String line) {
        try {
            calls.say(line);
        } catch (IOException e) {
            System.out.println("The registry is gone: " + e.getMessage());
        }
    }

    /** Something outside, as a payment: it has been done when this returns. */
    private synchronized void happens(String effect) {
        try {
            effects.say(effect);
            if (effects.in.readLine() == null) throw new IOException("no acknowledgement");
        } catch (IOException e) {
            System.out.println("The registry is gone: " + e.getMessage());
        }
    }

    /** As in {@code 17 till write l3 line}: the first is the number of the answer. */
    private void obey(String line) {
        String[] words = line.split(" ");
        if (words[1].equals("figure")) {
            say("answer " + words[0] + " ok " + cluster.figures().get(words[3]));
            return;
        }
        call(words)
                .whenComplete(
                        (answer, failure) ->
                                say(
                                        "answer "
                                                + words[0]
                                                + (failure == null
                                                        ? " ok " + answer
                                                        : " failed " + failure.getMessage())));
    }

    private CompletableFuture<String> call(String[] words) {
        String name = words[3];
        boolean till = words[1].equals("till");
        if (words[2].equals("read"))
            return till
                    ? entities.get(Till.class, name).ask(Till::read)
                    : entities.get(Tags.class, name).ask(Tags::read);
        CompletableFuture<?> written =
                till
                        ? entities.get(Till.class, name).ask(Till::write, words[4])
                        : entities.get(Tags.class, name).ask(Tags::write, words[4]);
        return written.thenApply(state -> "written");
    }

    @Override
    public void deliver(String topic, Object message) {}

    @Override
    public void merge(Presence.Change remote) {}

    /**
     * @param arguments the node's name, the directory by which nodes find each other, and the
     *     registry's port
     */
    static void main(String[] arguments) throws IOException {
        String name = arguments[0];
        int registry = Integer.parseInt(arguments[2]);
        Interference network = new Interference(name.hashCode());
        Timers timers = Timers.on(Executors.newSingleThreadScheduledExecutor());
        ClusterNode cluster =
                new BadNetworkNode("registry", name, Path.of(arguments[1]), network)
                        .node(timers, new LoopbackNodes.Application());
        Line calls = Line.to(registry, "calls " + name);
        RegistryNode node =
                new RegistryNode(cluster, timers, calls, Line.to(registry, "effects " + name));
        cluster.start(node);
        node.say("ready");
        Thread.ofVirtual().start(() -> calls.in.lines().forEach(node::obey));
        network.obey(System.in);
        System.exit(0);
    }
}
