package dev.livelet.template;

import dev.livelet.LiveletException;
import dev.livelet.expression.Expression;
import dev.livelet.expression.Frame;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The value of a hole that holds markup: held against the rules of the place where the hole stands,
 * because nobody knows at start-up what will come. A template that does not fit is an error of the
 * code; of trusted markup, which may hold what users wrote, the elements that do not fit are left
 * out and their content stays.
 */
final class MarkupValue implements Expression {
    private static final Logger LOG = LoggerFactory.getLogger(MarkupValue.class);

    private final Expression value;
    private final List<BrowserTree.Node> open;
    private final Source source;
    private final boolean free;
    private final Map<CompiledTemplate<?>, String> checked = new ConcurrentHashMap<>();
    private final AtomicBoolean reported = new AtomicBoolean();

    /**
     * @param open the elements around the hole, as far as its own template has them
     */
    MarkupValue(Expression value, List<BrowserTree.Node> open, Source source) {
        this.value = value;
        this.open = List.copyOf(open);
        this.source = source;
        this.free = open.stream().noneMatch(StructureRules::limits);
    }

    @Override
    public @Nullable Object eval(Frame frame) {
        return switch (value.eval(frame)) {
            case RecordHtml html -> fitting(html);
            case TrustedHtml html when !free -> fitting(html);
            case null -> null;
            case Object html -> html;
        };
    }

    private RecordHtml fitting(RecordHtml html) {
        String reason =
                checked.computeIfAbsent(
                        html.template(), template -> BrowserTree.misfit(template, open));
        if (!reason.isEmpty()) throw new LiveletException(source + ": " + reason);
        return html;
    }

    private TrustedHtml fitting(TrustedHtml html) {
        BrowserTree.Node parent = open.getLast();
        String reason = StructureRules.text(open);
        if (reason != null || Names.within(parent.tag(), parent.space()) != Names.Space.HTML) {
            throw new LiveletException(
                    source
                            + ": trusted markup cannot stand directly in <"
                            + parent.tag()
                            + ">; put it into an element, or use a template");
        }
        TrustedHtml kept = html.without(new TrustedFit(open));
        if (kept != html && reported.compareAndSet(false, true)) {
            LOG.warn(
                    "{}: elements of trusted markup cannot stand in {} and are left out, with their"
                            + " content kept; browsers would rearrange the page",
                    source,
                    tags());
        }
        return kept;
    }

    private Set<String> tags() {
        Set<String> tags = new java.util.TreeSet<>();
        for (BrowserTree.Node node : open) if (StructureRules.limits(node)) tags.add(node.tag());
        return tags;
    }
}
