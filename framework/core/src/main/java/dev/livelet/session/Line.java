package dev.livelet.session;

import dev.livelet.RenderContext;
import dev.livelet.diff.Differ;
import dev.livelet.diff.PatchWriter;
import dev.livelet.protocol.Frames;
import dev.livelet.spi.Transport;
import dev.livelet.template.CompiledTemplate;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The line to the page: the socket, what was sent over it and what the page is known to have.
 * Renders nothing while the page does not keep up: then the session is {@link #behind}, and later
 * one patch leads from what was sent last to what is current.
 *
 * <p>Confined to the session's turn. What rendering throws, the methods that render throw; then
 * nothing was sent and nothing counted.
 */
final class Line {
    private final SessionServices services;
    private final CompiledTemplate<?> template;
    private final Snapshots snapshots = new Snapshots();
    private final Outbox outbox;
    private final Refusals refusals = new Refusals();
    private @Nullable Transport transport;

    /** A join is under way: its answer says everything at once. */
    private boolean joining;

    /** The state, the answers or the effects are ahead of what was sent. */
    private boolean behind;

    /** The patch that the page had applied at the last join. */
    private int resumedAt;

    private int answered;

    /** The last event that this socket has been told the end of. */
    private int told;

    Line(SessionServices services, CompiledTemplate<?> template) {
        this.services = services;
        this.template = template;
        this.outbox = new Outbox(services.settings().effects());
    }

    Snapshots snapshots() {
        return snapshots;
    }

    @Nullable Transport transport() {
        return transport;
    }

    /** Events answered so far, told or not. */
    int answered() {
        return answered;
    }

    boolean behind() {
        return behind;
    }

    /** Whether a patch may be rendered and sent now. */
    boolean ready() {
        return transport != null
                && !joining
                && snapshots.inFlight() < services.settings().window()
                && transport.writable();
    }

    /** Whether the page listens. */
    boolean open() {
        return transport != null && !joining;
    }

    /** The first render, or the first after a restart: the page gets it by other ways. */
    void rendered(Object state, RenderContext context) {
        snapshots.add(new Snapshot(snapshots.sent(), state, context, services.nanos().getAsLong()));
    }

    /** No state is known to be on the page: what is sent next is a full render. */
    void forget() {
        snapshots.startAfter(snapshots.sent());
        behind = true;
    }

    /** Numbers go on from a page that belonged to another session. */
    void adopt(int seen, int lastEvent) {
        snapshots.startAfter(seen);
        answered = lastEvent;
    }

    /** From now until {@link #joined} only answers and effects are collected. */
    void joining(Transport transport, int seen, int first) {
        this.transport = transport;
        joining = true;
        resumedAt = seen;
        told = first - 1;
        // The page was told of events that this session has never seen: they cannot be made up for.
        answered = Math.max(answered, told);
        if (!snapshots.resumeAt(seen)) snapshots.startAfter(seen);
        outbox.resumeAt(seen);
        refusals.resumeAt(first);
    }

    void detach() {
        transport = null;
        joining = false;
    }

    /** Whether the page can have applied as many patches. */
    boolean acknowledge(int patches) {
        if (patches == 0) return true;
        if (!snapshots.acknowledge(patches)) return false;
        outbox.acknowledged(snapshots.acknowledged());
        refusals.acknowledged(snapshots.acknowledged());
        return true;
    }

    /** An event has been applied, its answer goes with the next patch. */
    void applied() {
        answered++;
        behind = true;
    }

    void refused(int code) {
        answered++;
        refusals.add(answered, code);
        if (!behind && !joining) tellRefusals();
    }

    /**
     * The state has gone back to what was rendered last: the events applied since then have failed.
     */
    void failPending() {
        refusals.fill(told + 1, answered, Frames.FAILED);
    }

    /** The state has changed, but nothing is sent for it now. */
    void fallBehind(List<byte[]> effects) {
        behind = true;
        keep(effects);
    }

    private void keep(List<byte[]> effects) {
        if (!effects.isEmpty()) services.counters().effectsDropped.add(outbox.add(effects));
    }

    /**
     * The patch from what was sent last to a state, ready to be sent; null when there is nothing to
     * say.
     *
     * @param more events to answer with it, besides those applied before
     * @param effects to send with it, besides those that wait
     */
    byte @Nullable [] patch(Object state, RenderContext context, int more, List<byte[]> effects) {
        PatchWriter out = new PatchWriter(services.duplicates());
        int answers = answered + more - told;
        out.beginArray().number(answers);
        boolean wrote = changes(out, state, context, effects);
        out.endArray();
        return wrote || answers > 0 ? out.toByteArray() : null;
    }

    private boolean changes(
            PatchWriter out, Object state, RenderContext context, List<byte[]> effects) {
        Snapshot last = snapshots.last();
        if (last == null) throw new IllegalStateException("there is nothing to patch");
        boolean wrote = false;
        if (last.state() != state || !last.context().equals(context)) {
            wrote =
                    Differ.diff(
                            template,
                            template.frame(last.state(), last.context()),
                            template.frame(state, context),
                            out);
        }
        List<byte[]> waiting = outbox.unsent();
        if (waiting.isEmpty() && effects.isEmpty()) return wrote;
        out.number(Frames.EFFECTS).beginArray();
        waiting.forEach(out::raw);
        effects.forEach(out::raw);
        out.endArray();
        return true;
    }

    /** Sends what {@link #patch} gave; the events it answers count as applied. */
    void send(byte[] patch, Object state, RenderContext context, int more, List<byte[]> effects) {
        answered += more;
        keep(effects);
        told = answered;
        sent(patch, state, context);
        outbox.sentWith(snapshots.sent());
    }

    private void sent(byte[] frame, Object state, RenderContext context) {
        snapshots.add(
                new Snapshot(snapshots.sent() + 1, state, context, services.nanos().getAsLong()));
        behind = false;
        services.counters().patches.increment();
        write(frame);
    }

    /** Sends whatever the page lacks, by a full render where it has to be one. */
    void catchUp(Object state, RenderContext context) {
        if (snapshots.last() == null) {
            full(state, context);
            return;
        }
        tellRefusals();
        byte[] patch = patch(state, context, 0, List.of());
        behind = false;
        if (patch != null) send(patch, state, context, 0, List.of());
    }

    /** Answers the join: with nothing, with a patch, or with a full render. */
    void joined(Object state, RenderContext context, boolean sameBundle) {
        snapshots.resumed(resumedAt);
        if (!sameBundle) {
            write(Definitions.frame(template));
            snapshots.startAfter(snapshots.sent());
        }
        if (snapshots.last() == null) {
            full(state, context);
        } else {
            PatchWriter out = new PatchWriter(services.duplicates());
            out.beginArray().number(Frames.JOINED).number(snapshots.sent() + 1L).number(answered);
            boolean wrote = changes(out, state, context, List.of());
            tellRefusals();
            told = answered;
            behind = false;
            if (wrote) send(out.endArray().toByteArray(), state, context, 0, List.of());
            else {
                snapshots.renumber();
                write(numbers(Frames.JOINED, snapshots.sent(), answered));
            }
        }
        joining = false;
    }

    private void full(Object state, RenderContext context) {
        PatchWriter out = new PatchWriter(services.duplicates());
        out.beginArray()
                .number(Frames.RENDERED)
                .number(snapshots.sent() + 1L)
                .number(answered)
                .number(template.id());
        Differ.full(template, template.frame(state, context), out);
        services.counters().fullRenders.increment();
        tellRefusals();
        told = answered;
        sent(out.endArray().toByteArray(), state, context);
        // A full render has no place for effects: they follow.
        byte[] patch = patch(state, context, 0, List.of());
        if (patch != null) send(patch, state, context, 0, List.of());
    }

    private void tellRefusals() {
        if (transport == null) return;
        for (Refusals.Refusal refusal : refusals.untold()) {
            write(numbers(Frames.REFUSED, refusal.event() - told, refusal.code()));
            told = refusal.event();
            refusals.told(refusal, snapshots.sent());
        }
    }

    void write(byte[] frame) {
        if (transport == null) return;
        services.counters().bytes.add(frame.length);
        transport.send(frame);
    }

    /** Tells why, then closes; the line is detached. */
    void close(byte @Nullable [] last, int code, String reason) {
        if (transport == null) return;
        if (last != null) write(last);
        services.counters().closed(code);
        transport.close(code, reason);
        detach();
    }

    static byte[] rejection(int code, String text) {
        return PageEffect.json(Frames.REJECTED, code, text);
    }

    private static byte[] numbers(long... numbers) {
        PatchWriter out = new PatchWriter().beginArray();
        for (long number : numbers) out.number(number);
        return out.endArray().toByteArray();
    }
}
