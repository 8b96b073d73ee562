package dev.livelet.load;

import dev.livelet.protocol.Frames;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * One live page without a document: joins, sends events, acknowledges patches, keeps its events
 * until they are answered and in a cluster until they are durable, and comes back with them when it
 * has lost its socket, by the rules and the times of the browser's runtime.
 *
 * <p>Confined to the client's thread: a {@link PageListener} is there already, others go through
 * {@link LoadClient#execute} and {@link LoadClient#ask}.
 */
public final class LoadPage {
    private static final int PATCHES_BEFORE_ACKNOWLEDGEMENT = 4;

    /** So many events are kept for the next join at most; a further one is {@link #UNSENT}. */
    static final int MOST_KEPT = 100;

    /** The answer to an event that did not leave: no code of the protocol. */
    public static final int UNSENT = -1;

    private final LoadClient client;
    private final PageListener listener;
    private final Connection connection;
    private final SentEvents events = new SentEvents();
    private final ServerFrame frame = new ServerFrame();
    private @Nullable Definitions definitions;
    private String session = "";
    private String token = "";
    private int template;
    private @Nullable String where;
    private int attempt;
    private int seen;
    private int told;
    private int joins;
    private int fullRenders;
    private boolean live;
    private boolean watching;
    private @Nullable PageValues values;
    private @Nullable String rejection;

    LoadPage(LoadClient client, Supplier<URI> servers, String path, PageListener listener) {
        this.client = client;
        this.listener = listener;
        this.connection = new Connection(client, this, servers, path);
    }

    // ---- what a user does

    /**
     * The first event of this type on {@code tag}, {@code #id}, {@code .class} or {@code
     * [name=value]}.
     */
    public Locator locate(String type, String element) {
        return Objects.requireNonNull(definitions, "the page has no bundle yet")
                .locate(template, type, element);
    }

    /** Sends an event: now, or when there is a socket again. */
    public void send(Locator event, Payload payload) {
        send(event, payload, null);
    }

    /**
     * @param answered is told of the answer: 0, why the event was refused (docs/protocol.md), or
     *     {@link #UNSENT} when too many are kept for the next join
     */
    public void send(Locator event, Payload payload, @Nullable IntConsumer answered) {
        if (events.kept() >= MOST_KEPT) {
            if (answered != null) answered.accept(UNSENT);
            return;
        }
        String tail = event.json() + (payload.json().isEmpty() ? "" : "," + payload.json());
        events.add(new SentEvents.Sent(seen, tail, answered));
        client.tally().events++;
        write(Frames.EVENT, "," + tail);
        connection.expectAnswer();
    }

    /** Goes away for good, as when its window is closed. */
    public void leave() {
        connection.write("[" + Frames.LEAVE + "]");
        over("left");
    }

    /** Loses its socket, as when a network is gone; it comes back. */
    public void cut() {
        connection.lost("cut");
    }

    /** Follows from now on what the page shows: {@link #values}. */
    public void watch() {
        watching = true;
        if (live) askForAll();
    }

    // ---- what there is to know

    /** What the page shows; null until that is known, or when nobody {@link #watch}es. */
    public @Nullable PageValues values() {
        return values;
    }

    public boolean isLive() {
        return live;
    }

    /** Why the page is over, or null. */
    public @Nullable String rejection() {
        return rejection;
    }

    public int unanswered() {
        return events.unanswered();
    }

    /** Events that a join would bring. */
    public int kept() {
        return events.kept();
    }

    public int joins() {
        return joins;
    }

    /** How often everything was sent anew. */
    public int fullRenders() {
        return fullRenders;
    }

    public String session() {
        return session;
    }

    @Override
    public String toString() {
        String state = live ? "live" : rejection == null ? "away" : "over: " + rejection;
        return "page " + session + " (" + state + ", joins " + joins + ", patches " + seen + ")";
    }

    // ---- what its connection tells

    Connection connection() {
        return connection;
    }

    void fetched(FetchedPage page, Definitions bundle) {
        session = page.session();
        token = page.token();
        template = page.template();
        definitions = bundle;
    }

    /** The frame that a socket begins with. */
    String join() {
        JsonMapper json = JsonMapper.shared();
        StringBuilder queue = new StringBuilder();
        for (SentEvents.Sent event : events.all())
            queue.append(queue.isEmpty() ? "" : ",")
                    .append('[')
                    .append(event.seen())
                    .append(',')
                    .append(event.tail())
                    .append(']');
        told = seen;
        return "[0,\""
                + session
                + "\",\""
                + token
                + "\","
                + seen
                + ",\""
                + Objects.requireNonNull(definitions).hash()
                + "\","
                + ++attempt
                + ","
                + events.first()
                + ",["
                + queue
                + "],{\"tz\":\"UTC\",\"dark\":false},"
                + json.writeValueAsString(where)
                + ","
                + events.answered()
                + "]";
    }

    void away(String why) {
        if (live) client.tally().live--;
        live = false;
        client.tally().losses++;
        listener.lost(this, why);
    }

    void over(String why) {
        if (rejection != null) return;
        if (live) client.tally().live--;
        live = false;
        rejection = why;
        connection.end();
        client.tally().ended++;
        client.settled(this);
        listener.ended(this, why);
    }

    /** Nothing came for a while. */
    void acknowledge() {
        if (seen > told) write(Frames.ACK, "");
    }

    private void write(int kind, String tail) {
        if (!connection.isOpen()) return;
        connection.write("[" + kind + "," + (seen - told) + tail + "]");
        told = seen;
    }

    private void askForAll() {
        values = null;
        write(Frames.HEAL, ",[]");
    }

    // ---- frames

    void receive(byte[] bytes, int from, int to) {
        frame.set(bytes, from, to);
        client.tally().frames++;
        client.tally().bytes += frame.length();
        if (frame.isPatch()) {
            client.tally().patches++;
            if (values != null) values.patch(frame.json(), 1);
            seen(seen + 1);
            answer(frame.kind(), 0);
        } else other();
        listener.frame(this, frame);
    }

    private void other() {
        switch (frame.kind()) {
            case Frames.REFUSED -> answer(frame.number(1), frame.number(2));
            case Frames.JOINED, Frames.RENDERED -> joined();
            case Frames.REJECTED -> {
                var json = frame.json();
                over("rejected with " + json.get(1) + " " + json.path(2).asString(""));
            }
            case Frames.DRAIN -> connection.drain(frame.number(1));
            case Frames.GO -> over("sent to " + frame.json().get(1).asString());
            case Frames.CREDENTIALS -> {
                session = frame.json().get(1).asString();
                token = frame.json().get(2).asString();
            }
            case Frames.DEFINITIONS -> Objects.requireNonNull(definitions).add(frame.json().get(1));
            case Frames.DURABLE -> {
                events.durable(frame.number(1));
                var json = frame.json();
                if (json.size() > 2) {
                    where = json.get(2).asString();
                    events.keepAnswered();
                }
            }
            case Frames.PONG -> {
                // it lives
            }
            default -> throw new IllegalStateException("no frame of livelet.1: " + frame);
        }
    }

    private void joined() {
        boolean first = !live;
        boolean everything = frame.kind() == Frames.RENDERED;
        if (first) {
            live = true;
            joins++;
            client.tally().live++;
            client.tally().joins++;
            connection.joined();
        }
        if (everything) {
            fullRenders++;
            if (watching)
                values = PageValues.of(Objects.requireNonNull(definitions), frame.json(), 3);
        } else if (values != null) values.patch(frame.json(), 3);
        seen(frame.number(1));
        answer(frame.number(2) - events.answered(), 0);
        if (first) {
            if (watching && values == null) askForAll();
            client.settled(this);
            listener.joined(this);
        }
    }

    private void seen(int number) {
        seen = number;
        connection.patched();
        if (seen - told >= PATCHES_BEFORE_ACKNOWLEDGEMENT) acknowledge();
    }

    private void answer(int count, int code) {
        client.tally().answers += count;
        if (code != 0) client.tally().refusals++;
        events.answer(count, code);
    }
}
