package dev.livelet.template;

import dev.livelet.expression.Compiled;
import dev.livelet.expression.Expression;
import dev.livelet.expression.ExpressionCompiler;
import dev.livelet.expression.Reads;
import dev.livelet.template.Markup.Attribute;
import dev.livelet.template.Markup.Element;
import dev.livelet.template.Markup.Value;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Compiles neighbouring elements of which one is shown at most: those of an {@code :if} with its
 * alternatives, and an error boundary ({@code :catch}) with its fallback.
 */
final class BranchCompiler {
    private static final List<String> DIRECTIVES = List.of(":if", ":else-if", ":else", ":catch");

    private final TemplateCompiler compiler;
    private final SourceText source;
    private final Expressions expressions;

    BranchCompiler(TemplateCompiler compiler, SourceText source, Expressions expressions) {
        this.compiler = compiler;
        this.source = source;
        this.expressions = expressions;
    }

    /** Whether an element is the first of several branches. */
    static boolean begins(Element element) {
        return element.attribute(":if") != null || element.attribute(":catch") != null;
    }

    /**
     * Compiles the branches that begin at {@code first}; blanks between them don't count.
     *
     * @return the index of the last one
     */
    int compile(List<? extends Markup> nodes, int first, Place place, FragmentBuilder out) {
        List<Element> branches = new ArrayList<>();
        int last = first;
        for (int i = first; i < nodes.size(); i++) {
            if (nodes.get(i) instanceof Markup.Text text && text.text().isBlank()) continue;
            if (!(nodes.get(i) instanceof Element element) || i > first && !continues(element))
                break;
            branches.add(element);
            last = i;
            if (element.attribute(":else") != null) break;
        }
        compile(branches, place, out);
        return last;
    }

    private static boolean continues(Element element) {
        return element.attribute(":for") == null
                && (element.attribute(":else-if") != null || element.attribute(":else") != null);
    }

    /** An element that comes after no branch must not be one. */
    void refuseStray(Element element) {
        for (String name : List.of(":else", ":else-if")) {
            Attribute stray = element.attribute(name);
            if (stray != null)
                throw source.error(
                        stray.offset(),
                        "'"
                                + name
                                + "' without an :if; expected it on the element right after one"
                                + " with :if or :else-if"
                                + (name.equals(":else") ? ", or with :catch" : ""));
        }
    }

    private void compile(List<Element> elements, Place place, FragmentBuilder out) {
        boolean boundary = elements.getFirst().attribute(":catch") != null;
        List<TemplateSlot.Conditional.Branch> branches = new ArrayList<>();
        long reads = Reads.NOTHING;
        boolean ends = false;
        out.join(Edges.afterComment(false));
        out.part(2);
        for (Element element : elements) {
            Attribute attribute = directive(element);
            if (boundary && attribute.name().equals(":else-if"))
                throw source.error(
                        attribute.offset(),
                        "':else-if' after ':catch': what is shown instead of a part that failed is"
                                + " one element with :else, or a <template :else> with more in it");
            Expression test = frame -> Boolean.TRUE;
            List<Integer> bound = List.of();
            Place inside = place;
            Compiled condition = condition(attribute, place);
            if (condition != null) {
                test = condition.code();
                bound = condition.bound();
                reads |= condition.reads();
                inside = place.with(condition.whenTrue());
            }
            out.definition().begin();
            FragmentBuilder branch = out.nested();
            compiler.one(element, inside, branch);
            out.definition().end();
            out.bindAtOnce(branch.boundAtOnce());
            ends |= branch.edges().ends();
            out.outline(
                    new Outline.Group(
                            source.source(element.offset(), element.end()), branch.outline()));
            Fragment body = branch.build();
            reads |= TemplateCompiler.without(body.reads(), bound);
            branches.add(new TemplateSlot.Conditional.Branch(test, bound, body));
        }
        out.definition().end();
        out.endsWith(ends);
        Element first = elements.getFirst();
        out.slot(
                new TemplateSlot.Conditional(
                        reads,
                        source.source(first.offset(), first.end()),
                        List.copyOf(branches),
                        boundary));
    }

    /** The one directive that makes the element a branch. */
    private Attribute directive(Element element) {
        Attribute found = null;
        for (Attribute attribute : element.attributes()) {
            if (!DIRECTIVES.contains(attribute.name())) continue;
            if (found != null)
                throw source.error(
                        attribute.offset(),
                        "'"
                                + attribute.name()
                                + "' beside '"
                                + found.name()
                                + "' on the same element; expected one of them"
                                + (found.name().equals(":catch")
                                                || attribute.name().equals(":catch")
                                        ? ": put one of the two on a <template> around it"
                                        : ""));
            found = attribute;
        }
        return Objects.requireNonNull(found);
    }

    /** The test of a branch that has one. */
    private @Nullable Compiled condition(Attribute attribute, Place place) {
        boolean bare = attribute.value() instanceof Value.Bare;
        switch (attribute.name()) {
            case ":else" -> {
                if (!bare)
                    throw source.error(
                            attribute.offset(),
                            "':else' takes no value; write :else-if={…} for a test");
                return null;
            }
            case ":catch" -> {
                if (!bare)
                    throw source.error(
                            attribute.offset(),
                            "':catch' takes no value; what is shown when the inside fails stands"
                                    + " right after the element: <p :else>…</p>");
                return null;
            }
            default -> {
                if (attribute.value() instanceof Value.Computed computed)
                    return test(computed.code(), place);
                throw source.error(
                        attribute.offset(), "expected a test: " + attribute.name() + "={…}");
            }
        }
    }

    /** A test of type boolean. */
    Compiled test(Markup.Code code, Place place) {
        Compiled test = expressions.compile(code, place.scope());
        if (Expressions.erase(test.type()) != boolean.class
                && Expressions.erase(test.type()) != Boolean.class) {
            throw expressions.misfit(
                    code,
                    "found "
                            + ExpressionCompiler.typeName(test.type())
                            + "; expected a boolean"
                            + (test.type() instanceof Class<?> c && c.isPrimitive()
                                    ? ": compare it"
                                    : ", like: " + code.source().strip() + " != null"));
        }
        return test;
    }
}
