package dev.livelet.template;

import dev.livelet.template.Markup.Element;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compiles an element: its tag, its attributes, its children. */
final class ElementCompiler {
    /** Attributes that browsers look at while they build the tree. */
    private static final Set<String> STRUCTURAL =
            Set.of("type", "encoding", "color", "face", "size", "href", "controls", "usemap");

    private final TemplateCompiler compiler;
    private final SourceText source;
    private final Expressions expressions;
    private final AttributeCompiler attributes;

    ElementCompiler(TemplateCompiler compiler, SourceText source, Expressions expressions) {
        this.compiler = compiler;
        this.source = source;
        this.expressions = expressions;
        this.attributes = new AttributeCompiler(source, expressions);
    }

    void compile(Element element, Place place, FragmentBuilder out) {
        String tag = element.tag();
        boolean html = element.space() == Names.Space.HTML;
        out.join(Edges.CLOSED);
        Definition definition = out.definition().begin().string(tag);
        out.html("<").html(tag);
        AttributeCompiler.Result result = attributes.compile(element, place, out);
        if (html && tag.equals("form")) post(element, out, result);
        out.html(">");
        boolean raw = html && (tag.equals("textarea") || tag.equals("title"));
        boolean computed =
                raw && element.children().stream().anyMatch(Markup.Hole.class::isInstance);
        if (computed) {
            MixedText text =
                    MixedText.of(element.children(), expressions, place.scope(), "<" + tag + ">");
            Markup last = element.children().getLast();
            int end = last instanceof Markup.Hole hole ? hole.end() : last.offset();
            Source where = source.source(element.children().getFirst().offset(), end);
            boolean area = tag.equals("textarea");
            out.slot(
                    new TemplateSlot.Text(
                            text.reads(),
                            where,
                            text::join,
                            area
                                    ? TemplateSlot.Text.Place.TEXTAREA
                                    : TemplateSlot.Text.Place.TITLE));
            result.slots().add("[1,\"value\"]");
        }
        definition.raw(constants(result.constants()));
        StringBuilder slots = definition.later();
        int before = out.size();
        Map<String, String> structural = structural(element, result);
        List<Outline> children =
                out.inside(
                        BrowserTree.Node.open(tag, element.space(), structural),
                        () -> {
                            if (!computed) children(element, place, out);
                        });
        definition.end();
        boolean changes = !result.slots().isEmpty() || out.size() > before;
        slots.append(changes ? "[" + String.join(",", result.slots()) + "]" : "0");
        if (!html || !Names.VOID.contains(tag)) out.html("</").html(tag).html(">");
        out.outline(
                new Outline.Tag(
                        source.source(element.offset(), element.end()),
                        tag,
                        element.space(),
                        structural,
                        children));
    }

    private void children(Element element, Place place, FragmentBuilder out) {
        List<Markup> nodes = element.children();
        boolean eats =
                Names.EATS_NEWLINE.contains(element.tag()) && element.space() == Names.Space.HTML;
        if (!eats || nodes.isEmpty()) {
            compiler.children(nodes, place, out);
            return;
        }
        switch (nodes.getFirst()) {
            case Markup.Text text -> {
                out.text(text.text(), source.source(text.offset(), text.end()), true);
                compiler.children(nodes.subList(1, nodes.size()), place, out);
            }
            case Markup.Hole hole -> {
                compiler.hole(hole, place, out, TemplateSlot.Text.Place.PRE_START);
                compiler.children(nodes.subList(1, nodes.size()), place, out);
            }
            case Element first -> {
                // A component has nothing around it: if it begins with a newline, something must
                // stand before it.
                if (first.isComponent()) out.separator();
                compiler.children(nodes, place, out);
            }
        }
    }

    /**
     * A form without an action posts to the page itself, so that a submit before the runtime is
     * bound never puts a message into the address. {@link Names#POST_FORM} ends its start tag:
     * there the server puts the hidden {@code _livelet} input, which is no part of the definition.
     */
    private static void post(
            Element element, FragmentBuilder out, AttributeCompiler.Result result) {
        for (String name : List.of("action", "method")) if (element.attribute(name) != null) return;
        out.attribute("method", "post");
        result.constants().put("method", "post");
    }

    private static String constants(Map<String, String> constants) {
        if (constants.isEmpty()) return "0";
        StringBuilder json = new StringBuilder("{");
        constants.forEach(
                (name, value) -> {
                    if (json.length() > 1) json.append(',');
                    json.append(Definition.quote(name)).append(':').append(Definition.quote(value));
                });
        return json.append('}').toString();
    }

    private static Map<String, String> structural(
            Element element, AttributeCompiler.Result result) {
        Map<String, String> found = new LinkedHashMap<>();
        for (Markup.Attribute attribute : element.attributes()) {
            if (STRUCTURAL.contains(attribute.name()))
                found.put(attribute.name(), result.constants().getOrDefault(attribute.name(), ""));
        }
        return found;
    }
}
