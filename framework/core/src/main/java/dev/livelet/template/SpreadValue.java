package dev.livelet.template;

import dev.livelet.expression.Expression;
import dev.livelet.expression.Frame;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The value of {@code {...map}}: each attribute filtered by its name as if it were written out, in
 * the order of the names. What cannot be an attribute here ({@code on*}, {@code srcdoc}, {@code
 * style}, broken names) and what the element has already is left out; the log says so once a name.
 */
final class SpreadValue implements Expression {
    private static final Logger LOG = LoggerFactory.getLogger(SpreadValue.class);
    private static final int REMEMBERED = 100;

    private final String tag;
    private final Names.Space space;
    private final Set<String> written;
    private final boolean sealed;
    private final Expression map;
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    SpreadValue(Markup.Element element, Expression map) {
        this.tag = element.tag();
        this.space = element.space();
        this.map = map;
        this.written =
                element.attributes().stream()
                        .map(attribute -> Names.attribute(attribute.name(), space))
                        .collect(Collectors.toUnmodifiableSet());
        this.sealed = tag.equals("meta");
    }

    @Override
    public Map<String, Object> eval(Frame frame) {
        Map<String, Object> attributes = new TreeMap<>();
        if (map.eval(frame) instanceof Map<?, ?> given)
            given.forEach((name, value) -> add(String.valueOf(name), value, attributes));
        return attributes;
    }

    private void add(String given, @Nullable Object value, Map<String, Object> attributes) {
        String name = Names.attribute(given, space);
        if (written.contains(name)) return;
        AttributeContext context = AttributeContext.of(tag, space, name);
        boolean refused =
                !Names.plausible(name)
                        || sealed
                        || name.startsWith("xmlns")
                        || name.equals("method")
                        || context instanceof AttributeContext.Refused
                        || context instanceof AttributeContext.Style;
        if (refused) {
            if (reported.size() < REMEMBERED && reported.add(given)) {
                LOG.warn(
                        "The attribute '{}' of a spread on <{}> is left out: it cannot be set this"
                                + " way",
                        given,
                        tag);
            }
            return;
        }
        Object held = AttributeCompiler.filter(context).apply(value);
        if (held != null)
            attributes.put(name, held instanceof Boolean ? Boolean.TRUE : held.toString());
    }
}
