package dev.livelet.template;

import dev.livelet.expression.Compiled;
import dev.livelet.expression.Expression;
import dev.livelet.expression.Reads;
import dev.livelet.template.Markup.Attribute;
import dev.livelet.template.Markup.Value;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Compiles the attributes of one element: constants into the HTML and the definition, the rest into
 * slots whose values are filtered by context.
 */
final class AttributeCompiler {
    /** Bindings, tests and keys: not attributes. */
    static final Set<String> DIRECTIVES =
            Set.of(":if", ":else-if", ":else", ":for", ":key", ":state", ":catch");

    private final SourceText source;
    private final Expressions expressions;
    private final EventCompiler events;
    private final StyleCompiler styles;

    AttributeCompiler(SourceText source, Expressions expressions) {
        this.source = source;
        this.expressions = expressions;
        this.events = new EventCompiler(source, expressions);
        this.styles = new StyleCompiler(source, expressions);
    }

    /**
     * @param constants by name, in the order written
     * @param slots as they stand in the definition
     */
    record Result(Map<String, String> constants, List<String> slots) {}

    Result compile(Markup.Element element, Place place, FragmentBuilder out) {
        Result result = new Result(new LinkedHashMap<>(), new ArrayList<>());
        int first = out.nextEvent();
        for (Attribute attribute : element.attributes()) {
            String name = attribute.name();
            if (DIRECTIVES.contains(name)) {
                if (name.equals(":state"))
                    throw source.error(
                            attribute.offset(),
                            "':state' belongs to a stateful component, found it on <"
                                    + element.tag()
                                    + ">");
            } else if (name.startsWith("on:")) {
                EventCompiler.Event event =
                        events.onElement(attribute, element.tag(), first, place.scope());
                out.event(event.binding());
                out.bindAtOnce(event.elsewhere());
                result.slots.add(event.slot());
            } else if (name.equals("...")) {
                spread(attribute, element, place, out);
                result.slots.add("[3]");
            } else {
                named(attribute, element, place, out, result);
            }
        }
        return result;
    }

    private void named(
            Attribute attribute,
            Markup.Element element,
            Place place,
            FragmentBuilder out,
            Result result) {
        String name = Names.attribute(attribute.name(), element.space());
        checkName(attribute, name, element);
        if (name.equals("xmlns") || name.startsWith("xmlns:")) return;
        AttributeContext context = context(name, element);
        Source where = source.source(attribute.offset(), attribute.end());
        if (context instanceof AttributeContext.Refused refused
                && (refused.constant() || !isConstant(attribute.value()))) {
            throw source.error(attribute.offset(), refuse(attribute, refused));
        }
        if (context instanceof AttributeContext.Style) {
            StyleCompiler.Style style = styles.compile(attribute, place.scope());
            out.slot(new TemplateSlot.Style(style.reads(), where, style.value()));
            result.slots.add("[2]");
            return;
        }
        switch (attribute.value()) {
            case Value.Bare ignored -> constant(attribute.offset(), name, "", context, out, result);
            case Value.Constant constant -> {
                checkFieldName(name, constant, element);
                constant(constant.offset(), name, constant.text(), context, out, result);
            }
            case Value.Computed computed -> {
                Computed value = computed(computed.code(), place, context, name);
                slot(
                        new TemplateSlot.Attribute(value.reads, where, name, value.code),
                        element,
                        out,
                        result);
            }
            case Value.Mixed mixed -> {
                Computed value = mixed(mixed, place, context, name);
                slot(
                        new TemplateSlot.Attribute(value.reads, where, name, value.code),
                        element,
                        out,
                        result);
            }
        }
    }

    private static boolean isConstant(Value value) {
        return value instanceof Value.Bare || value instanceof Value.Constant;
    }

    private static String refuse(Attribute attribute, AttributeContext.Refused refused) {
        return (isConstant(attribute.value()) ? "'" : "a hole in '")
                + attribute.name()
                + "' is refused: "
                + refused.reason();
    }

