package dev.livelet.cluster.replication;

import dev.livelet.RenderContext;
import dev.livelet.spi.SessionCopy;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The state of the tests' sessions: what was applied, in order, and by whom.
 *
 * @param log {@code event:application;} for each one; event 0 is something that the server did
 */
record Board(String log, int count, String title) {
    static final Board EMPTY = new Board("", 0, "a title that never changes");

    Board with(int event, long application) {
        return new Board(log + event + ":" + application + ";", count + 1, title);
    }

    List<String> entries() {
        return log.isEmpty() ? List.of() : List.of(log.split(";"));
    }

    /** Boards and their copies as bytes. */
    static class Codec implements CopyCodec {
        @Override
        public Map<String, byte[]> changes(
                @Nullable Object before, Object after, @Nullable Object carried) {
            Map<String, byte[]> now = parts((Board) after);
            if (before != null) {
                Map<String, byte[]> old = parts((Board) before);
                now.entrySet()
                        .removeIf(e -> java.util.Arrays.equals(e.getValue(), old.get(e.getKey())));
            }
            return now;
        }

        private static Map<String, byte[]> parts(Board board) {
            Map<String, byte[]> parts = new TreeMap<>();
            parts.put("log", board.log.getBytes(StandardCharsets.UTF_8));
            parts.put("count", new Out().number(board.count).toBytes());
            parts.put("title", board.title.getBytes(StandardCharsets.UTF_8));
            return parts;
        }

        @Override
        public byte[] context(RenderContext context) {
            return new byte[] {(byte) (context.dark() ? 1 : 0)};
        }

        @Override
        public byte[] head(SessionCopy copy) {
            return new Out()
                    .number(copy.attempt())
                    .number(copy.answered())
                    .number(copy.sent())
                    .number(copy.acknowledged())
                    .toBytes();
        }

        @Override
        public Decoded decode(
                Class<?> type, byte[] head, List<Encoded.Version> window, Encoded.State state) {
            if (type != Board.class) {
                throw new IllegalArgumentException("not the type of a board: " + type);
            }
            In in = new In(head);
            Map<Encoded.State, Board> boards = new HashMap<>();
            List<SessionCopy.Version> versions = new ArrayList<>();
            for (Encoded.Version version : window) {
                versions.add(
                        new SessionCopy.Version(
                                version.number(),
                                boards.computeIfAbsent(version.state(), Codec::board),
                                RenderContext.DEFAULT));
            }
            return new Decoded(
                    new SessionCopy(
                            in.number(),
                            boards.computeIfAbsent(state, Codec::board),
                            RenderContext.DEFAULT,
                            in.number(),
                            in.number(),
                            in.number(),
                            versions,
                            List.of(),
                            List.of(),
                            List.of()),
                    null);
        }

        private static Board board(Encoded.State state) {
            Map<String, byte[]> parts = state.parts();
            return new Board(
                    new String(parts.get("log"), StandardCharsets.UTF_8),
                    new In(parts.get("count")).number(),
                    new String(parts.get("title"), StandardCharsets.UTF_8));
        }
    }
}
