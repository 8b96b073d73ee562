package dev.livelet.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livelet.LiveView;
import dev.livelet.Socket;
import dev.livelet.Template;
import dev.livelet.server.LiveServer;
import dev.livelet.server.Livelet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** A node was thought dead, and started again elsewhere; then the two halves see each other. */
class ReplacedNodeTest {
    static final class Hello implements LiveView<Hello.State> {
        record State(int number) {}

        @Override
        public Template<State> template() {
            return Template.of(State.class, "<p>{number}</p>");
        }

        @Override
        public State mount(Socket socket) {
            return new State(1);
        }
    }

    private static LiveServer node(Path directory) {
        return Livelet.create()
                .keys("the same for all nodes and long enough")
                .cluster(
                        JGroups.tcp("replaced")
                                .node("n1")
                                .bind("127.0.0.1")
                                .port(0)
                                .discovery(Discovery.files(directory)))
                .live("/", new Hello())
                .host("127.0.0.1")
                .start(0);
    }

    @Test
    void theFormerRunIsNotReadyAndServesNoPagesWhileTheLaterOneGoesOn(
            @TempDir Path here, @TempDir Path there) {
        try (LiveServer former = node(here);
                LiveServer later = node(there)) {
            assertEquals(200, get(former, "/livelet/health/ready"));
            LoopbackNodes.await(
                    "the former run gives way",
                    () -> {
                        // each must know the other: whose address is the smaller leads the merge
                        copy(here, there);
                        copy(there, here);
                        return get(former, "/livelet/health/ready") == 503;
                    });
            assertEquals(503, get(former, "/"));
            assertEquals(200, get(later, "/livelet/health/ready"));
            assertEquals(200, get(later, "/"));
        }
    }

    private static int get(LiveServer server, String path) {
        try {
            URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Nodes write and remove what they know, so it is copied until they have met. */
    private static void copy(Path from, Path to) {
        try (Stream<Path> all = Files.walk(from)) {
            List<Path> files = all.filter(Files::isRegularFile).toList();
            for (Path file : files) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Path whole = copy.resolveSibling(copy.getFileName() + ".copied");
                Files.copy(file, whole, StandardCopyOption.REPLACE_EXISTING);
                Files.move(whole, copy, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (NoSuchFileException removedMeanwhile) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
