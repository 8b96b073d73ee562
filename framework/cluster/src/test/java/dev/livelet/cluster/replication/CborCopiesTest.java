package dev.livelet.cluster.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Copies of a real state, from an owner's memory through a backup's bytes to a new owner. */
final class CborCopiesTest {
    record Item(long id, String text) {}

    record Shop(String title, List<Item> items, int clicks) {}

    record Tick(int number) {}

    private static final String FIRST_RELEASE =
            "0e0606020a64652d415414417369612f546f6b796f01020602040c726f6f6d2f3106616c6c040874"
                + "69636b8eda960180f882ad164682817343626f72436f70696573546573742e5469636b81666e756d"
                + "6265728200820104086f6e6365c601014682817343626f72436f70696573546573742e5469636b81"
                + "666e756d6265728200820105";

    private static final List<NodeId> MEMBERS = List.of(new NodeId("a", 1));

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

    /** What follows it is of later releases: this one skips what it does not know. */
    @Test
    void aCopyWithoutFormsCostsWhatItDidInTheFirstReleaseAndIsReadByIt() {
        SessionCopy copy = copy(shop(3, 1), shop(3, 2), shop(4, 3));
        byte[] head = copies.head(copy);
        assertEquals(FIRST_RELEASE, HexFormat.of().formatHex(head));

        byte[] later = Arrays.copyOf(head, head.length + 4);
        System.arraycopy(new byte[] {99, 4, 1, 2}, 0, later, head.length, 4);
        Encoded kept = CopyReader.of(new In(whole(copy, 1))).onto(null);
        assertEquals(copy, copies.decode(Shop.class, later, kept.window(), kept.state()).copy());
    }

    @Test
    void whatTheUserIsFillingInComesAlong() {
        SessionCopy.Form signup =
                new SessionCopy.Form(
                        List.of(7, 3),
                        Set.of("email"),
                        true,
                        Map.of(3, Map.of("email", List.of("ädä@"), "tags", List.of("a", "b"))));
        SessionCopy.Form inRow =
                new SessionCopy.Form(
                        List.of(1, "row", 0, 2, 42L, 1, 5), Set.of("text"), false, Map.of());
        SessionCopy.Form inRowOfThing =
                new SessionCopy.Form(
                        List.of(1, new Item(1, "a key"), 0, 5), Set.of("text"), false, Map.of());
        SessionCopy copy =
                filling(copy(shop(3, 1), shop(3, 2), shop(4, 3)), signup, inRow, inRowOfThing);

        Encoded kept = CopyReader.of(new In(whole(copy, 1))).onto(null);
        assertEquals(
                filling(copy, signup, inRow),
                copies.decode(Shop.class, kept.head().rest(), kept.window(), kept.state()).copy());
    }

    /** A key of a release that has more types of messages: the page is asked for that form. */
    @Test
    void aFormInARowWhoseKeyIsNotKnownHereIsLeftOut() {
        SessionCopy.Form strange =
                new SessionCopy.Form(List.of(1, new Tick(3), 0, 5), Set.of("a"), false, Map.of());
        SessionCopy.Form plain =
                new SessionCopy.Form(List.of(5), Set.of("a"), false, Map.of(5, Map.of()));
        SessionCopy copy = filling(copy(shop(3, 1), shop(3, 2), shop(4, 3)), strange, plain);
        Encoded kept = CopyReader.of(new In(whole(copy, 1))).onto(null);
        SessionCopy.Forms forms =
                new FormsCodec(new Codecs(List.of(), id -> null, SharedCodec.BY_VALUE).messages())
                        .decode(
                                new FormsCodec(
                                                new Codecs(
                                                                List.of(Tick.class),
                                                                id -> null,
                                                                SharedCodec.BY_VALUE)
                                                        .messages())
                                        .encode(Objects.requireNonNull(copy.forms())));
        assertEquals(new SessionCopy.Forms(-5, List.of(plain)), forms);
        assertEquals(
                copy,
                copies.decode(Shop.class, kept.head().rest(), kept.window(), kept.state()).copy());
    }

    /** A timer of a release that has more types of messages costs a timer, not the state. */
    @Test
    void aTimerWhoseMessageIsNotKnownHereIsNotArmed() {
        SessionCopy copy = copy(shop(3, 1), shop(3, 2), shop(4, 3));
        Encoded kept = CopyReader.of(new In(whole(copy, 1))).onto(null);
        SessionCopy here =
                new CborCopies(new Codecs(List.of(), id -> null, SharedCodec.BY_VALUE))
                        .decode(Shop.class, kept.head().rest(), kept.window(), kept.state())
                        .copy();
        assertEquals(List.of(), here.timers());
        assertEquals(copy.state(), here.state());
        assertEquals(copy.topics(), here.topics());
    }

