package dev.livelet.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livelet.Async;
import dev.livelet.Form;
import dev.livelet.Html;
import dev.livelet.LiveletException;
import dev.livelet.Presence;
import dev.livelet.Shared;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.File;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

class StateTypeTest {
    enum Status {
        OPEN
    }

    sealed interface Shape permits Circle, Group, Special {}

    record Circle(double radius) implements Shape {}

    record Group(List<Shape> shapes) implements Shape {}

    enum Special implements Shape {
        NONE
    }

    record Row(int id, String label) {}

    record Pair<A, B>(A first, B second) {}

    record Signup(String email) {}

    private record Good(
            int count,
            @Nullable String name,
            Status status,
            Instant at,
            BigDecimal price,
            List<Row> rows,
            Map<String, List<Row>> groups,
            SequencedCollection<String> sequence,
            SortedMap<Instant, Row> sorted,
            Set<String> tags,
            Optional<Row> selected,
            Async<List<Row>> loaded,
            Shape shape,
            Pair<String, List<? extends Row>> pair,
            Shared<List<Row>> shared,
            Form<Signup> form,
            List<Presence.Entry> online,
            Html html) {}

    @Test
    void valuesRecordsAndCollectionsMakeAState() {
        StateType.of(Good.class);
    }

    record Owned(int id, File owner) {}

    interface Open {}

    sealed interface Half permits Circled, Plain {}

    record Circled(double radius) implements Half {}

    static final class Plain implements Half {}

    record Bad(
            List<Owned> rows,
            Date at,
            ArrayList<String> list,
            int[] numbers,
            Object anything,
            Open open,
            Half half,
            Supplier<String> supplier,
            Map<File, Thread> map,
            @SuppressWarnings("rawtypes") List raw,
            @SuppressWarnings("rawtypes") Async async,
            Optional<StringBuilder> text,
            Pair<String, Plain> pair) {}

    @Test
    void eachOffendingComponentIsNamedByItsPath() {
        assertEquals(
                """
                dev.livelet.state.StateTypeTest$Bad cannot be a state: what is in it must not change, and must fit on another node
                  Bad.rows[].owner: java.io.File cannot be in a state: keep what identifies it (a key, a path), and look it up where it is needed
                  Bad.at: java.util.Date cannot be in a state: use java.time.Instant or LocalDate
                  Bad.list: java.util.ArrayList cannot be in a state: declare it as java.util.List
                  Bad.numbers: int[] cannot be in a state: an array can be changed; use a List
                  Bad.anything: java.lang.Object cannot be in a state: say what it is: a record, or a sealed interface of records
                  Bad.open: dev.livelet.state.StateTypeTest$Open cannot be in a state: make it a sealed interface of records
                  Bad.half as Plain: dev.livelet.state.StateTypeTest$Plain cannot be in a state: make it a record; of a service or entity keep \
                what identifies it, and look it up where it is needed
                  Bad.supplier: java.util.function.Supplier cannot be in a state: a function has no value; keep what it decides by, or make it a \
                method
                  Bad.map[key]: java.io.File cannot be in a state: keep what identifies it (a key, a path), and look it up where it is needed
                  Bad.map[value]: java.lang.Thread cannot be in a state: keep what identifies it (a key, a path), and look it up where it is needed
                  Bad.raw: java.util.List cannot be in a state: say what it holds, as in List<Row>
                  Bad.async: dev.livelet.Async cannot be in a state: say what it holds, as in Async<Row>
                  Bad.text: java.lang.StringBuilder cannot be in a state: use String
                  Bad.pair.second: dev.livelet.state.StateTypeTest$Plain cannot be in a state: make it a record; of a service or entity keep what \
                identifies it, and look it up where it is needed\
                """,
                assertThrows(LiveletException.class, () -> StateType.of(Bad.class)).getMessage());
    }

    @Test
    void aStateIsARecord() {
        assertEquals(
                "A state is a record; java.lang.String is none. Make it one, with the values the"
                        + " page shows",
                assertThrows(LiveletException.class, () -> StateType.of(String.class))
                        .getMessage());
    }

