package dev.livelet.template;

import dev.livelet.Html;
import dev.livelet.Slot;
import dev.livelet.expression.Compiled;
import dev.livelet.expression.Expression;
import dev.livelet.expression.Reads;
import dev.livelet.expression.Scope;
import dev.livelet.template.Markup.Attribute;
import dev.livelet.template.Markup.Element;
import dev.livelet.template.Markup.Value;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compiles one template, on the thread that creates it: source to tree ({@link MarkupParser}), tree
 * to fragments, slots and a definition (here and in the compilers for elements, attributes, events
 * and components), and at the end the check that browsers would build the same tree ({@link
 * BrowserTree}). Fails with a {@link dev.livelet.TemplateException} that shows the place.
 */
final class TemplateCompiler {
    private static final Logger LOG = LoggerFactory.getLogger(TemplateCompiler.class);
    private static final Pattern LOOP =
            Pattern.compile(
                    "(?s)(\\s*)([A-Za-z_$][\\w$]*)(?:\\s*,\\s*([A-Za-z_$][\\w$]*))?\\s*:(.*)");

    private final SourceText source;
    private final Class<?> record;
    private final String owner;
    private final Scope scope;
    private final Expressions expressions;
    private final ElementCompiler elements;
    private final BranchCompiler branches;
    private final ComponentCompiler components;
    private List<TemplateReference> references = new ArrayList<>();
    private int contents;

    private TemplateCompiler(
            MethodHandles.Lookup lookup,
            Class<?> record,
            List<Class<?>> homes,
            SourceText source,
            String owner,
            List<Class<?>> uses) {
        this.source = source;
        this.record = record;
        this.owner = owner;
        this.scope = Scope.of(record, lookup, uses);
        this.expressions = new Expressions(source);
        this.elements = new ElementCompiler(this, source, expressions);
        this.branches = new BranchCompiler(this, source, expressions);
        this.components =
                new ComponentCompiler(
                        this, source, expressions, new ComponentFinder(lookup, homes, uses));
    }

    /**
     * @param homes the classes around which components are found
     * @param owner with the source it makes the template's number
     */
    static <S> CompiledTemplate<S> compile(
            MethodHandles.Lookup lookup,
            Class<S> record,
            List<Class<?>> homes,
            SourceText source,
            String owner,
            List<Class<?>> uses) {
        TemplateCompiler compiler =
                new TemplateCompiler(lookup, record, homes, source, owner, uses);
        List<Markup> nodes = MarkupParser.parse(source);
        FragmentBuilder out =
                new FragmentBuilder(new Definition().begin(), List.of(BrowserTree.around(nodes)));
        compiler.children(nodes, Place.of(record, compiler.scope), out);
        out.definition().end();
        BrowserTree.check(source, out.outline());
        return new CompiledTemplate<>(
                record,
                CompiledTemplate.id(owner, source.text()),
                source,
                out,
                compiler.scope,
                compiler.references);
    }

    /** A template made of content given to a component. */
    CompiledTemplate<?> content(Element content, List<Markup> nodes, Place place) {
        List<TemplateReference> around = references;
        references = new ArrayList<>();
        FragmentBuilder out =
                new FragmentBuilder(new Definition().begin(), List.of(BrowserTree.around(nodes)));
        int id = CompiledTemplate.id(owner + '\0' + contents++ + content.tag(), source.text());
        children(nodes, place, out);
        out.definition().end();
        CompiledTemplate<?> template =
                new CompiledTemplate<>(record, id, source, out, scope, references);
        references = around;
        return template;
    }

    BranchCompiler branches() {
        return branches;
    }

    void refer(TemplateReference template) {
        references.add(template);
    }

    void children(List<Markup> nodes, Place place, FragmentBuilder out) {
        for (int i = 0; i < nodes.size(); i++) {
            switch (nodes.get(i)) {
                case Markup.Text text ->
                        out.text(text.text(), source.source(text.offset(), text.end()), false);
                case Markup.Hole hole -> hole(hole, place, out, TemplateSlot.Text.Place.TEXT);
                case Element element when element.attribute(":for") != null ->
                        loop(element, place, out);
                case Element element when BranchCompiler.begins(element) ->
                        i = branches.compile(nodes, i, place, out);
                case Element element -> {
                    branches.refuseStray(element);
                    Attribute key = element.attribute(":key");
                    if (key != null)
                        throw source.error(
                                key.offset(), "':key' without a :for on the same element");
                    if (element.tag().equals("template") && element.space() == Names.Space.HTML) {
                        throw source.error(
                                element.offset(),
                                "a <template> groups what is under :if, :else, :for or :catch; this"
                                        + " one has none of them");
                    }
                    one(element, place, out);
                }
            }
        }
    }

    /** An element, a component or a group, its tests and loops aside. */
    void one(Element element, Place place, FragmentBuilder out) {
        if (element.isContent())
            throw source.error(
                    element.offset(),
                    "<"
                            + element.tag()
                            + "> takes no :for, :else, :else-if or :catch, and stands directly"
                            + " inside a component's tag");
        if (element.isComponent()) components.compile(element, place, out);
        else if (element.tag().equals("template") && element.space() == Names.Space.HTML)
            group(element, place, out);
        else {
            if (element.space() == Names.Space.HTML) components.refuseLowerCase(element);
            elements.compile(element, place, out);
        }
    }