    private void checkName(Attribute attribute, String name, Markup.Element element) {
        if (name.startsWith(":")) {
            throw source.error(
                    attribute.offset(),
                    "no directive '"
                            + name
                            + "'"
                            + dev.livelet.expression.NearestName.hint(name, DIRECTIVES));
        }
        if (!Names.plausible(name))
            throw source.error(
                    attribute.offset(),
                    "'" + attribute.name() + "' is not the name of an attribute");
        boolean field = element.tag().equals("select") || element.tag().equals("textarea");
        if (field && name.equals("value") && element.space() == Names.Space.HTML) {
            throw source.error(
                    attribute.offset(),
                    "<"
                            + element.tag()
                            + "> has no attribute 'value'; "
                            + (element.tag().equals("select")
                                    ? "write selected={…} on its options"
                                    : "write the value between its tags:"
                                            + " <textarea>{…}</textarea>"));
        }
    }

    private void checkFieldName(String name, Value.Constant value, Markup.Element element) {
        if ((name.equals("name") || name.equals("id"))
                && element.space() == Names.Space.HTML
                && Names.hidesPropertyOfForm(element.tag(), value.text()))
            throw source.error(
                    value.offset(),
                    "the "
                            + name
                            + " '"
                            + value.text()
                            + "' of this <"
                            + element.tag()
                            + "> is refused: it would hide the browser's own property form."
                            + value.text()
                            + "; name it otherwise");
    }

    private AttributeContext context(String name, Markup.Element element) {
        if (element.tag().equals("meta")
                && name.equals("content")
                && element.attribute("http-equiv") instanceof Attribute equiv) {
            boolean refresh =
                    equiv.value() instanceof Value.Constant constant
                            && constant.text().strip().equalsIgnoreCase("refresh");
            return refresh
                    ? new AttributeContext.Refresh()
                    : new AttributeContext.Refused(
                            "it sets a header of the page; write it out", false);
        }
        return AttributeContext.of(element.tag(), element.space(), name);
    }

    private void constant(
            int offset,
            String name,
            String value,
            AttributeContext context,
            FragmentBuilder out,
            Result result) {
        boolean harmless =
                switch (context) {
                    case AttributeContext.Url url -> url.filter().allows(value);
                    case AttributeContext.UrlSet ignored -> UrlFilter.MEDIA.allowsSet(value);
                    case AttributeContext.UrlList ignored -> UrlFilter.RESOURCE.allowsAll(value);
                    case AttributeContext.Refresh ignored ->
                            !UrlFilter.filterRefresh(value).isEmpty();
                    case AttributeContext.CssValue ignored -> StyleFilter.isValue(value);
                    default -> true;
                };
        if (!harmless)
            throw source.error(
                    offset,
                    "the value of '"
                            + name
                            + "' is refused: found '"
                            + shorten(value)
                            + "'; expected "
                            + expected(context));
        out.attribute(name, value);
        result.constants.put(name, value);
    }

    private static String expected(AttributeContext context) {
        return switch (context) {
            case AttributeContext.Url(UrlFilter filter) when filter == UrlFilter.LINK ->
                    "an http, https, mailto, tel or sms address, or a relative one";
            case AttributeContext.Url(UrlFilter filter) when filter == UrlFilter.MEDIA ->
                    "an http, https or blob address, data: of an image, or a relative address";
            case AttributeContext.CssValue ignored -> "a CSS value";
            default -> "http, https or relative addresses";
        };
    }

    private static String shorten(String value) {
        return value.length() > 60 ? value.substring(0, 59) + "…" : value;
    }

    private void slot(
            TemplateSlot.Attribute slot,
            Markup.Element element,
            FragmentBuilder out,
            Result result) {
        out.slot(slot);
        result.slots.add(
                "["
                        + (isProperty(element, slot.name()) ? 1 : 0)
                        + ","
                        + Definition.quote(slot.name())
                        + "]");
    }

    private static boolean isProperty(Markup.Element element, String name) {
        if (element.space() != Names.Space.HTML) return false;
        return switch (name) {
            case "value", "checked" -> element.tag().equals("input");
            case "selected" -> element.tag().equals("option");
            case "muted" -> element.tag().equals("video") || element.tag().equals("audio");
            default -> false;
        };
    }

    private record Computed(Expression code, long reads) {}

    private Computed computed(
            Markup.Code code, Place place, AttributeContext context, String name) {
        Compiled compiled = expressions.compile(code, place.scope());
        if (context instanceof AttributeContext.ClassNames) {
            Expression value = compiled.code();
            return new Computed(frame -> SlotValues.classes(value.eval(frame)), compiled.reads());
        }
        expressions.checkText(code, compiled, "the attribute '" + name + "'");
        Expression value = compiled.code();
        UnaryOperator<@Nullable Object> filter = filter(context);
        return new Computed(frame -> filter.apply(value.eval(frame)), compiled.reads());
    }

