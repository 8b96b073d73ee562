package dev.livelet.cluster.replication;

import dev.livelet.EntityId;
import dev.livelet.RenderContext;
import dev.livelet.cluster.codec.Carried;
import dev.livelet.cluster.codec.CodecException;
import dev.livelet.cluster.codec.Codecs;
import dev.livelet.cluster.codec.MessageCodec;
import dev.livelet.cluster.codec.SharedAbsent;
import dev.livelet.cluster.codec.SharedCodec;
import dev.livelet.cluster.codec.StateCodec;
import dev.livelet.cluster.codec.StateParts;
import dev.livelet.spi.SessionCopy;
import dev.livelet.state.SharedParts;
import dev.livelet.state.Structure;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Copies with states, and what timers will send, in the node's codecs. Versions that the page may
 * be showing come back as they were; the state to go on with knows that its node was lost, so what
 * was loading there has failed.
 *
 * <p>Shared values of entities are in states by name and version only. A version that the page may
 * be showing but that no node has any more is left out of the window: a page that shows it gets a
 * whole render.
 */
public final class CborCopies implements CopyCodec {
    private static final Logger log = LoggerFactory.getLogger(CborCopies.class);

    /** Of what follows a head's fixed part: a number, and bytes. Unknown ones are skipped. */
    private static final int FORMS = 1;

    private static final int MARKUP = 2;

    private final Codecs states;
    private final SharedCodec sharing;
    private final MessageCodec messages;
    private final FormsCodec forms;

    public CborCopies(Codecs codecs) {
        this(codecs, SharedCodec.BY_VALUE, codecs.messages());
    }

    /**
     * @param states made with {@code sharing}
     * @param messages how what timers send travels: by value
     */
    public CborCopies(Codecs states, SharedCodec sharing, MessageCodec messages) {
        this.states = states;
        this.sharing = sharing;
        this.messages = messages;
        this.forms = new FormsCodec(messages);
    }

    @Override
    public Map<String, byte[]> changes(
            @Nullable Object before, Object after, @Nullable Object carried) {
        StateCodec codec = states.state(after.getClass());
        Carried unknown = carried instanceof Carried known ? known : Carried.NOTHING;
        StateParts parts =
                before == null
                        ? codec.encode(after, unknown)
                        : codec.changes(before, after, unknown);
        return parts.blobs();
    }

    @Override
    public byte[] context(RenderContext context) {
        Out out = new Out();
        context(out, context);
        return out.toBytes();
    }

    private static void context(Out out, RenderContext context) {
        out.text(context.locale().toLanguageTag())
                .text(context.zone().getId())
                .tag(context.dark() ? 1 : 0);
    }

    private static RenderContext context(In in) {
        return new RenderContext(
                Locale.forLanguageTag(in.text()), ZoneId.of(in.text()), in.tag() == 1);
    }

    @Override
    public byte[] head(SessionCopy copy) {
        Out out =
                new Out()
                        .number(copy.attempt())
                        .number(copy.answered())
                        .number(copy.sent())
                        .number(copy.acknowledged());
        context(out, copy.context());
        out.number(copy.refusals().size());
        copy.refusals().forEach(r -> out.number(r.event()).number(r.code()));
        out.number(copy.topics().size());
        copy.topics().forEach(out::text);
        out.number(copy.timers().size());
        for (SessionCopy.Timer timer : copy.timers()) {
            Duration period = timer.period();
            out.text(timer.name())
                    .number(timer.due().toEpochMilli())
                    .number(period == null ? -1 : period.toNanos())
                    .bytes(messages.encode(timer.message()));
        }
        if (copy.forms() != null) out.tag(FORMS).bytes(forms.encode(copy.forms()));
        if (copy.markup() != null) out.tag(MARKUP).bytes(markup(copy.markup()));
        return out.toBytes();
    }

    private static byte[] markup(SessionCopy.Markup markup) {
        Out out = new Out().number(markup.fingerprint()).number(markup.bindings().size());
        markup.bindings().forEach(out::number);
        return out.toBytes();
    }

    private static SessionCopy.Markup markup(In in) {
        int fingerprint = in.number();
        List<Integer> bindings = new ArrayList<>();
        for (int i = in.count(); i > 0; i--) bindings.add(in.number());
        return new SessionCopy.Markup(fingerprint, List.copyOf(bindings));
    }

    @Override
    public Decoded decode(
            Class<?> type, byte[] head, List<Encoded.Version> window, Encoded.State state) {
        return new Reading(type, false).decode(head, window, state);
    }

    @Override
    public CompletableFuture<Decoded> decoding(
            Class<?> type,
            byte[] head,
            List<Encoded.Version> window,
            Encoded.State state,
            boolean behind) {
        return decoding(new Reading(type, behind), head, window, state);
    }

