package dev.livelet.test.browser;

import dev.livelet.protocol.Frames;

import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A page's end of the protocol: makes the frames that go up, applies those that come down, and
 * keeps count of patches and events. Confined to one thread.
 */
public final class Connection {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int PATCHES_BEFORE_ACKNOWLEDGEMENT = 4;

    private final Definitions definitions;
    private final PageModel page;
    private final Map<EventPart, FormPayload> forms = new IdentityHashMap<>();
    private final SentEvents<Sent> events = new SentEvents<>();
    private final List<Effect> effects = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private String session;
    private String token;
    private String where = "";
    private int attempt;
    private int seen;
    private int reported;
    private @Nullable Rejection rejection;
    private @Nullable String address;
    private boolean joined;

    /**
     * Something besides markup that a patch carried: {@code title}, {@code flash} or {@code push},
     * with its arguments.
     */
    public record Effect(String kind, List<JsonNode> arguments) {}

    /** An event that was refused, with the code of the protocol. */
    public record Refusal(EventPart event, int code) {}

    /** The page was sent away, with the code of the protocol. */
    public record Rejection(int code, String text) {}

    public Connection(Definitions definitions, PageModel page, String session, String token) {
        this.definitions = definitions;
        this.page = page;
        this.session = session;
        this.token = token;
    }

    /** In a cluster: what the page keeps, to bring it with its joins. */
    public void where(String where) {
        this.where = where;
        events.keepAnswered();
    }

    /** The frame that joins, or resumes: with the events that have no answer yet. */
    public String join(String bundle, String zone, boolean dark) {
        attempt++;
        joined = false;
        reported = seen;
        ArrayNode queue = JSON.arrayNode();
        for (Sent sent : events.kept()) {
            ArrayNode event = JSON.arrayNode().add(sent.seen());
            sent.tail().forEach(event::add);
            queue.add(event);
        }
        var about = JSON.objectNode().put("tz", zone).put("dark", dark);
        ArrayNode frame =
                JSON.arrayNode()
                        .add(0)
                        .add(session)
                        .add(token)
                        .add(seen)
                        .add(bundle)
                        .add(attempt)
                        .add(events.first());
        frame.add(queue).add(about);
        if (!where.isEmpty()) frame.add(where).add(events.answered());
        return frame.toString();
    }

    /**
     * The frame of an event, or null when a form has nothing new to say. One that is not sent goes
     * with the next join.
     *
     * @param payload null for none; a form's is made here
     * @param cause the field that caused an event of a form, the button that submits it, or null
     */
    public @Nullable String event(
            EventPart event, @Nullable JsonNode payload, @Nullable Element cause) {
        List<Integer> path = page.path(event);
        if (path == null)
            throw new Mismatch("The binding " + event.type() + " is no longer on the page");
        ArrayNode way = JSON.arrayNode();
        path.forEach(way::add);
        boolean form = formEvent(event);
        boolean submit = event.type().equals("submit");
        JsonNode sent = form ? formPayload(event, submit ? cause : null) : payload;
        if (form && !submit && sent != null && sent.isObject() && sent.isEmpty()) return null;
        ArrayNode tail = JSON.arrayNode().add(way);
        if (sent != null) tail.add(sent);
        if (sent != null && form && !submit && cause != null && !names(sent, cause.attr("name")))
            tail.add(cause.attr("name"));
        events.add(new Sent(event, payload, cause, seen, tail));
        ArrayNode frame = JSON.arrayNode().add(1).add(report());
        tail.forEach(frame::add);
        return frame.toString();
    }

    /**
     * An event that waits for its answer.
     *
     * @param seen the last patch before it
     * @param tail its path and what follows, as on the wire
     */
    private record Sent(
            EventPart event,
            @Nullable JsonNode payload,
            @Nullable Element cause,
            int seen,
            JsonNode tail) {}

    private static boolean formEvent(EventPart event) {
        return event.element().tagName().equals("form")
                && List.of("submit", "input", "change").contains(event.type());
    }

    private JsonNode formPayload(EventPart event, @Nullable Element submitter) {
        FormPayload form = forms.computeIfAbsent(event, e -> new FormPayload());
        return form.next(FormPayload.fields(event.element(), page.fields(), submitter));
    }

