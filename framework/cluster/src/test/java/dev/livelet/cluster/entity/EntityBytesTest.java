package dev.livelet.cluster.entity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.EntityRef;
import dev.livelet.Shared;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** What an entity of many messages costs on the way to other nodes, and in the heap. */
class EntityBytesTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int UPDATE = 9;
    private static final int CHANGED = 21;
    private static final int VALUE = 17;
    private static final int NEXT_VALUE = 23;
    private static final int CALLS = 1500;

    private final Random random = new Random(7);
    private final SimulatedCluster cluster = new SimulatedCluster(7, List.of(new Hall()));

    private EntityRef<Hall, Hall.State> hall(String node) {
        return cluster.node(node).get(Hall.class, "one");
    }

    private <T> T get(CompletableFuture<T> future) {
        assertTrue(cluster.runUntil(future::isDone, LONG), "no answer");
        return future.join();
    }

    private String owner() {
        return Objects.requireNonNull(cluster.owners().get(hall("a").id())).iterator().next();
    }

    private long sent(int... codes) {
        long sum = 0;
        for (int code : codes) sum += cluster.node(owner()).inside().outbox().sent(code);
        return sum;
    }

    private void fill(String... nodes) {
        cluster.start(nodes);
        cluster.run(Duration.ofSeconds(1));
        get(hall("a").ask(Hall::fill));
        cluster.run(Duration.ofSeconds(1));
    }

    private void post() {
        get(hall("a").ask(Hall::post, Hall.text(random)));
    }

    @Test
    void aBackupIsSentWhatIsNewAndTheNameOfTheCall() {
        fill("a", "b", "c");
        // A whole memory of calls: what is forgotten and what is new at each.
        for (int i = 0; i < CALLS; i++) post();
        long before = sent(UPDATE, CHANGED);
        long whole = sent(UPDATE);
        for (int i = 0; i < 100; i++) post();
        long each = (sent(UPDATE, CHANGED) - before) / 100;
        System.out.println("EntityBytesTest: to a backup " + each + " bytes a message");
        assertTrue(each < 400, each + " bytes a message of 100 letters in a room of 100");
        assertEquals(whole, sent(UPDATE), "no whole copy in between");
    }

    @Test
    void anAnswerIsRememberedOnlyIfSomebodyWaitsForIt() {
        fill("a", "b");
        long before = sent(UPDATE, CHANGED);
        for (int i = 0; i < 50; i++) hall("a").tell(Hall::all);
        cluster.run(Duration.ofSeconds(1));
        long told = sent(UPDATE, CHANGED) - before;
        for (int i = 0; i < 5; i++) get(hall("a").ask(Hall::all));
        long asked = sent(UPDATE, CHANGED) - before - told;
        assertTrue(told < 50 * 200, told + " bytes for 50 that nobody waits for");
        assertTrue(asked > 5 * 10_000, asked + " bytes for 5 answers of a hundred messages");
    }

    @Test
    void aPausedBackupHoldsNoMoreThanSomeCopiesHoweverMuchHappens() {
        fill("a", "b");
        String owner = owner();
        cluster.network.pause(owner.equals("a") ? "b" : "a");
        List<CompletableFuture<Shared<Hall.State>>> waiting = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) waiting.add(hall(owner).ask(Hall::post, Hall.text(random)));
        cluster.run(Duration.ofSeconds(2));
        assertTrue(waiting.stream().noneMatch(CompletableFuture::isDone), "nothing is let out");
        Inside node = cluster.node(owner).inside();
        OwnedEntity entity = Objects.requireNonNull(node.owned(hall(owner).id()));
        long copies = entity.copies();
        long bytes = node.outbox().waiting();
        System.out.println("EntityBytesTest: paused " + copies + " copies, " + bytes + " bytes");
        assertTrue(copies <= 20, copies + " copies are held for " + CALLS + " calls");
        assertTrue(bytes < 100_000, bytes + " bytes wait");
        cluster.network.resume(owner.equals("a") ? "b" : "a");
        waiting.forEach(this::get);
        Hall.State last = get(hall(owner).fetch()).value();
        assertEquals(CALLS + Hall.SHOWN, last.messages().getLast().id(), "each once");
    }

    @Test
    void aNodeWhosePagesShowItIsSentWhatIsNew() {
        fill("a", "b", "c");
        String watcher = watch();
        post();
        cluster.run(Duration.ofSeconds(1));
        long whole = sent(VALUE);
        System.out.println("EntityBytesTest: the whole value " + whole + " bytes");
        long before = sent(VALUE, NEXT_VALUE);
        for (int i = 0; i < 50; i++) {
            post();
            cluster.run(Duration.ofMillis(20));
        }
        long each = (sent(VALUE, NEXT_VALUE) - before) / 50;
        System.out.println("EntityBytesTest: to a node that shows it " + each + " bytes a message");
        assertTrue(each < 400, each + " bytes a message of 100 letters in a room of 100");
        assertEquals(whole, sent(VALUE), "no whole value in between");
        assertEquals(151, shown(watcher).messages().getLast().id());
    }

    /** A node that is neither owner nor backup shows it. */
    private String watch() {
        for (String node : List.of("a", "b", "c")) {
            if (cluster.node(node).cluster().has(hall(node).id())) continue;
            cluster.node(node).entities().watch(get(hall(node).fetch()), id -> {});
            return node;
        }
        throw new AssertionError("all have it");
    }

    private Hall.State shown(String node) {
        Shared<?> shown = cluster.node(node).entities().current(hall(node).id());
        return (Hall.State) Objects.requireNonNull(shown).value();
    }

    @Test
    void aNodeThatLacksWhatAValueIsAgainstGetsTheWhole() {
        fill("a", "b", "c");
        String watcher = watch();
        post();
        cluster.run(Duration.ofSeconds(1));
        for (int round = 0; round < 5; round++) {
            long whole = sent(VALUE);
            cluster.node(watcher).inside().forgetValues();
            post();
            cluster.run(Duration.ofMillis(500));
            assertTrue(sent(VALUE) > whole, "the whole was sent");
            assertEquals(102 + round, shown(watcher).messages().getLast().id());
        }
    }
}
