package dev.livelet.test.property;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.livelet.LiveView;
import dev.livelet.On;
import dev.livelet.OnMessage;
import dev.livelet.Socket;
import dev.livelet.Template;
import dev.livelet.TemplateException;
import dev.livelet.test.property.Family.Node;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Generated templates in live sessions: wherever a binding stands (rows, branches, components,
 * contents, markup as a value), its handler gets the argument that the element shows; and after
 * each change of state the page is the fresh one.
 */
class EventPropertyTest {
    private static final int CASES = Integer.getInteger("livelet.eventCases", 1_000);

    /** Shows any state with any template, and notes what its handler gets. */
    static final class Any implements LiveView<Node> {
        private final Template<Node> template;
        private final Node first;
        private final List<@Nullable String> heard = new ArrayList<>();

        Any(Template<Node> template, Node first) {
            this.template = template;
            this.first = first;
        }

        record Become(Node node) {}

        @Override
        public Template<Node> template() {
            return template;
        }

        @Override
        public Node mount(Socket socket) {
            return first;
        }

        @On
        void hit(Node state, @Nullable String argument) {
            heard.add(argument);
        }

        @OnMessage
        Node become(Node state, Become message) {
            return message.node();
        }
    }

    @Test
    void handlersGetWhatTheElementShows() {
        long seed = PatchPropertyTest.SEED + 2_000_000;
        System.out.println("Events: seed " + seed + ", " + CASES + " cases");
        int events = 0;
        for (int i = 0; i < CASES; i++) {
            Choices choices = Choices.random(seed + i, 400);
            Result result = run(choices);
            events += result.events();
            if (result.wrong().isEmpty()) continue;
            int[] small = Shrinker.shrink(choices.made(), again -> !run(again).wrong().isEmpty());
            Choices again = Choices.replay(small);
            fail(
                    "seed "
                            + (seed + i)
                            + ", made as small as it gets:\n"
                            + Case.of(Choices.replay(small)).java()
                            + "\n"
                            + run(again).wrong());
        }
        System.out.println(events + " events");
        assertTrue(events > CASES / 2, "only " + events + " events");
    }

    private record Result(int events, String wrong) {}

    private static Result run(Choices choices) {
        Case one = Case.of(choices);
        Any view;
        try {
            view = new Any(one.compile(), one.states().getFirst());
        } catch (TemplateException e) {
            return new Result(0, "");
        }
        int events = 0;
        try (DirectPage page = new DirectPage(view)) {
            for (Node state : one.states()) {
                page.send(new Any.Become(state));
                page.verify();
                var bindings = page.model().events();
                for (int n = 0; n < Math.min(6, bindings.size()); n++) {
                    var binding = choices.of(bindings);
                    view.heard.clear();
                    page.event(binding);
                    String shown =
                            binding.element().hasAttr("data-arg")
                                    ? binding.element().attr("data-arg")
                                    : null;
                    if (view.heard.size() != 1)
                        return new Result(
                                events,
                                "the handler ran " + view.heard.size() + " times for " + shown);
                    if (!Objects.equals(normal(view.heard.getFirst()), shown))
                        return new Result(
                                events,
                                "the handler got '"
                                        + view.heard.getFirst()
                                        + "', the element shows '"
                                        + shown
                                        + "'");
                    events++;
                }
            }
            return new Result(events, "");
        } catch (RuntimeException | AssertionError e) {
            return new Result(
                    events,
                    e + "\n    at " + e.getStackTrace()[0] + "\n    at " + e.getStackTrace()[1]);
        }
    }

    /** Text as it is shown: no NUL, no lone surrogates, line ends are LF. */
    private static @Nullable String normal(@Nullable String text) {
        if (text == null) return null;
        StringBuilder normal = new StringBuilder();
        text.replace("\r\n", "\n")
                .replace('\r', '\n')
                .codePoints()
                .forEach(
                        c ->
                                normal.appendCodePoint(
                                        c == 0 || c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c));
        return normal.toString();
    }
}
