package dev.livelet.template;

import dev.livelet.LiveView;
import dev.livelet.LiveletException;
import dev.livelet.Slot;
import dev.livelet.TemplateException;
import dev.livelet.expression.Compiled;
import dev.livelet.expression.Expression;
import dev.livelet.expression.ExpressionCompiler;
import dev.livelet.expression.Frame;
import dev.livelet.expression.NearestName;
import dev.livelet.expression.Reads;
import dev.livelet.template.Markup.Attribute;
import dev.livelet.template.Markup.Element;
import dev.livelet.template.Markup.Value;

import org.jsoup.parser.Tag;
import org.jspecify.annotations.Nullable;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Compiles the use of a component: its record is made from typed attributes and from the content
 * between its tags.
 */
final class ComponentCompiler {
    private final TemplateCompiler compiler;
    private final SourceText source;
    private final Expressions expressions;
    private final ComponentFinder finder;
    private final StatefulCompiler stateful;

    ComponentCompiler(
            TemplateCompiler compiler,
            SourceText source,
            Expressions expressions,
            ComponentFinder finder) {
        this.compiler = compiler;
        this.source = source;
        this.expressions = expressions;
        this.finder = finder;
        this.stateful = new StatefulCompiler(source, expressions);
    }

    /** A tag that HTML does not know may be a component that was written in lower case. */
    void refuseLowerCase(Element element) {
        String tag = element.tag();
        if (tag.indexOf('-') >= 0 || Tag.isKnownTag(tag)) return;
        String name = Character.toUpperCase(tag.charAt(0)) + tag.substring(1);
        if (finder.find(name) != null)
            throw source.error(
                    element.offset() + 1,
                    "<" + tag + "> is no element of HTML; the component is written <" + name + ">");
    }

    /** What is given to one component of the record. */
    private record Given(@Nullable Expression value, long reads) {
        static final Given NOTHING = new Given(null, Reads.NOTHING);
    }

    void compile(Element element, Place place, FragmentBuilder out) {
        Class<?> type = finder.find(element.tag());
        if (type == null)
            throw source.error(
                    element.offset() + 1,
                    "no component "
                            + element.tag()
                            + NearestName.hint(element.tag(), finder.names())
                            + (element.tag()
                                            .equals(
                                                    element.tag()
                                                            .toUpperCase(java.util.Locale.ROOT))
                                    ? "; HTML's own tags are written in lower case"
                                    : ""));
        if (LiveView.class.isAssignableFrom(type)) {
            TemplateReference template = reference(element, type);
            place(element, template, stateful.slot(element, type, template, place), Map.of(), out);
            return;
        }
        if (!type.isRecord())
            throw source.error(
                    element.offset() + 1,
                    type.getName()
                            + " is no component; expected a record with a template, or a LiveView");
        TemplateReference template = template(element, type);
        Map<String, List<Outline>> contents = new LinkedHashMap<>();
        List<RecordComponent> components = Arrays.asList(type.getRecordComponents());
        Map<String, Given> given = attributes(element, components, place);
        contents(element, components, place, given, contents);
        List<Expression> arguments = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        long reads = Reads.NOTHING;
        for (RecordComponent component : components) {
            Given value = given.get(component.getName());
            if (value == null && !isSlot(component)) missing.add(component.getName());
            Given held = value == null ? Given.NOTHING : value;
            arguments.add(held.value == null ? frame -> null : held.value);
            reads |= held.reads;
        }
        if (!missing.isEmpty()) {
            throw source.error(
                    element.offset() + 1,
                    "<"
                            + element.tag()
                            + "> lacks "
                            + String.join(", ", missing)
                            + "; write "
                            + missing.getFirst()
                            + "={…}");
        }
        Source where = source.source(element.offset(), element.end());
        Expression record = new RecordMaker(type, finder.lookup(), arguments, where);
        place(
                element,
                template,
                new TemplateSlot.Component(reads, where, record, template, null),
                contents,
                out);
    }

