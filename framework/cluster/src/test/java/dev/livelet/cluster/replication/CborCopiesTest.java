package dev.livelet.cluster.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livelet.RenderContext;
import dev.livelet.cluster.codec.Codecs;
import dev.livelet.cluster.codec.SharedCodec;
import dev.livelet.cluster.link.NodeId;
import dev.livelet.spi.SessionCopy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Copies of a real state, from an owner's memory through a backup's bytes to a new owner. */
final class CborCopiesTest {
    record Item(long id, String text) {}

    record Shop(String title, List<Item> items, int clicks) {}

    record Tick(int number) {}

    private final CborCopies copies =
            new CborCopies(new Codecs(List.of(Tick.class), id -> null, SharedCodec.BY_VALUE));

    @Test
    void aCopyComesBackAsItWas() {
        SessionCopy copy = copy(shop(3, 1), shop(3, 2), shop(4, 3));

        Encoded kept = CopyReader.of(new In(whole(copy, 1))).onto(null);
        CopyCodec.Decoded back =
                copies.decode(Shop.class, kept.head().rest(), kept.window(), kept.state());

        assertEquals(copy, back.copy());
        assertSame(back.copy().window().getLast().state(), back.copy().state());
    }

    @Test
    void changesOntoABackupsCopyMakeTheOwnersCopy() {
        List<SessionCopy> line = new ArrayList<>();
        for (int i = 1; i < 20; i++) {
            line.add(
                    copy(
                            shop(3 + i / 4, i),
                            i % 3 == 0 ? shop(3 + i / 4, i) : shop(9, i + 1),
                            shop(3 + (i + 2) / 4, i + 2)));
        }
        Encoded kept = CopyReader.of(new In(whole(line.getFirst(), 1))).onto(null);
        for (int i = 1; i < line.size(); i++) {
            Out out = new Out();
            snapshot(line.get(i), i + 1).write(out, copies, line.get(i - 1), stamp(i));
            CopyReader changes = CopyReader.of(new In(out.toBytes()));
            assertTrue(changes.fits(kept));
            kept = changes.onto(kept);

            Out forwarded = new Out();
            kept.write(forwarded);
            Encoded same = CopyReader.of(new In(forwarded.toBytes())).onto(null);
            for (Encoded each : List.of(kept, same)) {
                assertEquals(
                        line.get(i),
                        copies.decode(Shop.class, each.head().rest(), each.window(), each.state())
                                .copy());
            }
        }
    }

    /** A window of eight versions of a page where a counter changes costs next to nothing. */
    @Test
    void aBackupKeepsALittleMoreThanTheEncodedState() {
        List<Item> items = shop(200, 0).items();
        SessionCopy before = null;
        Encoded kept = null;
        for (int i = 1; i <= 40; i++) {
            List<SessionCopy.Version> window = new ArrayList<>();
            for (int v = Math.max(1, i - 7); v <= i; v++) {
                window.add(
                        new SessionCopy.Version(
                                v, new Shop("shop", items, v), RenderContext.DEFAULT));
            }
            SessionCopy copy =
                    new SessionCopy(
                            1,
                            window.getLast().state(),
                            RenderContext.DEFAULT,
                            i,
                            i,
                            Math.max(1, i - 7),
                            window,
                            List.of(),
                            List.of(),
                            List.of());
            Out out = new Out();
            snapshot(copy, i).write(out, copies, before, stamp(i - 1));
            kept = CopyReader.of(new In(out.toBytes())).onto(kept);
            before = copy;
        }
        Out state = new Out();
        kept.state().parts().forEach((name, blob) -> state.bytes(blob));
        System.out.println(
                "a backup keeps " + kept.size() + " bytes for a state of " + state.size());
        assertTrue(kept.size() < 2 * state.size() + 8 * 64, () -> "too much");
    }

    private static Shop shop(int size, int clicks) {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            items.add(new Item(i, "a thing called " + i));
        }
        return new Shop("shop", items, clicks);
    }

    private static SessionCopy copy(Shop first, Shop second, Shop last) {
        RenderContext context =
                new RenderContext(Locale.forLanguageTag("de-AT"), ZoneId.of("Asia/Tokyo"), true);
        int at = last.clicks();
        return new SessionCopy(
                7,
                last,
                context,
                at,
                at,
                at - 2,
                List.of(
                        new SessionCopy.Version(at - 2, first, RenderContext.DEFAULT),
                        new SessionCopy.Version(at - 1, second, context),
                        new SessionCopy.Version(at, last, context)),
                List.of(new SessionCopy.Refusal(at, 1)),
                List.of("room/1", "all"),
                List.of(
                        new SessionCopy.Timer(
                                "tick",
                                Instant.ofEpochMilli(1_234_567),
                                Duration.ofSeconds(3),
                                new Tick(4)),
                        new SessionCopy.Timer(
                                "once", Instant.ofEpochMilli(99), null, new Tick(5))));
    }

    private byte[] whole(SessionCopy copy, long sequence) {
        Out out = new Out();
        snapshot(copy, sequence).write(out, copies, null, Stamp.NONE);
        return out.toBytes();
    }

    private static Snapshot snapshot(SessionCopy copy, long sequence) {
        return new Snapshot("s", stamp(sequence), true, List.of(new NodeId("a", 1)), copy, null);
    }

    private static Stamp stamp(long sequence) {
        return new Stamp(new Epoch(1, "a", 1), sequence);
    }
}
