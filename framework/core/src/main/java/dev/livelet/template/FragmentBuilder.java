package dev.livelet.template;

import dev.livelet.expression.Reads;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A fragment while it is compiled: its HTML cut at the slots, its slots and events, its definition,
 * and its outline. Confined to one thread.
 */
final class FragmentBuilder {
    private final Definition definition;
    private final List<BrowserTree.Node> open;
    private final StringBuilder html = new StringBuilder();
    private final List<byte[]> statics = new ArrayList<>();
    private final List<TemplateSlot> slots = new ArrayList<>();
    private final List<EventBinding> events = new ArrayList<>();
    private long reads = Reads.NOTHING;
    private int depth;
    private boolean partsAtTop;
    private boolean boundAtOnce;
    private Edges edges = Edges.NOTHING;
    private List<Outline> outline = new ArrayList<>();

    /**
     * @param definition has the array of the fragment's nodes open
     * @param open the elements around the fragment
     */
    FragmentBuilder(Definition definition, List<BrowserTree.Node> open) {
        this.definition = definition;
        this.open = new ArrayList<>(open);
    }

    /** A fragment that stands where this one is now: a branch, or a row. */
    FragmentBuilder nested() {
        return new FragmentBuilder(definition, open);
    }

    /** The elements around what comes next. */
    List<BrowserTree.Node> open() {
        return List.copyOf(open);
    }

    Definition definition() {
        return definition;
    }

    /** Begins the definition of a part between the nodes. */
    Definition part(int kind) {
        partsAtTop |= depth == 0;
        return definition.begin().number(kind);
    }

    /** Something in it must be bound as soon as it is on the page, or may have to be. */
    void bindAtOnce(boolean needed) {
        boundAtOnce |= needed;
    }

    boolean boundAtOnce() {
        return boundAtOnce;
    }

    /**
     * Whether the browser may bind it when it is first needed: its top is elements and constant
     * text.
     */
    boolean canWait() {
        return !partsAtTop && !boundAtOnce;
    }

    /** How many slots and events there are so far. */
    int size() {
        return slots.size() + events.size();
    }

    FragmentBuilder html(String markup) {
        html.append(markup);
        return this;
    }

    FragmentBuilder attribute(String name, String value) {
        html.append(' ').append(name).append("=\"");
        Escape.attribute(value, html);
        html.append('"');
        return this;
    }

    /** Constant text; parsers drop a newline where {@code doubled}. */
    void text(String text, Source source, boolean doubled) {
        join(Edges.TEXT);
        if (doubled && text.startsWith("\n")) html.append('\n');
        Escape.text(text, html);
        definition.string(text);
        outline.add(new Outline.Words(source));
    }

    /**
     * Puts the separator where the next piece needs one, and takes the piece's edges. Comes before
     * the piece is written.
     */
    void join(Edges next) {
        if (edges.touches(next)) separator();
        edges = edges.then(next);
    }

    void separator() {
        html.append("<!>");
        definition.number(0);
    }

    /** The end of a piece whose beginning has been joined. */
    void endsWith(boolean text) {
        edges = new Edges(edges.begins(), text, false);
    }

    void slot(TemplateSlot slot) {
        cut();
        slots.add(slot);
        reads |= slot.reads();
    }

    private void cut() {
        statics.add(html.toString().getBytes(StandardCharsets.UTF_8));
        html.setLength(0);
    }

    /** The number that the next event gets. */
    int nextEvent() {
        return events.size();
    }

    void event(EventBinding event) {
        events.add(event);
    }

    void outline(Outline node) {
        outline.add(node);
    }

    /** Runs {@code children} as the content of an element: its edges are its own. */
    List<Outline> inside(BrowserTree.Node element, Runnable children) {
        Edges around = edges;
        List<Outline> outside = outline;
        edges = Edges.NOTHING;
        outline = new ArrayList<>();
        open.add(element);
        depth++;
        children.run();
        depth--;
        open.removeLast();
        List<Outline> found = List.copyOf(outline);
        edges = around;
        outline = outside;
        return found;
    }

    Edges edges() {
        return edges;
    }

    List<Outline> outline() {
        return List.copyOf(outline);
    }

    /** The fragment; nothing is added after this. */
    Fragment build() {
        cut();
        return new Fragment(List.copyOf(statics), List.copyOf(slots), List.copyOf(events), reads);
    }
}
