package dev.livelet.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A page that joins, clicks and acknowledges as told, frame by frame. */
final class TestPage {
    final TestNode node;
    final Page page;
    private final Session session;
    private int attempt;
    TestTransport socket = new TestTransport();

    TestPage(TestNode node, Page page) {
        this.node = node;
        this.page = page;
        this.session = Objects.requireNonNull(node.sessions.find(page.session()));
    }

    Session session() {
        return session;
    }

    String html() {
        return new String(page.html(), StandardCharsets.UTF_8);
    }

    /** The first join; gives what came back. */
    List<String> join() {
        return join(0, 1);
    }

    /** Joins with a new socket. */
    List<String> join(int seen, int first, ClientFrame.Queued... queue) {
        socket = new TestTransport();
        session.join(
                TestNode.join(session.id(), seen, ++attempt, first, List.of(queue)), socket, true);
        return socket.sent();
    }

    static ClientFrame.Queued queued(int seen, int... path) {
        return new ClientFrame.Queued(seen, new ClientFrame.Event(0, path, null, null));
    }

    /** An event without payload. */
    List<String> click(int patches, int... path) {
        return receive(new ClientFrame.Event(patches, path, null, null));
    }

    /** A frame as the browser sends it. */
    List<String> frame(String json) {
        return receive(FrameReader.read(json));
    }

    List<String> receive(ClientFrame frame) {
        session.receive(frame, socket);
        return socket.sent();
    }

    void cut() {
        session.detach(socket);
    }

    List<String> replies(List<List<String>> replies) {
        List<String> all = new ArrayList<>();
        replies.forEach(all::addAll);
        return all;
    }
}