    /** From what an expression gives to what the slot holds. */
    static UnaryOperator<@Nullable Object> filter(AttributeContext context) {
        return switch (context) {
            case AttributeContext.Plain ignored -> SlotValues::attribute;
            case AttributeContext.Spelled ignored -> SlotValues::spelled;
            case AttributeContext.ClassNames ignored -> SlotValues::classes;
            case AttributeContext.Style ignored -> SlotValues::style;
            case AttributeContext.Url url -> strings(url.filter()::filter);
            case AttributeContext.UrlSet ignored -> strings(UrlFilter.MEDIA::filterSet);
            case AttributeContext.UrlList ignored -> strings(UrlFilter.RESOURCE::filterAll);
            case AttributeContext.Refresh ignored -> strings(UrlFilter::filterRefresh);
            case AttributeContext.CssValue ignored ->
                    strings(value -> StyleFilter.isValue(value) ? value : "none");
            case AttributeContext.Refused ignored -> value -> null;
        };
    }

    private static UnaryOperator<@Nullable Object> strings(UnaryOperator<String> filter) {
        return value -> {
            Object held = SlotValues.attribute(value);
            return held == null || held == Boolean.TRUE
                    ? held
                    : filter.apply(SlotValues.words(held));
        };
    }

    private Computed mixed(Value.Mixed mixed, Place place, AttributeContext context, String name) {
        List<Expression> pieces = new ArrayList<>();
        StringBuilder before = new StringBuilder();
        long reads = Reads.NOTHING;
        for (Markup.Part part : mixed.parts()) {
            switch (part) {
                case Markup.Text text -> {
                    pieces.add(frame -> text.text());
                    before.append(text.text());
                }
                case Markup.Hole hole -> {
                    Compiled compiled = expressions.compile(hole.code(), place.scope());
                    if (!(context instanceof AttributeContext.ClassNames))
                        expressions.checkText(
                                hole.code(), compiled, "the attribute '" + name + "'");
                    reads |= compiled.reads();
                    Expression value = compiled.code();
                    UnaryOperator<String> encoding =
                            context instanceof AttributeContext.Url
                                    ? urlPart(before.toString())
                                    : text -> text;
                    pieces.add(
                            context instanceof AttributeContext.ClassNames
                                    ? frame -> SlotValues.classes(value.eval(frame))
                                    : frame -> encoding.apply(SlotValues.words(value.eval(frame))));
                    before.append('\0');
                }
            }
        }
        UnaryOperator<@Nullable Object> filter =
                context instanceof AttributeContext.ClassNames ? value -> value : filter(context);
        return new Computed(frame -> filter.apply(join(pieces, frame)), reads);
    }

    private static String join(List<Expression> pieces, dev.livelet.expression.Frame frame) {
        StringBuilder text = new StringBuilder();
        for (Expression piece : pieces) {
            Object value = piece.eval(frame);
            if (value != null) text.append(value);
        }
        return text.toString();
    }

    /**
     * How a hole is encoded by what stands before it in the address; a hole before it counts as
     * NUL.
     */
    private static UnaryOperator<String> urlPart(String before) {
        String constant = before.replace("\0", "");
        if (constant.indexOf('?') >= 0 || constant.indexOf('#') >= 0)
            return UrlFilter::encodeComponent;
        // "/{x}" with x = "/evil.example" would lead to another host.
        if (before.equals("/"))
            return value -> UrlFilter.encodePath(value.replaceFirst("^[/\\\\]+", ""));
        if (constant.indexOf('/') >= 0 || constant.indexOf(':') >= 0) return UrlFilter::encodePath;
        return value -> value;
    }

    private void spread(
            Attribute attribute, Markup.Element element, Place place, FragmentBuilder out) {
        Value.Computed value = (Value.Computed) attribute.value();
        Compiled compiled = expressions.compile(value.code(), place.scope());
        if (!Map.class.isAssignableFrom(Expressions.erase(compiled.type()))) {
            throw expressions.misfit(
                    value.code(),
                    "found "
                            + dev.livelet.expression.ExpressionCompiler.typeName(compiled.type())
                            + " in {...}; expected a Map of attributes by name");
        }
        SpreadValue spread = new SpreadValue(element, compiled.code());
        out.slot(
                new TemplateSlot.Spread(
                        compiled.reads(),
                        source.source(attribute.offset(), attribute.end()),
                        spread));
    }
}
