package dev.livelet.examples.cluster;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;

/** The figures of a node, as it serves them. */
record Metrics(int port) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private JsonNode all() throws InterruptedException {
        try {
            HttpRequest question =
                    HttpRequest.newBuilder(
                                    URI.create("http://localhost:" + port + "/livelet/metrics"))
                            .build();
            return JsonMapper.shared()
                    .readTree(HTTP.send(question, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException starting) {
            return JsonMapper.shared().createObjectNode();
        }
    }

    /** Whether the node sees so many, and all copies are where they should be. */
    boolean isWhole(int nodes) throws InterruptedException {
        JsonNode all = all();
        return all.path("cluster_members").asInt() == nodes
                && all.path("cluster_under_replicated").asInt(-1) == 0;
    }

    /** What is not 0 of those of this beginning. */
    Map<String, Long> startingWith(String name) throws InterruptedException {
        Map<String, Long> found = new TreeMap<>();
        for (var figure : all().properties())
            if (figure.getKey().startsWith(name) && figure.getValue().asLong() != 0)
                found.put(figure.getKey().substring(name.length()), figure.getValue().asLong());
        return found;
    }
}
