package dev.livelet.cluster.codec;

import dev.livelet.RenderContext;
import dev.livelet.spi.SessionCopy;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All of a session's copy but its states, as a blob. A later release may add to the end of it.
 * Thread-safe.
 */
public final class CopyHeads {
    private static final Logger log = LoggerFactory.getLogger(CopyHeads.class);

    /** In the place of the state, which is not in the head. */
    private static final Object NONE = "no state";

    private final ValueCodec context;
    private final ValueCodec topics;
    private final ValueCodec refusals;
    private final ValueCodec instant;
    private final ValueCodec duration;
    private final MessageCodec messages;
    private final ValueCodec head = ValueCodec.of(this::put, this::take, null);
    private final Set<Class<?>> leftOut = ConcurrentHashMap.newKeySet();

    public CopyHeads(Codecs codecs) {
        context = codecs.of(RenderContext.class);
        topics = new CollectionCodec(List.class, codecs.of(String.class));
        refusals = new CollectionCodec(List.class, codecs.of(SessionCopy.Refusal.class));
        instant = codecs.of(Instant.class);
        duration = codecs.of(Duration.class);
        messages = codecs.messages();
    }

    public byte[] context(RenderContext value) {
        try (Output out = new Output()) {
            return out.blob(context, value);
        }
    }

    /**
     * @throws CodecException when the bytes are no context
     */
    public RenderContext context(byte[] blob) {
        return (RenderContext) there(Input.read(blob, context, false).value());
    }

    /** Leaves out the states, and timers whose message cannot travel. */
    public byte[] head(SessionCopy copy) {
        try (Output out = new Output()) {
            return out.blob(head, copy);
        }
    }

    /**
     * A copy with these states.
     *
     * @throws CodecException when the blob is none of {@link #head}
     */
    public SessionCopy copy(byte[] blob, Object state, List<SessionCopy.Version> window) {
        SessionCopy read = (SessionCopy) there(Input.read(blob, head, false).value());
        return new SessionCopy(
                read.attempt(),
                state,
                read.context(),
                read.answered(),
                read.sent(),
                read.acknowledged(),
                window,
                read.refusals(),
                read.topics(),
                read.timers());
    }

    private void put(Output out, SessionCopy copy) {
        out.begin(8);
        out.number((long) copy.attempt());
        context.write(copy.context(), out);
        out.number((long) copy.answered());
        out.number((long) copy.sent());
        out.number((long) copy.acknowledged());
        refusals.write(copy.refusals(), out);
        topics.write(copy.topics(), out);
        timers(copy.timers(), out);
        out.end();
    }

    private void timers(List<SessionCopy.Timer> timers, Output out) {
        List<SessionCopy.Timer> able = new ArrayList<>();
        List<byte[]> blobs = new ArrayList<>();
        for (SessionCopy.Timer timer : timers) {
            byte[] blob = message(timer);
            if (blob == null) continue;
            able.add(timer);
            blobs.add(blob);
        }
        out.begin(able.size());
        for (int i = 0; i < able.size(); i++) {
            out.begin(4);
            out.text(able.get(i).name());
            instant.write(able.get(i).due(), out);
            duration.write(able.get(i).period(), out);
            out.bytes(blobs.get(i));
            out.end();
        }
        out.end();
    }

    private byte @Nullable [] message(SessionCopy.Timer timer) {
        try {
            return messages.encode(timer.message());
        } catch (CodecException e) {
            if (leftOut.add(timer.message().getClass()))
                log.warn(
                        "The timer '{}' ends with its node: {}", timer.name(), e.getMessage());
            return null;
        }
    }

    private SessionCopy take(Input in) {
        in.begin();
        int attempt = in.element().integer(0, Integer.MAX_VALUE);
        RenderContext at = (RenderContext) there(context.read(in.element()));
        int answered = in.element().integer(0, Integer.MAX_VALUE);
        int sent = in.element().integer(0, Integer.MAX_VALUE);
        int acknowledged = in.element().integer(0, Integer.MAX_VALUE);
        List<SessionCopy.Refusal> refused = list(refusals.read(in.element()));
        List<String> subscribed = list(topics.read(in.element()));
        List<SessionCopy.Timer> timers = timers(in.element());
        while (in.more()) in.skip();
        in.leave();
        return new SessionCopy(
                attempt,
                NONE,
                at,
                answered,
                sent,
                acknowledged,
                List.of(),
                refused,
                subscribed,
                timers);
    }

    private List<SessionCopy.Timer> timers(Input in) {
        List<SessionCopy.Timer> timers = new ArrayList<>();
        in.begin();
        while (in.more()) {
            in.begin();
            String name = in.element().text();
            Instant due = (Instant) there(instant.read(in.element()));
            Duration period = (Duration) duration.read(in.element());
            byte[] blob = in.element().bytes();
            in.end();
            Object message = message(name, blob);
            if (message != null) timers.add(new SessionCopy.Timer(name, due, period, message));
        }
        in.leave();
        return timers;
    }

    /** Null for a message that only another release knows. */
    private @Nullable Object message(String timer, byte[] blob) {
        try {
            return messages.decode(blob);
        } catch (CodecException e) {
            if (e.kind() != CodecException.Kind.UNKNOWN) throw e;
            log.warn("The timer '{}' does not go on here: {}", timer, e.getMessage());
            return null;
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> List<T> list(@Nullable Object value) {
        return (List<T>) there(value);
    }

    private static Object there(@Nullable Object value) {
        if (value == null) throw CodecException.malformed("something is missing in a copy");
        return value;
    }
}
