package dev.livelet.load;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The bundles that the pages name, each fetched once. */
final class Bundles {
    private record Waiting(Consumer<Definitions> then, Consumer<String> failed) {}

    private final Loop loop;
    private final Map<String, Definitions> known = new HashMap<>();
    private final Map<String, List<Waiting>> asked = new HashMap<>();

    Bundles(Loop loop) {
        this.loop = loop;
    }

    /** Calls one of the two, maybe at once. */
    void get(URI server, String path, Consumer<Definitions> then, Consumer<String> failed) {
        Definitions bundle = known.get(path);
        if (bundle != null) {
            then.accept(bundle);
            return;
        }
        List<Waiting> others = asked.get(path);
        if (others != null) {
            others.add(new Waiting(then, failed));
            return;
        }
        asked.put(path, new ArrayList<>(List.of(new Waiting(then, failed))));
        HttpCall.get(loop, server, null, path, "", new Fetching(path));
    }

    private final class Fetching implements HttpCall.Waiting {
        private final String path;

        Fetching(String path) {
            this.path = path;
        }

        @Override
        public void answered(HttpAnswer answer, Line line, ByteBuffer rest) {
            line.close();
            Definitions bundle;
            try {
                if (answer.status() != 200)
                    throw new IllegalStateException("it was answered " + answer.status());
                bundle = Definitions.of(answer.text());
            } catch (RuntimeException e) {
                failed(path + ": " + e.getMessage());
                return;
            }
            known.put(path, bundle);
            List<Waiting> all = asked.remove(path);
            if (all != null) all.forEach(waiting -> waiting.then().accept(bundle));
        }

        @Override
        public void failed(String why) {
            List<Waiting> all = asked.remove(path);
            if (all != null) all.forEach(waiting -> waiting.failed().accept(why));
        }
    }
}
