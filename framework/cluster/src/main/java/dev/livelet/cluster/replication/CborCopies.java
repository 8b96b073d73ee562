package dev.livelet.cluster.replication;

import dev.livelet.RenderContext;
import dev.livelet.cluster.codec.Carried;
import dev.livelet.cluster.codec.Codecs;
import dev.livelet.cluster.codec.StateCodec;
import dev.livelet.cluster.codec.StateParts;
import dev.livelet.spi.SessionCopy;
import dev.livelet.state.Structure;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Copies with states, and what timers will send, in the node's codecs. Versions that the page may
 * be showing come back as they were; the state to go on with knows that its node was lost, so what
 * was loading there has failed.
 */
public final class CborCopies implements CopyCodec {
    private final Codecs codecs;

    public CborCopies(Codecs codecs) {
        this.codecs = codecs;
    }

    @Override
    public Map<String, byte[]> changes(
            @Nullable Object before, Object after, @Nullable Object carried) {
        StateCodec codec = codecs.state(after.getClass());
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
                    .bytes(codecs.messages().encode(timer.message()));
        }
        return out.toBytes();
    }

    @Override
    public Decoded decode(
            Class<?> type, byte[] head, List<Encoded.Version> window, Encoded.State state) {
        StateCodec codec = codecs.state(type);
        Map<Encoded.State, Object> shown = new IdentityHashMap<>();
        List<SessionCopy.Version> versions = new ArrayList<>(window.size());
        for (Encoded.Version version : window) {
            versions.add(
                    new SessionCopy.Version(
                            version.number(),
                            shown.computeIfAbsent(
                                    version.state(),
                                    s -> codec.decode(new StateParts(s.parts())).state()),
                            context(new In(version.context()))));
        }
        StateCodec.Decoded now = codec.restore(new StateParts(state.parts()));
        Object asShown = shown.get(state);
        Object current =
                asShown != null && Structure.same(asShown, now.state()) ? asShown : now.state();
        return new Decoded(copy(new In(head), current, versions), now.carried());
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
            timers.add(
                    new SessionCopy.Timer(
                            name,
                            due,
                            period < 0 ? null : Duration.ofNanos(period),
                            codecs.messages().decode(in.bytes())));
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
                List.copyOf(timers));
    }
}
