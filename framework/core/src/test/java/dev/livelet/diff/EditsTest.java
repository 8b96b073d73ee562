package dev.livelet.diff;

import static dev.livelet.diff.HandMade.component;
import static dev.livelet.diff.HandMade.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livelet.expression.Expression;
import dev.livelet.expression.Reads;
import dev.livelet.template.Fragment;
import dev.livelet.template.TemplateSlot;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Generated templates and states: a patch makes of the page before what a full render makes of the
 * state after.
 */
class EditsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int CASES = 2_000;

    record State(
            @Nullable Object text,
            @Nullable Object mark,
            Object choice,
            List<Item> items,
            List<Item> more) {}

    /** Its equals lies, as users' do. */
    record Item(Object id, @Nullable Object text, @Nullable Object mark, List<Item> items) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Item item && item.id.equals(id);
        }

        @Override
        public int hashCode() {
            return id.hashCode();
        }
    }

    @Test
    void aPatchMakesTheNewPage() throws Exception {
        long seed = new Random().nextLong();
        for (int i = 0; i < CASES; i++) {
            long own = seed + i;
            try {
                oneCase(new Random(own));
            } catch (Throwable failure) {
                throw new AssertionError("seed " + own, failure);
            }
        }
    }

    private static void oneCase(Random random) throws Exception {
        Fragment template = new Generator(random).template();
        State before = Generator.state(random);
        State after = before;
        for (int edits = random.nextInt(5); edits >= 0; edits--)
            after = Generator.edited(after, random);
        String wanted = page(template, after).toString();

        PageModel page = page(template, before);
        JsonNode patch = JSON.readTree(HandMade.patch(template, before, after));
        page.apply(patch, 0);
        assertEquals(wanted, page.toString(), () -> "after " + patch);

        int[] path = random.ints(1 + random.nextInt(4), 0, 3).toArray();
        String healed = HandMade.heal(template, before, after, path);
        if (!healed.equals("root")) {
            PageModel part = page(template, before);
            part.damage(path, 0);
            part.apply(JSON.readTree(healed), 0);
            assertEquals(wanted, part.toString(), () -> "after healing " + healed);
        }
        assertEquals("[]", HandMade.patch(template, after, Generator.copy(after)));
    }

    private static PageModel page(Fragment template, State state) throws Exception {
        return PageModel.of(template, JSON.readTree(HandMade.full(template, state)), 0);
    }

    private static final class Generator {
        private final Random random;
        private int variables = 1;

        Generator(Random random) {
            this.random = random;
        }

        Fragment template() {
            return fragment(0, 0);
        }

        /**
         * @param owner the variable whose record the slots read: 0 the state, else an item
         */
        private Fragment fragment(int owner, int depth) {
            List<Object> parts = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                parts.add("<b>");
                parts.add(slot(owner, depth));
            }
            return HandMade.fragment(parts.toArray());
        }

        private TemplateSlot slot(int owner, int depth) {
            int text = owner == 0 ? 0 : 1;
            int kind = random.nextInt(depth > 2 ? 4 : 7);
            int source = owner > 0 && random.nextInt(4) == 0 ? 0 : owner;
            if (source == 0 && owner > 0) text = 0;
            return switch (kind) {
                case 0, 1 -> HandMade.text(reads(source, text), value(source, text));
                case 2 ->
                        HandMade.attribute(
                                "title", reads(source, text + 1), value(source, text + 1));
                case 3 ->
                        owner == 0
                                ? HandMade.text(0)
                                : HandMade.text(Reads.variable(owner + 1), variable(owner + 1));
                case 4, 5 -> list(owner, depth);
                default ->
                        HandMade.conditional(
                                2,
                                List.of(1, 2),
                                fragment(owner, depth + 1),
                                fragment(owner, depth + 1));
            };
        }

        private TemplateSlot list(int owner, int depth) {
            if (variables + 2 > 7) return HandMade.text(0);
            int item = variables;
            variables += 2;
            int component = owner == 0 ? 3 + random.nextInt(2) : 3;
            Expression key = random.nextInt(5) == 0 ? null : component(item, 0);
            TemplateSlot loop =
                    HandMade.list(
                            reads(owner, component),
                            value(owner, component),
                            item,
                            item + 1,
                            key,
                            fragment(item, depth + 1));
            variables -= 2;
            return loop;
        }

        private static long reads(int owner, int component) {
            return owner == 0 ? Reads.component(component) : Reads.variable(owner);
        }

        private static Expression value(int owner, int component) {
            return component(owner, component);
        }

        static State state(Random random) {
            return new State(
                    text(random),
                    mark(random),
                    random.nextInt(4),
                    items(random, 0),
                    items(random, 0));
        }

        static State edited(State state, Random random) {
            return switch (random.nextInt(7)) {
                case 0 ->
                        new State(
                                text(random),
                                state.mark(),
                                state.choice(),
                                state.items(),
                                state.more());
                case 1 ->
                        new State(
                                state.text(),
                                mark(random),
                                state.choice(),
                                state.items(),
                                state.more());
                case 2 ->
                        new State(
                                state.text(),
                                state.mark(),
                                random.nextInt(4),
                                state.items(),
                                state.more());
                case 3 ->
                        new State(
                                state.text(),
                                state.mark(),
                                state.choice(),
                                state.items(),
                                edited(state.more(), random));
                default ->
                        new State(
                                state.text(),
                                state.mark(),
                                state.choice(),
                                edited(state.items(), random),
                                state.more());
            };
        }

        private static List<Item> edited(List<Item> items, Random random) {
            List<Item> next = new ArrayList<>(items);
            int size = next.size();
            switch (random.nextInt(10)) {
                case 0 -> Collections.shuffle(next, random);
                case 1 -> Collections.reverse(next);
                case 2 -> next.clear();
                case 3 -> next.addAll(random.nextInt(size + 1), items(random, 0));
                case 4 ->
                        next.replaceAll(
                                item -> random.nextInt(3) == 0 ? edited(item, random) : item);
                case 5 -> next.removeIf(item -> random.nextInt(4) == 0);
                case 6 -> next.replaceAll(Generator::copy);
                case 7 -> next.addAll(items);
                default -> {
                    if (size > 0)
                        next.add(
                                random.nextInt(size),
                                edited(next.remove(random.nextInt(size)), random));
                }
            }
            return next.size() > 60 ? next.subList(0, 60) : next;
        }

        private static Item edited(Item item, Random random) {
            return switch (random.nextInt(4)) {
                case 0 -> new Item(item.id(), text(random), item.mark(), item.items());
                case 1 -> new Item(item.id(), item.text(), mark(random), item.items());
                case 2 -> new Item(item.id(), item.text() + "!", item.mark(), item.items());
                default ->
                        new Item(item.id(), item.text(), item.mark(), edited(item.items(), random));
            };
        }

        private static List<Item> items(Random random, int depth) {
            List<Item> items = new ArrayList<>();
            int count = random.nextInt(4) == 0 ? 0 : random.nextInt(depth == 0 ? 14 : 3);
            for (int i = 0; i < count; i++) {
                Object id = random.nextInt(8) == 0 ? List.of(i) : random.nextInt(20);
                items.add(
                        new Item(
                                id,
                                text(random),
                                mark(random),
                                depth > 2 ? List.of() : items(random, depth + 1)));
            }
            return items;
        }

        private static @Nullable Object text(Random random) {
            String[] pieces = {
                "", "a", "label", "\0", "\r\n", "\r", "\uD800", "\uDC00", "😀", "😁", "ä", "\n",
                "<&\">", "1"
            };
            if (random.nextInt(4) == 0)
                return random.nextBoolean() ? Integer.valueOf(random.nextInt(2000)) : null;
            if (random.nextInt(4) == 0)
                return "0123456789" + pieces[8 + random.nextInt(3)] + "0123456789";
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(6); i > 0; i--)
                text.append(pieces[random.nextInt(pieces.length)]);
            return text.toString();
        }

        private static @Nullable Object mark(Random random) {
            return switch (random.nextInt(4)) {
                case 0 -> null;
                case 1 -> random.nextBoolean();
                default -> text(random);
            };
        }

        /** Nothing of it is the same object. */
        private static State copy(State state) {
            return new State(
                    state.text(),
                    state.mark(),
                    state.choice(),
                    copies(state.items()),
                    copies(state.more()));
        }

        private static List<Item> copies(List<Item> items) {
            return items.stream().map(Generator::copy).toList();
        }

        private static Item copy(Item item) {
            return new Item(item.id(), item.text(), item.mark(), copies(item.items()));
        }
    }
}
