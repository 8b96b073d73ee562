package dev.livelet.cluster.soak;

import dev.livelet.cluster.PageClient;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Nodes, users who type at them, lookouts at each node, and who judges what comes of it. */
final class Soak implements AutoCloseable {
    private static final long CONVERGED = 15_000_000_000L;
    private static final long RECENTLY = 60_000_000_000L;

    final SoakNodes nodes;
    final Weather weather = new Weather();
    final Verdict verdict = new Verdict();
    private final List<Typist> typists = new ArrayList<>();
    private final List<PageClient> lookouts = new ArrayList<>();
    private final Random random;

    Soak(Path directory, int count, long seed, String lacks)
            throws IOException, InterruptedException {
        random = new Random(seed);
        nodes = new SoakNodes(directory, count, seed, lacks);
    }

    /** Half of them with SYNC, half of them with ASYNC. */
    void pages(int number) throws Exception {
        for (int i = 0; i < number; i++) {
            boolean sync = i % 2 == 0;
            String page = (sync ? "s" : "a") + i;
            PageClient client = new PageClient((sync ? "/sync/" : "/async/") + page, nodes::port);
            client.await(PageClient::isConnected, "the first join of " + page);
            Screen screen = new Screen(page, sync, weather, verdict);
            typists.add(new Typist(client, screen, new Random(random.nextLong()), verdict));
        }
        for (int i = 0; i < nodes.count(); i++) {
            int node = i;
            PageClient lookout = new PageClient("/lookout/l" + i, () -> nodes.port(node));
            lookout.await(PageClient::isConnected, "lookout " + i);
            lookouts.add(lookout);
        }
    }

    void rage(Duration time, boolean patient) throws Exception {
        Chaos chaos = new Chaos(nodes, weather, verdict, new Random(random.nextLong()), patient);
        chaos.rage(System.nanoTime() + time.toNanos(), this::awaitPresence);
    }

    /** All nodes agree soon on who is here. */
    void awaitPresence() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Set<String> expected =
                typists.stream().map(t -> t.screen().page()).collect(Collectors.toSet());
        while (!lookouts.stream().allMatch(l -> l.isConnected() && present(l).equals(expected))) {
            if (System.nanoTime() - start > CONVERGED) {
                verdict.violation("presence does not converge: " + seen());
                tellAll();
                return;
            }
            LockSupport.parkNanos(5_000_000);
        }
        verdict.measured(
                "presence whole after the nodes were", (System.nanoTime() - start) / 1_000_000);
    }

    /** What the nodes count, and what they have told of who is here. */
    private void tellAll() throws IOException, InterruptedException {
        for (int i = 0; i < nodes.count(); i++) verdict.tell(figures(i));
        for (Journals.Note note : nodes.journals().presence())
            if (System.nanoTime() - note.nanos() < RECENTLY)
                verdict.tell(verdict.at(note.nanos()) + note);
    }

    private String figures(int node) throws InterruptedException {
        String name = "n" + (node + 1);
        try {
            return name + nodes.figures(node);
        } catch (IOException | IllegalStateException mute) {
            return name + " gives no figures: " + mute;
        }
    }

    private static Set<String> present(PageClient lookout) {
        return Set.copyOf(lookout.entries());
    }

    private String seen() {
        StringBuilder seen = new StringBuilder();
        for (int i = 0; i < lookouts.size(); i++)
            seen.append('n')
                    .append(i + 1)
                    .append(lookouts.get(i).isConnected() ? " " : " (off) ")
                    .append(lookouts.get(i).entries())
                    .append("; ");
        return seen.toString();
    }

    /** Stops the typing, waits for all answers, and judges. */
    Verdict judge() throws Exception {
        Map<String, Set<String>> surviving = new HashMap<>();
        for (Typist typist : typists) finish(typist, surviving);
        counted();
        Journals journals = nodes.journals();
        journals.compareAttempts(surviving, weather, verdict);
        journals.compareNews(verdict);
        Map<String, Long> left = journals.left();
        for (Typist typist : typists)
            for (Screen.StepBack step : typist.screen().stepsBack()) measure(step, left);
        for (Journals.Note note : journals.presence()) {
            if (note.kind().equals("joined")) continue;
            boolean rough = weather.wasRough(note.nanos());
            verdict.fact("presence: left" + (rough ? " in a split" : ""));
            if (!rough) verdict.tell("left without a split: " + verdict.at(note.nanos()) + note);
        }
        return verdict;
    }

    private void finish(Typist typist, Map<String, Set<String>> surviving)
            throws InterruptedException {
        Screen screen = typist.screen();
        try {
            typist.finish();
        } catch (AssertionError stuck) {
            verdict.violation(screen.page() + " ends without its answers: " + stuck.getMessage());
        }
        surviving.put(screen.page(), screen.lines());
        if (typist.page().history().refused() == 0 && screen.last() != typist.typed())
            verdict.violation(
                    screen.page() + " ends at " + screen.last() + ", typed were " + typist.typed());
        String twice = typist.page().text("p.twice");
        verdict.facts("news that pages heard again after a move", Integer.parseInt(twice));
        verdict.facts("events", typist.typed());
        verdict.facts("joins", typist.page().history().joins());
        verdict.facts("full renders", typist.page().history().fullRenders());
    }

    /** A majority's entity is told nothing twice. */
    private void counted() {
        for (PageClient lookout : lookouts) {
            String twice = lookout.text("p.majority");
            if (!twice.equals("0"))
                verdict.violation("the majority's entity was told twice: " + twice);
        }
        // Where two halves had one each, the calls that the other one had are not known any more.
        verdict.facts(
                "calls that the available entity had twice",
                Integer.parseInt(lookouts.getFirst().text("p.available")));
    }

    /** How long before the harm the first line had left that was lost by it. */
    private void measure(Screen.StepBack step, Map<String, Long> left) {
        Long at = left.get(step.page() + " " + step.first());
        if (at == null) {
            verdict.violation(step.page() + " had shown what no node let go: " + step.first());
            return;
        }
        long millis = Math.max(0, step.fault() - at) / 1_000_000;
        verdict.measured(step.rough() ? "went back in a split by" : "went back by", millis);
        if (!step.rough() && millis > 1000)
            verdict.violation("more than a tick was lost: " + millis + " ms, " + step);
    }

    @Override
    public void close() {
        typists.forEach(Typist::close);
        lookouts.forEach(PageClient::close);
        nodes.close();
    }
}