    record Deep(
            List<Group> groups,
            Collection<String> names,
            SortedSet<String> sorted,
            Set<Integer> set,
            Map<String, List<Integer>> map) {}

    private static Deep commit(Deep state) {
        return (Deep) StateType.of(Deep.class).commit(state);
    }

    private static Deep deep(List<Group> groups) {
        return new Deep(groups, List.of(), new TreeSet<>(), Set.of(), Map.of());
    }

    @Test
    void whatIsImmutableStays() {
        record Flat(
                List<Row> rows,
                Set<String> tags,
                Map<String, Row> map,
                Optional<Row> row,
                @Nullable List<String> none) {}
        Flat flat =
                new Flat(
                        List.of(new Row(1, "a")),
                        Set.of("a"),
                        Map.of("a", new Row(2, "b")),
                        Optional.of(new Row(1, "a")),
                        null);
        assertSame(flat, StateType.of(Flat.class).commit(flat));
    }

    @Test
    void mutableListsBecomeImmutableAtAnyDepth() {
        List<Shape> inner = new ArrayList<>(List.of(new Circle(1)));
        Group still = new Group(List.of(new Circle(2)));
        Deep committed = commit(deep(List.of(new Group(inner), still)));
        inner.clear();
        assertEquals(List.of(new Group(List.of(new Circle(1))), still), committed.groups());
        assertSame(still, committed.groups().get(1));
        assertThrows(
                UnsupportedOperationException.class,
                () -> ((Group) committed.groups().get(0)).shapes().clear());
    }

    @Test
    void committingAgainChangesNothing() {
        Deep committed =
                commit(
                        new Deep(
                                new ArrayList<>(List.of(new Group(new ArrayList<>()))),
                                new java.util.ArrayDeque<>(List.of("b", "a")),
                                new TreeSet<>(List.of("b", "a")),
                                new LinkedHashSet<>(List.of(3, 1, 2)),
                                new HashMap<>(Map.of("k", new ArrayList<>(List.of(1))))));
        assertSame(committed, commit(committed));
        assertEquals("[3, 1, 2]", committed.set().toString());
        assertEquals("[b, a]", committed.names().toString());
        assertThrows(UnsupportedOperationException.class, () -> committed.map().get("k").add(2));
    }

    @Test
    void sortedOnesKeepTheirComparator() {
        TreeSet<String> down = new TreeSet<>(Comparator.reverseOrder());
        down.addAll(List.of("a", "c", "b"));
        Deep committed =
                commit(
                        new Deep(
                                List.of(),
                                List.of(),
                                down,
                                Set.of(),
                                new TreeMap<>(Map.of("k", List.of(1)))));
        down.clear();
        assertEquals("[c, b, a]", committed.sorted().toString());
        assertThrows(UnsupportedOperationException.class, () -> committed.sorted().clear());
    }

    @Test
    void aViewOfAMutableListIsCopied() {
        List<Group> mutable = new ArrayList<>(List.of(new Group(List.of())));
        Deep state = deep(Collections.unmodifiableList(mutable));
        Deep committed = commit(state);
        assertNotSame(state, committed);
        mutable.clear();
        assertEquals(1, committed.groups().size());
    }

    @Test
    void aListMayHoldNull() {
        record Holes(List<@Nullable String> values) {}
        Holes holes = (Holes) StateType.of(Holes.class).commit(new Holes(Arrays.asList("a", null)));
        assertNull(holes.values().get(1));
        assertSame(holes, StateType.of(Holes.class).commit(holes));
    }

    @Test
    void whatTheLastStateHeldIsNotLookedAtAgain() {
        List<Group> odd = new ArrayList<>();
        Deep before = deep(odd);
        Deep next = new Deep(odd, List.of("new"), before.sorted(), Set.of(), Map.of());
        assertSame(next, StateType.of(Deep.class).commit(next, before));
    }
}