    private static SessionCopy filling(SessionCopy of, SessionCopy.Form... forms) {
        return new SessionCopy(
                of.attempt(),
                of.state(),
                of.context(),
                of.answered(),
                of.sent(),
                of.acknowledged(),
                of.window(),
                of.refusals(),
                of.topics(),
                of.timers(),
                new SessionCopy.Forms(-5, List.of(forms)),
                new SessionCopy.Markup(-3, List.of(7, 0, 1_048_575)));
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
            snapshot(line.get(i), i + 1).write(out, copies, base(line.get(i - 1), i));
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
            snapshot(copy, i).write(out, copies, before == null ? null : base(before, i - 1));
            kept = CopyReader.of(new In(out.toBytes())).onto(kept);
            before = copy;
        }
        Out state = new Out();
        kept.state().parts().forEach((name, blob) -> state.bytes(blob));
        System.out.println(
                "a backup keeps " + kept.size() + " bytes for a state of " + state.size());
        assertTrue(kept.size() < 2 * state.size() + 8 * 64, () -> "too much");
    }

    @Test
    void anEventCostsACopyWhatItHasChanged() {
        SessionCopy before = copy(shop(3, 1), shop(3, 2), shop(3, 3));
        SessionCopy after = then(before, before.topics(), before.context());
        Encoded kept = CopyReader.of(new In(whole(before, 1))).onto(null);
        byte[] event = changes(after, 2, base(before, 1));
        assertTrue(event.length < 50, () -> event.length + " bytes for an event");
        Encoded next = CopyReader.of(new In(event)).onto(kept);
        assertEquals(after, decoded(next));
        assertEquals(MEMBERS, next.head().members());
        assertSame(kept.window().getLast().context(), next.window().getLast().context());
    }

    @Test
    void whateverOfAHeadChangesComesAlong() {
        SessionCopy before = copy(shop(3, 1), shop(3, 2), shop(3, 3));
        Encoded kept = CopyReader.of(new In(whole(before, 1))).onto(null);
        SessionCopy.Form form =
                new SessionCopy.Form(List.of(7), Set.of("email"), true, Map.of(3, Map.of()));
        List<SessionCopy> changed =
                List.of(
                        then(before, List.of("another"), before.context()),
                        then(before, before.topics(), RenderContext.DEFAULT),
                        filling(then(before, before.topics(), before.context()), form),
                        then(before, before.topics(), before.context())
                                .ofAttempt(before.attempt() + 1));
        for (SessionCopy after : changed) {
            byte[] event = changes(after, 2, base(before, 1));
            assertEquals(after, decoded(CopyReader.of(new In(event)).onto(kept)));
        }
    }

    @Test
    void theMembersAndAnotherEpochComeAlong() {
        SessionCopy copy = copy(shop(3, 1), shop(3, 2), shop(3, 3));
        Encoded kept = CopyReader.of(new In(whole(copy, 1))).onto(null);
        Stamp stamp = new Stamp(new Epoch(2, "b", 5), 1);
        List<NodeId> members = List.of(new NodeId("b", 5), new NodeId("a", 1));
        Out out = new Out();
        new Snapshot("s", stamp, false, members, copy, null).write(out, copies, base(copy, 1));
        CopyReader reader = CopyReader.of(new In(out.toBytes()));
        assertTrue(reader.fits(kept));
        Encoded next = reader.onto(kept);
        assertEquals(stamp, next.stamp());
        assertEquals(members, next.head().members());
        assertEquals(copy, decoded(next));
    }

    /** What another release wrote may say more than this one has read of it. */
    @Test
    void aBackupThatHasItsCopyFromAnotherNodeGetsAHeadOfThisOnes() {
        SessionCopy copy = copy(shop(3, 1), shop(3, 2), shop(3, 3));
        byte[] known = changes(copy, 2, base(copy, 1));
        byte[] claimed = changes(copy, 2, new Base(copy, stamp(1), null));
        assertTrue(
                claimed.length > known.length + copies.head(copy).length - 8,
                () -> claimed.length + " and " + known.length);
        Encoded kept = CopyReader.of(new In(whole(copy, 1))).onto(null);
        assertEquals(copy, decoded(CopyReader.of(new In(claimed)).onto(kept)));
    }

    @Test
    void changesToNothingAreRefused() {
        SessionCopy copy = copy(shop(3, 1), shop(3, 2), shop(3, 3));
        CopyReader reader = CopyReader.of(new In(changes(copy, 2, base(copy, 1))));
        assertThrows(In.Malformed.class, () -> reader.onto(null));
    }

    private byte[] changes(SessionCopy copy, long sequence, Base base) {
        Out out = new Out();
        snapshot(copy, sequence).write(out, copies, base);
        return out.toBytes();
    }

    private SessionCopy decoded(Encoded kept) {
        return copies.decode(Shop.class, kept.head().rest(), kept.window(), kept.state()).copy();
    }

    /** After one event more, which the page has not acknowledged. */
    private static SessionCopy then(SessionCopy copy, List<String> topics, RenderContext context) {
        Shop last = (Shop) copy.state();
        Shop next = new Shop(last.title(), last.items(), last.clicks() + 1);
        List<SessionCopy.Version> window = new ArrayList<>(copy.window());
        window.add(new SessionCopy.Version(copy.sent() + 1, next, context));
        return new SessionCopy(
                copy.attempt(),
                next,
                context,
                copy.answered() + 1,
                copy.sent() + 1,
                copy.acknowledged(),
                List.copyOf(window),
                copy.refusals(),
                topics,
                copy.timers(),
                copy.forms(),
                copy.markup());
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
        snapshot(copy, sequence).write(out, copies, null);
        return out.toBytes();
    }

    private static Snapshot snapshot(SessionCopy copy, long sequence) {
        return new Snapshot("s", stamp(sequence), true, MEMBERS, copy, null);
    }

    private static Base base(SessionCopy copy, long sequence) {
        return new Base(copy, stamp(sequence), MEMBERS);
    }

    private static Stamp stamp(long sequence) {
        return new Stamp(new Epoch(1, "a", 1), sequence);
    }
}
