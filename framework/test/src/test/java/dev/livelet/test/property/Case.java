package dev.livelet.test.property;

import dev.livelet.RenderContext;
import dev.livelet.Template;
import dev.livelet.TemplateException;
import dev.livelet.diff.Differ;
import dev.livelet.diff.HtmlWriter;
import dev.livelet.diff.PatchWriter;
import dev.livelet.expression.Frame;
import dev.livelet.template.CompiledTemplate;
import dev.livelet.test.browser.Canonical;
import dev.livelet.test.browser.Definitions;
import dev.livelet.test.browser.Difference;
import dev.livelet.test.browser.PageModel;
import dev.livelet.test.browser.Styles;
import dev.livelet.test.property.Family.Node;

import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A template and the states that a page of it goes through. */
record Case(String source, List<Node> states) {
    static final Class<?>[] USES = {
        Node.class,
        Family.Dot.class,
        Family.Box.class,
        Family.Pile.class,
        Family.Shape.class,
        Family.Card.class,
        Family.Bare.class,
        Family.Empty.class,
        Family.Tree.class,
        Family.Line.class
    };

    static Case of(Choices choices) {
        String source = TemplateGenerator.source(choices);
        StateGenerator generator = new StateGenerator(choices);
        List<Node> states = new ArrayList<>();
        states.add(generator.node(3));
        do states.add(choices.chance(15) ? generator.node(3) : generator.near(states.getLast()));
        while (states.size() < 6 && choices.chance(75));
        return new Case(source, states);
    }

    /** How a case ended. */
    sealed interface Outcome {
        record Holds() implements Outcome {}

        /** The compiler refused the template, as it may. */
        record Refused(String why) implements Outcome {}

        record Fails(String why) implements Outcome {}
    }

    /** A page: its first render, and what it is drawn with. */
    record Rendered(String html, String sheet) {}

    CompiledTemplate<Node> compile() {
        return (CompiledTemplate<Node>)
                Template.of(java.lang.invoke.MethodHandles.lookup(), Node.class, source, USES);
    }

    static Rendered render(CompiledTemplate<?> template, Object state) {
        HtmlWriter writer = new HtmlWriter();
        writer.render(template, template.frame(state, RenderContext.DEFAULT));
        return new Rendered(
                new String(writer.toByteArray(), StandardCharsets.UTF_8), writer.styleSheet());
    }

    /** A patch frame that answers nothing. */
    static String frame(CompiledTemplate<?> template, Object before, Object after) {
        Frame a = template.frame(before, RenderContext.DEFAULT);
        Frame b = template.frame(after, RenderContext.DEFAULT);
        PatchWriter out = new PatchWriter().beginArray().number(0);
        Differ.diff(template, a, b, out);
        return new String(out.endArray().toByteArray(), StandardCharsets.UTF_8);
    }

    static Definitions definitions(CompiledTemplate<?> template) {
        Definitions definitions = Definitions.of(List.of(template));
        definitions.add((CompiledTemplate<?>) Family.PLAQUE);
        definitions.add((CompiledTemplate<?>) Family.OTHER);
        return definitions;
    }

    /** Goes through the states with the Java model of the client. */
    Outcome run() {
        CompiledTemplate<Node> template;
        try {
            template = compile();
        } catch (TemplateException e) {
            return new Outcome.Refused(String.valueOf(e.getMessage()));
        }
        int step = 0;
        try {
            Definitions definitions = definitions(template);
            Random random = new Random(source.hashCode());
            PageModel page = bound(definitions, template, states.getFirst());
            String wrong = full(definitions, template, states.getFirst());
            for (step = 1; step < states.size() && wrong.isEmpty(); step++) {
                Node before = states.get(step - 1);
                Node after = states.get(step);
                wrong = healed(definitions, template, before, after, random);
                if (wrong.isEmpty()) wrong = unchanged(template, after);
                if (wrong.isEmpty())
                    wrong =
                            patched(
                                    page,
                                    frame(template, before, after),
                                    bound(definitions, template, after));
            }
            return wrong.isEmpty()
                    ? new Outcome.Holds()
                    : new Outcome.Fails("Step " + step + ": " + wrong);
        } catch (RuntimeException | StackOverflowError e) {
            return new Outcome.Fails("Step " + step + ": " + trace(e));
        }
    }

