package dev.livelet.cluster.soak;

import dev.livelet.cluster.BadNetworkNode;
import dev.livelet.cluster.link.Interference;
import dev.livelet.cluster.replication.LaxReplicator;
import dev.livelet.server.LiveServer;
import dev.livelet.server.Livelet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A program that runs as one node of the soak, until its input ends. */
final class SoakNode {
    /** What a node can lack, besides what {@link LaxReplicator} knows. */
    static final String DEDUPLICATION = "DEDUPLICATION";

    private SoakNode() {}

    /**
     * @param arguments the node's name, the directory where nodes find each other, that of the
     *     journals, how many nodes there are, the network's seed, and what this one lacks
     */
    static void main(String[] arguments) throws IOException {
        String name = arguments[0];
        String lacks = arguments[5];
        boolean deduplicates = !lacks.equals(DEDUPLICATION);
        Journal journal = new Journal(Path.of(arguments[2]), name);
        Interference network = new Interference(Long.parseLong(arguments[4]));
        BadNetworkNode node =
                new BadNetworkNode(
                        "soak",
                        name,
                        Path.of(arguments[1]),
                        network,
                        deduplicates ? LaxReplicator.valueOf(lacks) : LaxReplicator.NOTHING,
                        List.of());
        LiveServer server =
                Livelet.create()
                        .live("/sync/{page}", new Desk.Sync(name, journal))
                        .live("/async/{page}", new Desk.Async(name, journal))
                        .live("/lookout/{page}", new Lookout(journal))
                        .entity(new Tally.Available())
                        .entity(new Tally.Majority(Integer.parseInt(arguments[3])))
                        .keys("the same for all nodes and long enough")
                        .set("metrics", "true")
                        .set("connections-per-address", "1000")
                        .set("pending-per-address", "1000")
                        .cluster(
                                (timers, application) ->
                                        new JournaledNode(
                                                node.node(timers, application),
                                                journal,
                                                deduplicates))
                        .host("127.0.0.1")
                        .start(0);
        System.out.println("port " + server.port());
        network.obey(System.in);
        server.close();
    }
}
