package dev.livelet.cluster.entity;

import dev.livelet.Call;
import dev.livelet.Entity;
import dev.livelet.EntitySettings;
import dev.livelet.Reply;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it is told, and says so to the world: there must never be two of one. */
final class Ledger implements Entity<Ledger.State> {
    record State(List<String> lines) {}

    /** Something that others outside can see. */
    record Effect(String ledger, long epoch, String line) {}

    private final int voters;

    Ledger(int voters) {
        this.voters = voters;
    }

    @Override
    public EntitySettings settings() {
        return EntitySettings.majority(voters).timeout(Duration.ofSeconds(5));
    }

    @Override
    public State create(String name) {
        return new State(List.of());
    }

    @Override
    public State merge(State winner, State loser) {
        throw new IllegalStateException("a ledger is never in two halves");
    }

    @Call
    Reply<State, Integer> write(State ledger, String line) {
        List<String> lines = new ArrayList<>(ledger.lines());
        lines.add(line);
        context().publish("effects", new Effect(context().name(), context().epoch(), line));
        return Reply.of(new State(List.copyOf(lines)), lines.size());
    }
}
