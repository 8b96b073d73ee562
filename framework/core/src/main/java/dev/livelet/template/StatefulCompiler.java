package dev.livelet.template;

import dev.livelet.LiveView;
import dev.livelet.expression.Compiled;
import dev.livelet.expression.ExpressionCompiler;
import dev.livelet.template.Markup.Attribute;
import dev.livelet.template.Markup.Element;
import dev.livelet.template.Markup.Value;

import java.util.ArrayList;
import java.util.List;

/** Compiles the use of a stateful component: the path of its state, and what it emits. */
final class StatefulCompiler {
    private final SourceText source;
    private final Expressions expressions;

    StatefulCompiler(SourceText source, Expressions expressions) {
        this.source = source;
        this.expressions = expressions;
    }

    TemplateSlot.Component slot(
            Element element, Class<?> type, TemplateReference template, Place place) {
        @SuppressWarnings("unchecked")
        Class<? extends LiveView<?>> view = (Class<? extends LiveView<?>>) type;
        Attribute state = element.attribute(":state");
        if (state == null || !(state.value() instanceof Value.Computed path)) {
            throw source.error(
                    element.offset() + 1,
                    element.tag()
                            + " is stateful; expected where its state lies in this one's: <"
                            + element.tag()
                            + " :state={component}/>");
        }
        List<EventBinding> emitted = new ArrayList<>();
        for (Attribute attribute : element.attributes()) {
            if (AttributeCompiler.DIRECTIVES.contains(attribute.name())) continue;
            if (!attribute.name().startsWith("on:")) {
                throw source.error(
                        attribute.offset(),
                        element.tag()
                                + " is stateful: what it shows is its state; expected :state and"
                                + " on:…, found '"
                                + attribute.name()
                                + "'");
            }
            emitted.add(
                    new EventCompiler(source, expressions)
                            .onComponent(attribute, element.tag(), place.scope()));
        }
        if (!element.children().isEmpty())
            throw source.error(
                    element.children().getFirst().offset(),
                    element.tag() + " is stateful and takes no content");
        Compiled record = expressions.compile(path.code(), place.scope());
        List<Stateful.Step> steps = new StatePath(expressions).of(path.code(), place);
        Class<?> wanted = TemplateFile.stateOf(view);
        if (wanted != null && !ExpressionCompiler.assignable(record.type(), wanted)) {
            throw expressions.misfit(
                    path.code(),
                    "the state of "
                            + element.tag()
                            + " is a "
                            + wanted.getSimpleName()
                            + ", found "
                            + ExpressionCompiler.typeName(record.type()));
        }
        Source where = source.source(element.offset(), element.end());
        Stateful stateful = new Stateful(view, steps, List.copyOf(emitted));
        return new TemplateSlot.Component(record.reads(), where, record.code(), template, stateful);
    }
}
