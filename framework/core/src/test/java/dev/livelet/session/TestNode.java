package dev.livelet.session;

import dev.livelet.Entity;
import dev.livelet.LiveView;
import dev.livelet.Params;
import dev.livelet.RenderContext;
import dev.livelet.diff.DuplicateKeys;
import dev.livelet.entity.EntityNode;
import dev.livelet.entity.EntityType;
import dev.livelet.entity.SoleOwner;
import dev.livelet.entity.Surroundings;
import dev.livelet.presence.PresenceTracker;
import dev.livelet.pubsub.PubSub;
import dev.livelet.spi.Replication;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node where everything happens on the test's thread, at the test's time. */
final class TestNode {
    final TestTime time = new TestTime();
    final SessionCounters counters = new SessionCounters();
    final PubSub pubSub = new PubSub();
    final PresenceTracker presence = new PresenceTracker(pubSub, time);
    final EntityNode entities;
    final Sessions sessions;

    TestNode(Entity<?>... entities) {
        this(SessionSettings.DEFAULTS, entities);
    }

    TestNode(SessionSettings settings, Entity<?>... entities) {
        this(settings, Replication.ALONE, entities);
    }

    TestNode(SessionSettings settings, Replication replication, Entity<?>... registered) {
        List<EntityType<?>> types = new ArrayList<>();
        Arrays.stream(registered).forEach(entity -> types.add(EntityType.of(entity)));
        this.entities =
                new EntityNode(
                        types,
                        new SoleOwner(),
                        new Surroundings(
                                pubSub,
                                time,
                                time::nanos,
                                () -> Instant.ofEpochSecond(0, time.nanos()),
                                Runnable::run));
        this.sessions =
                new Sessions(
                        new SessionServices(
                                settings,
                                counters,
                                pubSub,
                                presence,
                                replication,
                                entities,
                                time,
                                time::nanos,
                                Runnable::run,
                                Runnable::run,
                                DuplicateKeys.REFUSED,
                                failure -> {}));
    }

    static Visit visit() {
        return new Visit(
                "/",
                new Params(Map.of("room", "lobby"), Map.of()),
                Optional.empty(),
                RenderContext.DEFAULT,
                "127.0.0.1",
                "browser");
    }

    TestPage open(LiveView<?> view) {
        return open(ViewType.of(view));
    }

    TestPage open(ViewType<?> view) {
        return new TestPage(this, sessions.open(view, visit()));
    }

    static ClientFrame.Join join(
            String session, int seen, int attempt, int first, List<ClientFrame.Queued> queue) {
        return new ClientFrame.Join(
                session,
                "token",
                seen,
                "bundle",
                attempt,
                first,
                queue,
                "Europe/Berlin",
                false,
                "",
                first - 1);
    }
}