    private TemplateReference template(Element element, Class<?> type) {
        TemplateReference template = finder.template(type);
        if (template == null) {
            throw source.error(
                    element.offset() + 1,
                    type.getName()
                            + " has no template; give the record 'static final Template<"
                            + type.getSimpleName()
                            + "> TEMPLATE = Template.of("
                            + type.getSimpleName()
                            + ".class, …)', or put "
                            + type.getSimpleName()
                            + ".html beside it");
        }
        try {
            template.now();
        } catch (Error | RuntimeException e) {
            TemplateException wrong = ComponentFinder.cause(e);
            if (wrong != null) throw wrong;
            throw e;
        }
        return template;
    }

    private void place(
            Element element,
            TemplateReference template,
            TemplateSlot.Component slot,
            Map<String, List<Outline>> contents,
            FragmentBuilder out) {
        CompiledTemplate<?> known = template.now();
        // While a template is being compiled nobody knows its edges; a separator too many does no
        // harm, one too few joins two texts.
        out.join(known == null ? Edges.TEXT : known.edges());
        out.part(4).id(template).end();
        out.bindAtOnce(known == null || known.boundAtOnce());
        out.slot(slot);
        out.outline(new Outline.Use(slot.source(), element.tag(), template, contents));
        compiler.refer(template);
    }

    private static boolean isSlot(RecordComponent component) {
        return component.getType() == Slot.class;
    }

    private Map<String, Given> attributes(
            Element element, List<RecordComponent> components, Place place) {
        Map<String, Given> given = new LinkedHashMap<>();
        for (Attribute attribute : element.attributes()) {
            String name = attribute.name();
            if (name.equals(":state"))
                throw source.error(
                        attribute.offset(),
                        "':state' belongs to a stateful component; "
                                + element.tag()
                                + " is a record: give it attributes");
            if (AttributeCompiler.DIRECTIVES.contains(name)) continue;
            if (name.startsWith("on:")) {
                throw source.error(
                        attribute.offset(),
                        "<"
                                + element.tag()
                                + "> is not stateful and emits nothing; put "
                                + name
                                + " on an element in its content or its template");
            }
            if (name.equals("..."))
                throw source.error(
                        attribute.offset(), "a component takes no {...}; write its attributes out");
            RecordComponent component =
                    components.stream()
                            .filter(candidate -> candidate.getName().equals(name))
                            .findFirst()
                            .orElse(null);
            if (component == null) {
                List<String> names = components.stream().map(RecordComponent::getName).toList();
                throw source.error(
                        attribute.offset(),
                        "<"
                                + element.tag()
                                + "> has no '"
                                + name
                                + "'"
                                + NearestName.hint(name, names)
                                + "; expected "
                                + (names.isEmpty()
                                        ? "no attributes"
                                        : "one of " + String.join(", ", names)));
            }
            if (isSlot(component) && !(attribute.value() instanceof Value.Computed)) {
                throw source.error(
                        attribute.offset(),
                        "'"
                                + name
                                + "' of <"
                                + element.tag()
                                + "> is content; write <:"
                                + name
                                + ">…</:"
                                + name
                                + ">");
            }
            given.put(name, value(attribute, component, place));
        }
        return given;
    }

    private Given value(Attribute attribute, RecordComponent component, Place place) {
        return switch (attribute.value()) {
            case Value.Computed computed -> {
                Compiled compiled = expressions.compile(computed.code(), place.scope());
                if (!ExpressionCompiler.assignable(compiled.type(), component.getGenericType())) {
                    throw expressions.misfit(
                            computed.code(),
                            mismatch(component, ExpressionCompiler.typeName(compiled.type())));
                }
                UnaryOperator<@Nullable Object> conversion =
                        ExpressionCompiler.conversion(compiled.type(), component.getGenericType());
                Expression code = compiled.code();
                yield new Given(frame -> conversion.apply(code.eval(frame)), compiled.reads());
            }
            case Value.Bare ignored -> {
                if (component.getType() != boolean.class && component.getType() != Boolean.class)
                    throw source.error(
                            attribute.offset(), mismatch(component, "nothing, which means true"));
                yield new Given(frame -> true, Reads.NOTHING);
            }
            case Value.Constant constant -> {
                requireText(constant.offset(), component);
                yield new Given(frame -> constant.text(), Reads.NOTHING);
            }
            case Value.Mixed mixed -> {
                requireText(mixed.offset(), component);
                MixedText text =
                        MixedText.of(
                                mixed.parts(),
                                expressions,
                                place.scope(),
                                "the attribute '" + attribute.name() + "'");
                yield new Given(text::join, text.reads());
            }
        };
    }

