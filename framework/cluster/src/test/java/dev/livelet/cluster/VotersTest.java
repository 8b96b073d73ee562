package dev.livelet.cluster;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.Entity;
import dev.livelet.EntitySettings;
import dev.livelet.LiveletException;
import dev.livelet.Presence;
import dev.livelet.entity.EntityNode;
import dev.livelet.entity.EntityType;
import dev.livelet.entity.Surroundings;
import dev.livelet.pubsub.PubSub;
import dev.livelet.spi.ClusterNode;
import dev.livelet.spi.Timers;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The number of voters is one for the whole cluster. */
class VotersTest {
    private static final class Till implements Entity<Till.State> {
        record State(int count) {}

        private final int voters;

        Till(int voters) {
            this.voters = voters;
        }

        @Override
        public EntitySettings settings() {
            return EntitySettings.majority(voters);
        }

        @Override
        public State create(String name) {
            return new State(0);
        }
    }

    private static final class Nothing implements ClusterNode.Host {
        @Override
        public void deliver(String topic, Object message) {}

        @Override
        public void merge(Presence.Change remote) {}
    }

    private static ClusterNode node(JGroups settings, Timers timers, int voters) {
        ClusterNode node = settings.node(timers, new LoopbackNodes.Application());
        new EntityNode(
                List.of(EntityType.of(new Till(voters))),
                node.entities(),
                Surroundings.of(new PubSub(), timers));
        return node;
    }

    @Test
    void aNodeThatDeclaresAnotherNumberDoesNotJoin() throws Exception {
        try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
            List<JGroups> settings = LoopbackNodes.settings(3);
            Timers timers = Timers.on(clock);
            try (ClusterNode first = node(settings.get(0), timers, 3);
                    ClusterNode wrong = node(settings.get(1), timers, 5);
                    ClusterNode right = node(settings.get(2), timers, 3)) {
                first.start(new Nothing());
                LiveletException refused =
                        assertThrows(LiveletException.class, () -> wrong.start(new Nothing()));
                assertTrue(
                        refused.getMessage().contains("majority(5), but n0, which is a member"),
                        refused.getMessage());
                right.start(new Nothing());
                LoopbackNodes.await(
                        "only those of one number", () -> first.figures().get("members") == 2L);
            }
        }
    }
}
