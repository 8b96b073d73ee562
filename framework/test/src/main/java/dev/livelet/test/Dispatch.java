package dev.livelet.test;

import dev.livelet.spi.Timers;
import dev.livelet.test.browser.EventPart;
import dev.livelet.test.browser.Fields;
import dev.livelet.test.browser.Modifiers;
import dev.livelet.test.browser.PageModel;

import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns what a user does at an element into the events of the bindings that hear it, as a DOM event
 * bubbles.
 */
final class Dispatch {
    private static final Set<String> NOT_BUBBLING =
            Set.of(
                    "focus",
                    "blur",
                    "mouseenter",
                    "mouseleave",
                    "scroll",
                    "load",
                    "error",
                    "toggle");
    private static final Set<String> ENDING = Set.of("click", "submit", "change");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Sends an event of a binding. */
    interface Sender {
        void send(EventPart event, @Nullable JsonNode payload, @Nullable Element cause);
    }

    private final PageModel page;
    private final VirtualClock clock;
    private final Sender sender;
    private final Set<EventPart> done = Collections.newSetFromMap(new IdentityHashMap<>());

    /** What waits for its debounce or throttle to end, in the order in which it happened. */
    private final Map<EventPart, Delayed> delayed = new LinkedHashMap<>();

    private @Nullable Element submitter;
    private final Map<EventPart, Long> throttledUntil = new IdentityHashMap<>();

    Dispatch(PageModel page, VirtualClock clock, Sender sender) {
        this.page = page;
        this.clock = clock;
        this.sender = sender;
    }

    /**
     * A pressed key with the modifier keys held, as letters of {@code csam}; nothing for events
     * that are no key's.
     */
    record Stroke(String key, String held) {}

    /**
     * An event of this type happens at the element.
     *
     * @return whether any binding heard it
     */
    boolean fire(Element target, String type, @Nullable Stroke stroke) {
        boolean heard = false;
        boolean stopped = false;
        boolean bubbles = !NOT_BUBBLING.contains(type);
        for (Element at = target;
                at != null && !stopped;
                at = at == page.root() || !bubbles ? null : at.parent()) {
            for (EventPart event : page.events(at)) {
                Modifiers modifiers = event.modifiers();
                if (!event.type().equals(type) || modifiers.onWindow() || modifiers.away())
                    continue;
                if (modifiers.self() && at != target || !fits(modifiers, stroke)) continue;
                hear(event, target, stroke);
                heard = true;
                stopped |= modifiers.stop();
            }
        }
        if (!stopped) heard |= fireElsewhere(target, type, stroke);
        return heard;
    }

    /** A form is submitted by this button, or by itself. */
    boolean submit(Element form, Element button) {
        submitter = button;
        try {
            return fire(form, "submit", null);
        } finally {
            submitter = null;
        }
    }

    /** Bindings that listen on the window, or for clicks outside their element. */
    private boolean fireElsewhere(Element target, String type, @Nullable Stroke stroke) {
        boolean heard = false;
        for (EventPart event : page.events()) {
            boolean elsewhere =
                    event.modifiers().onWindow()
                            || (event.modifiers().away() && !inside(target, event.element()));
            if (!elsewhere || !event.type().equals(type) || !fits(event.modifiers(), stroke))
                continue;
            hear(event, target, stroke);
            heard = true;
        }
        return heard;
    }

    private static boolean inside(Element element, Element around) {
        return element == around || element.parents().contains(around);
    }

    private static boolean fits(Modifiers modifiers, @Nullable Stroke stroke) {
        if (!modifiers.key().isEmpty()
                && (stroke == null || !stroke.key().equalsIgnoreCase(modifiers.key())))
            return false;
        return modifiers
                .held()
                .chars()
                .allMatch(c -> stroke != null && stroke.held().indexOf(c) >= 0);
    }

    private void hear(EventPart event, Element target, @Nullable Stroke stroke) {
        Modifiers modifiers = event.modifiers();
        if (modifiers.once() && !done.add(event)) return;
        Delayed fired = new Delayed(event, target, stroke);
        long wait = modifiers.debounce().toNanos();
        if (modifiers.throttle().isPositive())
            wait = throttledUntil.getOrDefault(event, 0L) - clock.nanos();
        if (wait <= 0) {
            // what the user did before comes before
            if (ENDING.contains(event.type())) List.copyOf(delayed.values()).forEach(this::send);
            send(fired);
            return;
        }
        Delayed before = delayed.remove(event);
        boolean debounced = modifiers.debounce().isPositive();
        if (before != null && before.timer != null && debounced) before.timer.cancel();
        if (before != null && !debounced) fired.timer = before.timer; // it is running
        else fired.timer = clock.after(Duration.ofNanos(wait), () -> sendDelayed(event));
        delayed.put(event, fired);
    }

    private void sendDelayed(EventPart event) {
        Delayed waiting = delayed.get(event);
        if (waiting != null) send(waiting);
    }

    private void send(Delayed fired) {
        EventPart event = fired.event;
        Delayed waiting = delayed.remove(event);
        if (waiting != null && waiting.timer != null) waiting.timer.cancel();
        throttledUntil.put(event, clock.nanos() + event.modifiers().throttle().toNanos());
        if (page.path(event) != null)
            sender.send(
                    event,
                    payload(event, fired.target, fired.stroke),
                    submitter == null ? fired.target : submitter);
    }

    /** An event that may have to wait. */
    private static final class Delayed {
        private final EventPart event;
        private final Element target;
        private final @Nullable Stroke stroke;
        private Timers.@Nullable Timer timer;

        Delayed(EventPart event, Element target, @Nullable Stroke stroke) {
            this.event = event;
            this.target = target;
            this.stroke = stroke;
        }
    }

    private @Nullable JsonNode payload(EventPart event, Element target, @Nullable Stroke stroke) {
        if (stroke != null && event.type().startsWith("key"))
            return JSON.arrayNode().add(stroke.key()).add(stroke.held());
        if (event.modifiers().pointer()) return JSON.arrayNode().add(0).add(0).add(0).add("");
        boolean value = event.type().equals("input") || event.type().equals("change");
        if (!value || event.element().tagName().equals("form")) return null;
        return fieldValue(isField(event.element()) ? event.element() : target);
    }

    private JsonNode fieldValue(Element field) {
        String kind = Fields.kind(field);
        if (kind.equals("checkbox"))
            return JSON.stringNode(page.fields().marked(field) ? "true" : "false");
        if (!kind.equals("select")) return JSON.stringNode(page.fields().text(field));
        List<String> values = page.fields().values(field);
        if (!field.hasAttr("multiple"))
            return JSON.stringNode(values.isEmpty() ? "" : values.getFirst());
        var array = JSON.arrayNode();
        values.forEach(array::add);
        return array;
    }

    static boolean isField(Element element) {
        return List.of("input", "select", "textarea").contains(element.tagName());
    }

    /** What can be done on the page, for messages. */
    List<String> bindings() {
        List<String> bindings = new ArrayList<>();
        for (EventPart event : page.events())
            bindings.add("on:" + event.type() + " at " + describe(event.element()));
        return bindings;
    }

    static String describe(Element element) {
        String text = element.text();
        return element.clone().empty().outerHtml().replaceAll("</[^>]*>$", "")
                + (text.length() > 40 ? text.substring(0, 40) + "…" : text);
    }
}
