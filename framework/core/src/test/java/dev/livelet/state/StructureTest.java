package dev.livelet.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import dev.livelet.Html;
import dev.livelet.RenderContext;
import dev.livelet.Shared;
import dev.livelet.expression.Frame;
import dev.livelet.expression.Reads;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

class StructureTest {
    enum Status {
        OPEN,
        CLOSED
    }

    private record Row(int id, String label, double price, List<String> tags) {}

    /** Its equals hides what changed, its accessor hides what it holds. */
    record Liar(int id, String label) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Liar liar && id == liar.id;
        }

        @Override
        public int hashCode() {
            throw new AssertionError("a user's hashCode was called");
        }

        @Override
        public String label() {
            return "hidden";
        }
    }

    record Node(int value, @Nullable Node next) {}

    static final class Plain {
        @Override
        public boolean equals(@Nullable Object other) {
            throw new AssertionError("a user's equals was called");
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    private static void same(@Nullable Object a, @Nullable Object b) {
        assertTrue(Structure.same(a, b), () -> a + " and " + b);
        assertTrue(Structure.same(b, a), () -> b + " and " + a);
        assertEquals(Structure.hash(a), Structure.hash(b), () -> "hash of " + a);
    }

    private static void different(@Nullable Object a, @Nullable Object b) {
        assertFalse(Structure.same(a, b), () -> a + " and " + b);
        assertFalse(Structure.same(b, a), () -> b + " and " + a);
    }

    private static Row row(int id) {
        return new Row(id, "row " + id, id / 2.0, List.of("a", "b"));
    }

    @Test
    void valuesAreComparedByEquals() {
        same(1000, 1000);
        same(new String("a"), new String("a"));
        same(LocalDate.of(2026, 1, 2), LocalDate.of(2026, 1, 2));
        same(Status.OPEN, Status.OPEN);
        same(null, null);
        different(1, 1L);
        different(null, "");
        different(0.0, -0.0);
        same(Double.NaN, Double.NaN);
        different(new BigDecimal("2.0"), new BigDecimal("2.00"));
        different(Status.OPEN, Status.CLOSED);
    }

    @Test
    void recordsAreComparedByTheirFields() {
        same(row(1), row(1));
        different(row(1), row(2));
        different(new Row(1, "a", 0.0, List.of()), new Row(1, "a", -0.0, List.of()));
    }

    @Test
    void anEqualsThatLiesIsNotAsked() {
        different(new Liar(1, "a"), new Liar(1, "b"));
        different(List.of(new Liar(1, "a")), List.of(new Liar(1, "b")));
        different(Map.of("k", new Liar(1, "a")), Map.of("k", new Liar(1, "b")));
        different(Optional.of(new Liar(1, "a")), Optional.of(new Liar(1, "b")));
        different(Map.entry("k", new Liar(1, "a")), Map.entry("k", new Liar(1, "b")));
        same(new Liar(1, "a"), new Liar(1, "a"));
        assertEquals(Reads.component(1), Structure.changed(new Liar(1, "a"), new Liar(1, "b")));
    }

    @Test
    void otherObjectsAreComparedByIdentity() {
        Plain plain = new Plain();
        same(plain, plain);
        different(new Plain(), new Plain());
        Supplier<String> a = () -> "a";
        different(a, (Supplier<String>) () -> "a");
    }

    @Test
    void collectionsAreComparedInTheirOrder() {
        same(List.of(1, 2), new ArrayList<>(List.of(1, 2)));
        same(new LinkedList<>(List.of(1, 2)), List.of(1, 2));
        different(List.of(1, 2), List.of(2, 1));
        different(List.of(1, 2), List.of(1, 2, 3));
        different(new LinkedHashSet<>(List.of(1, 2)), new LinkedHashSet<>(List.of(2, 1)));
        same(Set.of(1, 2, 3), Set.copyOf(List.of(1, 2, 3)));
        same(
                new TreeMap<>(Map.of("a", 1, "b", 2)),
                new LinkedHashMap<>(new TreeMap<>(Map.of("a", 1, "b", 2))));
        different(Map.of("a", 1), Map.of("a", 2));
        different(List.of(1), Set.of(1));
        same(new int[] {1, 2}, new int[] {1, 2});
        different(new int[] {1, 2}, new int[] {1, 3});
        same(new Row[] {row(1)}, new Row[] {row(1)});
    }

    @Test
    void aSharedValueIsComparedByIdentity() {
        List<Row> rows = List.of(row(1));
        Shared<List<Row>> shared = Shared.of(rows);
        same(shared, Shared.of(rows));
        different(shared, Shared.of(List.of(row(1))));
        different(shared, shared.with(List.of(row(1))));
        same(shared, shared.with(rows));
    }

    @Test
    void trustedMarkupIsComparedByItsText() {
        same(Html.trusted("<b>x</b>"), Html.trusted("<b>x</b>"));
        different(Html.trusted("<b>x</b>"), Html.trusted("<b>y</b>"));
    }

    @Test
    void framesAreComparedByTheirVariables() {
        Frame a = Frame.of(row(1), 2, 0, RenderContext.DEFAULT);
        Frame b = Frame.of(row(1), 2, 0, RenderContext.DEFAULT);
        same(a, b);
        b.set(1, "x");
        different(a, b);
        different(
                a,
                Frame.of(
                        row(1),
                        2,
                        0,
                        new RenderContext(
                                java.util.Locale.FRENCH, java.time.ZoneOffset.UTC, true)));
    }

    @Test
    void theMaskNamesTheComponentsThatChanged() {
        assertEquals(0, Structure.changed(row(1), row(1)));
        Row other = new Row(1, "other", 0.5, new ArrayList<>(List.of("a", "b")));
        assertEquals(Reads.component(1), Structure.changed(row(1), other));
        Row both = new Row(2, "row 1", 0.5, List.of("a"));
        assertEquals(Reads.component(0) | Reads.component(3), Structure.changed(row(1), both));
        assertEquals(Reads.RECORD, Structure.changed(row(1), new Liar(1, "")));
    }

    @Test
    void aLongChainOfRecordsDoesNotOverflowTheStack() {
        same(chain(200_000, 0), chain(200_000, 0));
        different(chain(200_000, 0), chain(200_000, 1));
    }

    private static Node chain(int length, int last) {
        Node node = new Node(last, null);
        for (int i = 0; i < length; i++) node = new Node(i, node);
        return node;
    }

    @Test
    void comparingEqualStatesAllocatesNothing() {
        List<Row> a = IntStream.range(0, 1000).mapToObj(StructureTest::row).toList();
        List<Row> b = IntStream.range(0, 1000).mapToObj(StructureTest::row).toList();
        for (int i = 0; i < 50; i++) same(a, b);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        boolean same = true;
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10; i++) same &= Structure.same(a, b);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(same);
        assertTrue(allocated < 1000, () -> allocated + " bytes for 10 comparisons of 1000 rows");
    }
}
