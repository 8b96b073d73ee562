package dev.livelet.cluster.entity;

import dev.livelet.Call;
import dev.livelet.Entity;
import dev.livelet.EntitySettings;
import dev.livelet.OnMessage;
import dev.livelet.Reply;

import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;

/** Collects items; two halves' items are put together. */
class Bag implements Entity<Bag.State> {
    record State(SortedSet<String> items, int adds, int merges) {}

    record Tick(String item) {}

    private final EntitySettings settings;

    Bag() {
        this(EntitySettings.available());
    }

    Bag(EntitySettings settings) {
        this.settings = settings;
    }

    @Override
    public EntitySettings settings() {
        return settings;
    }

    @Override
    public State create(String name) {
        return new State(new TreeSet<>(), 0, 0);
    }

    @Override
    public State merge(State winner, State loser) {
        SortedSet<String> items = new TreeSet<>(winner.items());
        items.addAll(loser.items());
        return new State(
                items, Math.max(winner.adds(), loser.adds()), winner.merges() + loser.merges() + 1);
    }

    @Call
    State add(State bag, String item) {
        SortedSet<String> items = new TreeSet<>(bag.items());
        items.add(item);
        return new State(items, bag.adds() + 1, bag.merges());
    }

    @Call
    Reply<State, Integer> size(State bag) {
        return Reply.of(bag, bag.items().size());
    }

    @Call
    State addLater(State bag, String item, Duration delay) {
        context().after("later", delay, new Tick(item));
        return bag;
    }

    @Call
    State end(State bag) {
        context().end();
        return bag;
    }

    @OnMessage
    State ticked(State bag, Tick tick) {
        return add(bag, tick.item());
    }
}