    private static boolean names(JsonNode payload, String field) {
        JsonNode object = payload.isArray() ? payload.get(0) : payload;
        return field.isEmpty() || (object.size() == 1 && object.has(field));
    }

    public String ping() {
        return "[5]";
    }

    public String leave() {
        return "[4]";
    }

    private @Nullable String dueAcknowledgement() {
        return unreported() >= PATCHES_BEFORE_ACKNOWLEDGEMENT ? acknowledgement() : null;
    }

    /** How many patches the server does not know to have been applied. */
    public int unreported() {
        return seen - reported;
    }

    /** The frame that tells the server of them. */
    public String acknowledgement() {
        return JSON.arrayNode().add(2).add(report()).toString();
    }

    private int report() {
        int count = seen - reported;
        reported = seen;
        return count;
    }

    /**
     * Applies a frame.
     *
     * @return the frame to send back, an acknowledgement, or null
     */
    public @Nullable String receive(String text) {
        JsonNode frame = JsonMapper.shared().readTree(text);
        int code = frame.get(0).asInt();
        if (code >= 0) {
            page.patch(frame, 1);
            takeEffects(frame, 1);
            seen++;
            events.answer(code);
            return dueAcknowledgement();
        }
        switch (code) {
            case -1 -> {
                return refuse(frame.get(1).asInt(), frame.get(2).asInt());
            }
            case -2 -> {
                joined(
                        frame,
                        () -> {
                            page.patch(frame, 3);
                            takeEffects(frame, 3);
                        });
                return dueAcknowledgement();
            }
            case -3 -> {
                joined(
                        frame,
                        () -> {
                            page.render(frame, 3);
                            forms.clear();
                        });
                return dueAcknowledgement();
            }
            case -4 -> rejection = new Rejection(frame.get(1).asInt(), frame.path(2).asString(""));
            case -5, -7 -> {}
            case -6 -> address = frame.get(1).asString();
            case -8 -> {
                session = frame.get(1).asString();
                token = frame.get(2).asString();
            }
            case -9 -> definitions.add(frame.get(1));
            case Frames.DURABLE -> {
                events.durable(frame.get(1).asInt());
                if (frame.has(2)) where(frame.get(2).asString());
            }
            default -> throw new Mismatch("No frame of the protocol: " + text);
        }
        return null;
    }

    private void joined(JsonNode frame, Runnable change) {
        int more = frame.get(2).asInt() - events.answered();
        if (more < 0) throw new Mismatch("The server takes back answers: " + frame);
        events.answer(more);
        change.run();
        seen = frame.get(1).asInt();
        joined = true;
    }

    private @Nullable String refuse(int count, int code) {
        List<Sent> answered = events.answer(count);
        // an event that has had its answer was run once more, on a copy that was older
        if (answered.isEmpty()) return null;
        Sent refused = answered.getLast();
        FormPayload form = forms.get(refused.event());
        if (form != null) form.forget();
        if (form == null || code != Frames.UNKNOWN_BASE) {
            refusals.add(new Refusal(refused.event(), code));
            return null;
        }
        return event(refused.event(), refused.payload(), refused.cause());
    }

    private void takeEffects(JsonNode frame, int from) {
        for (int i = from; i < frame.size(); i += 2) {
            if (frame.get(i).asInt() != -1) continue;
            for (JsonNode effect : frame.get(i + 1))
                effects.add(
                        new Effect(
                                effect.get(0).asString(), effect.valueStream().skip(1).toList()));
        }
    }

    /** Whether the server has let the page in. */
    public boolean joined() {
        return joined;
    }

    /** How many events a join would bring. */
    public int kept() {
        return events.kept().size();
    }

    /** How many events have no answer yet. */
    public int unanswered() {
        return events.unanswered();
    }

    /** All effects so far, oldest first. */
    public List<Effect> effects() {
        return List.copyOf(effects);
    }

    /** Takes the refusals since the last call. */
    public List<Refusal> takeRefusals() {
        List<Refusal> taken = List.copyOf(refusals);
        refusals.clear();
        return taken;
    }

    public @Nullable Rejection rejection() {
        return rejection;
    }

    /** Where the page was sent to, or null. */
    public @Nullable String address() {
        return address;
    }
}