    private static String patched(PageModel page, String frame, PageModel fresh) {
        List<String> before = Canonical.of(page.root());
        page.patch(JsonMapper.shared().readTree(frame), 1);
        String difference =
                Difference.between(Canonical.of(fresh.root()), Canonical.of(page.root()));
        if (difference.isEmpty()) return "";
        return "the patched page is not the fresh one (- missing, + too many)\n"
                + difference
                + "\nthe patch: "
                + frame
                + "\nthe page before:\n"
                + String.join("\n", before);
    }

    /** A full render by values gives what the HTML gives. */
    private static String full(Definitions definitions, CompiledTemplate<?> template, Node state) {
        PatchWriter out = new PatchWriter().beginArray().number(template.id());
        Differ.full(template, template.frame(state, RenderContext.DEFAULT), out);
        String frame = new String(out.endArray().toByteArray(), StandardCharsets.UTF_8);
        PageModel fresh = bound(definitions, template, state);
        PageModel page = bound(definitions, template, state);
        page.render(JsonMapper.shared().readTree(frame), 0);
        String difference =
                Difference.between(Canonical.of(fresh.root()), Canonical.of(page.root()));
        return difference.isEmpty()
                ? ""
                : "the full render is not the fresh one\n" + difference + "\nthe frame: " + frame;
    }

    /** Where a part is replaced on the way, the page is the same. */
    private static String healed(
            Definitions definitions,
            CompiledTemplate<?> template,
            Node before,
            Node after,
            Random random) {
        PageModel page = bound(definitions, template, before);
        List<List<Integer>> parts = page.parts();
        if (parts.isEmpty()) return "";
        int[] path =
                parts.get(random.nextInt(parts.size())).stream()
                        .mapToInt(Integer::intValue)
                        .toArray();
        PatchWriter out = new PatchWriter().beginArray().number(0);
        Frame a = template.frame(before, RenderContext.DEFAULT);
        Frame b = template.frame(after, RenderContext.DEFAULT);
        if (!Differ.heal(template, a, b, path, out)) return "";
        String frame = new String(out.endArray().toByteArray(), StandardCharsets.UTF_8);
        String wrong = patched(page, frame, bound(definitions, template, after));
        return wrong.isEmpty() ? "" : "healing " + Arrays.toString(path) + ": " + wrong;
    }

    /** A copy of a state, all of it other objects, is the same state. */
    private static String unchanged(CompiledTemplate<?> template, Node state) {
        String frame = frame(template, state, Copy.of(state));
        return frame.equals("[0]") ? "" : "a patch between equal states: " + frame;
    }

    private static String trace(Throwable e) {
        StringBuilder trace = new StringBuilder(e.toString());
        for (int i = 0; i < Math.min(8, e.getStackTrace().length); i++)
            trace.append("\n    at ").append(e.getStackTrace()[i]);
        if (e.getCause() != null) trace.append("\ncaused by ").append(trace(e.getCause()));
        return trace.toString();
    }

    static PageModel bound(Definitions definitions, CompiledTemplate<?> template, Object state) {
        Rendered rendered = render(template, state);
        return new PageModel(
                definitions, template.id(), rendered.html(), Styles.parse(rendered.sheet()));
    }

    /** The case as Java that can be pasted into a test. */
    String java() {
        StringBuilder java =
                new StringBuilder("@Test\nvoid found() {\n    holds(")
                        .append(JavaSource.of(source));
        for (Node state : states) java.append(",\n        ").append(JavaSource.of(state));
        return java.append(");\n}").toString();
    }
}
