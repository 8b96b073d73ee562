package dev.livelet.entity;

import dev.livelet.EntityId;
import dev.livelet.spi.ClusterEntities;
import dev.livelet.spi.EntityCall;
import dev.livelet.spi.EntityCopy;
import dev.livelet.spi.EntityHost;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A node that runs alone: every entity is here, and nothing waits for a backup. Thread-safe. */
public final class SoleOwner implements ClusterEntities {
    private final ConcurrentHashMap<EntityId, EntityHost.Running> running =
            new ConcurrentHashMap<>();
    private volatile @Nullable EntityHost host;

    @Override
    public void host(EntityHost host) {
        this.host = host;
    }

    private EntityHost host() {
        EntityHost known = host;
        if (known == null) throw new IllegalStateException("not started");
        return known;
    }

    @Override
    public void send(EntityCall call, Consumer<EntityCall.Outcome> answer) {
        entity(call.id())
                .call(
                        call,
                        outcome -> {
                            // It ended just now: its name is free.
                            if (outcome instanceof EntityCall.Outcome.Moved) send(call, answer);
                            else answer.accept(outcome);
                        });
    }

    @Override
    public void withdraw(EntityCall call, Consumer<EntityCall.Outcome> answer) {
        EntityHost.Running known = running.get(call.id());
        EntityCall.Outcome gone = new EntityCall.Outcome.Unavailable(call.id() + " has ended");
        if (known == null) answer.accept(gone);
        else
            known.withdraw(
                    call,
                    outcome ->
                            answer.accept(
                                    outcome instanceof EntityCall.Outcome.Moved ? gone : outcome));
    }

    private EntityHost.Running entity(EntityId id) {
        EntityHost.Running known = running.get(id);
        return known != null
                ? known
                : running.computeIfAbsent(id, name -> host().run(name, null, new Sole(name)));
    }

    @Override
    public void watch(EntityId id, long version) {
        host().refresh(id);
    }

    @Override
    public void unwatch(EntityId id) {}

    /** The number of entities. */
    public int size() {
        return running.size();
    }

    private final class Sole implements EntityHost.Ownership {
        private final EntityId id;

        Sole(EntityId id) {
            this.id = id;
        }

        @Override
        public long epoch() {
            return 1;
        }

        @Override
        public void commit(EntityCopy copy, Runnable release) {
            release.run();
        }

        @Override
        public boolean isWatched() {
            return false;
        }

        @Override
        public void ended() {
            running.remove(id);
        }
    }
}