    private CompletableFuture<Decoded> decoding(
            Reading reading, byte[] head, List<Encoded.Version> window, Encoded.State state) {
        Decoded decoded = null;
        RuntimeException failure = null;
        try {
            decoded = reading.decode(head, window, state);
        } catch (RuntimeException e) {
            failure = e;
        }
        Map<EntityId, Set<Long>> absent = reading.unasked();
        Set<EntityId> older = reading.unrenewed();
        if (!absent.isEmpty() || !older.isEmpty())
            return CompletableFuture.allOf(sharing.fetch(absent), sharing.renew(older))
                    .thenCompose(here -> decoding(reading, head, window, state));
        return decoded != null
                ? CompletableFuture.completedFuture(decoded)
                : CompletableFuture.failedFuture(Objects.requireNonNull(failure));
    }

    /**
     * Reads one copy, again when what it lacks has been asked for: each version once, and each
     * entity of the state once if the page has shown more than the copy has.
     */
    private final class Reading {
        private final StateCodec codec;
        private boolean behind;
        private final Set<EntityId> shown = new HashSet<>();
        private final Map<EntityId, Set<Long>> absent = new HashMap<>();
        private final Map<EntityId, Set<Long>> asked = new HashMap<>();

        Reading(Class<?> type, boolean behind) {
            codec = states.state(type);
            this.behind = behind;
        }

        Decoded decode(byte[] head, List<Encoded.Version> window, Encoded.State state) {
            Map<Encoded.State, Object> read = new IdentityHashMap<>();
            List<SessionCopy.Version> versions = new ArrayList<>(window.size());
            for (Encoded.Version version : window) {
                try {
                    versions.add(
                            new SessionCopy.Version(
                                    version.number(),
                                    read.computeIfAbsent(
                                            version.state(),
                                            s -> codec.decode(new StateParts(s.parts())).state()),
                                    context(new In(version.context()))));
                } catch (SharedAbsent e) {
                    lacks(e);
                }
            }
            try {
                StateCodec.Decoded now = codec.restore(new StateParts(state.parts()));
                if (behind)
                    SharedParts.each(now.state(), each -> each.entity().ifPresent(shown::add));
                Object asShown = read.get(state);
                Object current =
                        asShown != null && Structure.same(asShown, now.state())
                                ? asShown
                                : now.state();
                return new Decoded(copy(new In(head), current, versions), now.carried());
            } catch (SharedAbsent e) {
                lacks(e);
                shown.addAll(e.versions().keySet());
                throw e;
            }
        }

        /** What the state shows of entities, when somebody may have seen it newer; once. */
        Set<EntityId> unrenewed() {
            Set<EntityId> unrenewed = behind ? Set.copyOf(shown) : Set.of();
            behind &= unrenewed.isEmpty();
            return unrenewed;
        }

        private void lacks(SharedAbsent e) {
            e.versions().forEach((entity, some) -> set(absent, entity).addAll(some));
        }

        /** What was found missing and has not been asked for; it is taken to be from now on. */
        Map<EntityId, Set<Long>> unasked() {
            Map<EntityId, Set<Long>> unasked = new HashMap<>();
            absent.forEach(
                    (entity, some) -> {
                        for (long version : some)
                            if (set(asked, entity).add(version)) set(unasked, entity).add(version);
                    });
            absent.clear();
            return unasked;
        }

        private static Set<Long> set(Map<EntityId, Set<Long>> of, EntityId entity) {
            return of.computeIfAbsent(entity, e -> new HashSet<>());
        }
    }

    private SessionCopy copy(In in, Object state, List<SessionCopy.Version> window) {
        int attempt = in.number();
        int answered = in.number();
        int sent = in.number();
        int acknowledged = in.number();
        RenderContext context = context(in);
        List<SessionCopy.Refusal> refusals = new ArrayList<>();
        for (int i = in.count(); i > 0; i--) {
            refusals.add(new SessionCopy.Refusal(in.number(), in.number()));
        }
        List<String> topics = new ArrayList<>();
        for (int i = in.count(); i > 0; i--) {
            topics.add(in.text());
        }
        List<SessionCopy.Timer> timers = new ArrayList<>();
        for (int i = in.count(); i > 0; i--) {
            String name = in.text();
            Instant due = Instant.ofEpochMilli(in.longNumber());
            long period = in.longNumber();
            byte[] message = in.bytes();
            try {
                timers.add(
                        new SessionCopy.Timer(
                                name,
                                due,
                                period < 0 ? null : Duration.ofNanos(period),
                                messages.decode(message)));
            } catch (CodecException unknown) {
                log.warn("The timer '{}' of another release is not armed here", name, unknown);
            }
        }
        SessionCopy.Forms filledIn = null;
        SessionCopy.Markup markup = null;
        while (!in.isAtEnd()) {
            int section = in.tag();
            byte[] body = in.bytes();
            if (section == FORMS) filledIn = forms.decode(body);
            if (section == MARKUP) markup = markup(new In(body));
        }
        return new SessionCopy(
                attempt,
                state,
                context,
                answered,
                sent,
                acknowledged,
                List.copyOf(window),
                List.copyOf(refusals),
                List.copyOf(topics),
                List.copyOf(timers),
                filledIn,
                markup);
    }
}