    private void requireText(int offset, RecordComponent component) {
        if (!component.getType().isAssignableFrom(String.class)) {
            throw source.error(
                    offset, mismatch(component, "String") + ": " + component.getName() + "={…}");
        }
    }

    private static String mismatch(RecordComponent component, String found) {
        return "'"
                + component.getName()
                + "' of <"
                + component.getDeclaringRecord().getSimpleName()
                + "> is a "
                + ExpressionCompiler.typeName(component.getGenericType())
                + ", found "
                + found;
    }

    private void contents(
            Element element,
            List<RecordComponent> components,
            Place place,
            Map<String, Given> given,
            Map<String, List<Outline>> outlines) {
        List<String> slots =
                components.stream()
                        .filter(ComponentCompiler::isSlot)
                        .map(RecordComponent::getName)
                        .toList();
        List<Markup> nested = new ArrayList<>();
        for (Markup child : element.children()) {
            if (child instanceof Element content && content.isContent()) {
                String name = content.tag().substring(1);
                if (!slots.contains(name)) {
                    throw source.error(
                            content.offset(),
                            "<"
                                    + element.tag()
                                    + "> has no content '"
                                    + name
                                    + "'"
                                    + NearestName.hint(name, slots)
                                    + "; expected a record component of type Slot");
                }
                if (given.containsKey(name))
                    throw source.error(
                            content.offset(),
                            "'" + name + "' of <" + element.tag() + "> is given twice");
                given.put(name, content(content, content.children(), place, outlines));
            } else if (!(child instanceof Markup.Text text && text.text().isBlank())) {
                nested.add(child);
            }
        }
        if (nested.isEmpty()) return;
        String name =
                slots.contains("content") ? "content" : slots.size() == 1 ? slots.getFirst() : "";
        int offset = nested.getFirst().offset();
        if (slots.isEmpty())
            throw source.error(
                    offset,
                    "<"
                            + element.tag()
                            + "> takes no content: its record has no component of type Slot");
        if (name.isEmpty())
            throw source.error(
                    offset,
                    "<"
                            + element.tag()
                            + "> takes several contents and none is called 'content'; write <:"
                            + slots.getFirst()
                            + ">…</:"
                            + slots.getFirst()
                            + ">");
        if (given.containsKey(name))
            throw source.error(offset, "'" + name + "' of <" + element.tag() + "> is given twice");
        Element whole = new Element(offset, offset, ":" + name, element.space(), List.of(), nested);
        given.put(
                name,
                content(
                        whole,
                        nested.size() < element.children().size() ? nested : element.children(),
                        place,
                        outlines));
    }

    /** Content is a template of its own that is evaluated in the frame of the one that gives it. */
    private Given content(
            Element content, List<Markup> nodes, Place place, Map<String, List<Outline>> outlines) {
        Place inside = place;
        Compiled test = null;
        for (Attribute attribute : content.attributes()) {
            if (!attribute.name().equals(":if")
                    || !(attribute.value() instanceof Value.Computed computed)) {
                throw source.error(
                        attribute.offset(),
                        "<" + content.tag() + "> takes no attribute but :if={…}");
            }
            test = compiler.branches().test(computed.code(), place);
            inside = place.with(test.whenTrue());
        }
        CompiledTemplate<?> template = compiler.content(content, nodes, inside);
        outlines.put(content.tag().substring(1), template.outline());
        compiler.refer(new TemplateReference(() -> template));
        if (test == null)
            return new Given(frame -> new SlotContent(template, frame), template.root().reads());
        Expression given = test.code();
        Expression value =
                frame -> {
                    Frame fork = frame.fork();
                    return Boolean.TRUE.equals(given.eval(fork))
                            ? new SlotContent(template, fork)
                            : null;
                };
        return new Given(
                value,
                test.reads() | TemplateCompiler.without(template.root().reads(), test.bound()));
    }

    private TemplateReference reference(Element element, Class<?> type) {
        try {
            return template(element, type);
        } catch (TemplateException e) {
            throw e;
        } catch (LiveletException e) {
            throw source.error(element.offset() + 1, String.valueOf(e.getMessage()));
        }
    }
}
