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
import java.util.List;

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
            PageModel page = bound(definitions, template, states.getFirst());
            for (step = 1; step < states.size(); step++) {
                String frame = frame(template, states.get(step - 1), states.get(step));
                String before = String.join("\n", Canonical.of(page.root()));
                page.patch(JsonMapper.shared().readTree(frame), 1);
                String difference =
                        Difference.between(
                                Canonical.of(bound(definitions, template, states.get(step)).root()),
                                Canonical.of(page.root()));
                if (!difference.isEmpty())
                    return new Outcome.Fails(
                            "Step "
                                    + step
                                    + ": the patched page is not the fresh one (- missing, + too"
                                    + " many)\n"
                                    + difference
                                    + "\nthe patch: "
                                    + frame
                                    + "\nthe page before:\n"
                                    + before);
            }
            return new Outcome.Holds();
        } catch (RuntimeException | StackOverflowError e) {
            return new Outcome.Fails("Step " + step + ": " + trace(e));
        }
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