    private void group(Element element, Place place, FragmentBuilder out) {
        for (Attribute attribute : element.attributes()) {
            if (!AttributeCompiler.DIRECTIVES.contains(attribute.name()))
                throw source.error(
                        attribute.offset(),
                        "a <template> is a group and not an element; '"
                                + attribute.name()
                                + "' would be nowhere");
        }
        children(element.children(), place, out);
    }

    void hole(Markup.Hole hole, Place place, FragmentBuilder out, TemplateSlot.Text.Place where) {
        Compiled compiled = expressions.compile(hole.code(), place.scope());
        Source at = source.source(hole.offset(), hole.end());
        if (Html.class.isAssignableFrom(Expressions.erase(compiled.type()))) {
            out.join(Edges.afterComment(true));
            out.part(5).end();
            out.bindAtOnce(true);
            boolean given = Expressions.erase(compiled.type()) == Slot.class;
            Expression markup =
                    given ? compiled.code() : new MarkupValue(compiled.code(), out.open(), at);
            out.slot(new TemplateSlot.Dynamic(compiled.reads(), at, markup));
            out.outline(new Outline.Content(at, hole.code().source().strip()));
            return;
        }
        expressions.checkText(hole.code(), compiled, "text");
        out.join(Edges.TEXT);
        out.part(1).end();
        Expression value = compiled.code();
        out.slot(
                new TemplateSlot.Text(
                        compiled.reads(), at, frame -> SlotValues.text(value.eval(frame)), where));
        out.outline(new Outline.Words(at));
    }

    private Markup.Code code(Attribute attribute, String expected) {
        if (attribute.value() instanceof Value.Computed computed) return computed.code();
        throw source.error(attribute.offset(), "expected " + expected);
    }

    private void loop(Element element, Place place, FragmentBuilder out) {
        Attribute attribute = java.util.Objects.requireNonNull(element.attribute(":for"));
        Markup.Code code = code(attribute, ":for={item : items} or :for={item, index : items}");
        Matcher parts = LOOP.matcher(code.source());
        if (!parts.matches())
            throw expressions.misfit(code, "expected 'item : items' or 'item, index : items'");
        Markup.Code itemsCode = new Markup.Code(code.offset() + parts.start(4), parts.group(4));
        Compiled compiled = expressions.compile(itemsCode, place.scope());
        Type type = expressions.elementType(itemsCode, compiled);
        int variable = place.scope().size();
        Scope inner = place.scope().with(parts.group(2), type);
        int index = -1;
        if (parts.group(3) != null) {
            index = inner.size();
            inner = inner.with(parts.group(3), int.class);
        }
        Attribute keyed = element.attribute(":key");
        Compiled key =
                keyed == null
                        ? null
                        : expressions.compile(
                                code(keyed, "a key: :key={" + parts.group(2) + ".id}"), inner);
        Source where = source.source(element.offset(), element.end());
        if (key == null)
            LOG.warn(
                    "{}: a :for without :key; give it :key={{}.…} so that rows keep what users do"
                            + " in them",
                    where,
                    parts.group(2));
        List<Stateful.Step> list = new StatePath(expressions).find(itemsCode, place);
        List<Stateful.Step> path = null;
        if (list != null
                && key != null
                && List.class.isAssignableFrom(Expressions.erase(compiled.type()))) {
            path = new ArrayList<>(list);
            path.add(new Stateful.Step.Element(variable, index, key.code()));
        }
        Place inside = place.with(inner, parts.group(2), path);
        if (parts.group(3) != null) inside = inside.with(inner, parts.group(3), null);

        out.join(Edges.afterComment(false));
        out.part(3).begin();
        FragmentBuilder row = out.nested();
        if (BranchCompiler.begins(element)) branches.compile(List.of(element), 0, inside, row);
        else one(element, inside, row);
        // so that each row has a node, which says where it is: what comes behind it goes there
        if (row.edges().nothing()) row.separator();
        boolean separated = row.edges().touches(row.edges());
        out.definition().end().number((separated ? 1 : 0) + (row.canWait() ? 2 : 0)).end();
        out.bindAtOnce(row.boundAtOnce());
        out.endsWith(row.edges().ends());
        // Twice: what may stand alone may not always stand beside itself.
        out.outline(new Outline.Group(where, row.outline()));
        out.outline(new Outline.Group(where, row.outline()));
        Fragment body = row.build();
        List<Integer> own = index < 0 ? List.of(variable) : List.of(variable, index);
        long reads =
                compiled.reads()
                        | without(body.reads() | (key == null ? Reads.NOTHING : key.reads()), own);
        out.slot(
                new TemplateSlot.Loop(
                        reads,
                        where,
                        items(compiled),
                        variable,
                        index,
                        key == null ? null : key.code(),
                        body,
                        separated));
    }

    /** Maps are walked by their entries. */
    private static Expression items(Compiled items) {
        Expression code = items.code();
        if (!SequencedMap.class.isAssignableFrom(Expressions.erase(items.type()))) return code;
        return frame ->
                code.eval(frame) instanceof Map<?, ?> map ? List.copyOf(map.entrySet()) : null;
    }

    /** A read-set as seen from outside of what binds these variables. */
    static long without(long reads, List<Integer> variables) {
        long own = Reads.NOTHING;
        // The last bit stands for all later variables too, so it stays.
        for (int variable : variables) if (variable < 16) own |= Reads.variable(variable);
        return reads & ~own;
    }
}
