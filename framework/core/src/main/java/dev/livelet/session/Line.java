package dev.livelet.session;

import dev.livelet.RenderContext;
import dev.livelet.diff.Differ;
import dev.livelet.diff.HtmlWriter;
import dev.livelet.diff.PatchWriter;
import dev.livelet.protocol.Frames;
import dev.livelet.spi.SessionCopy;
import dev.livelet.spi.Transport;
import dev.livelet.template.CompiledTemplate;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;

/**
 * The line to the page: what was sent over its socket and what the page is known to have. Renders
 * nothing while the page does not keep up: then the session is {@link #behind}, and later one patch
 * leads from what was sent last to what is current.
 *
 * <p>Confined to the session's turn. What rendering throws, the methods that render throw; then
 * nothing was sent and nothing counted.
 */
final class Line {
    private final SessionServices services;
    private final CompiledTemplate<?> template;
    private final Definitions definitions;
    private final CaughtParts caught;
    private final Snapshots snapshots = new Snapshots();
    private final Outbox outbox;
    private final Refusals refusals = new Refusals();
    private final PageSocket socket;

    /** A join is under way: its answer says everything at once. */
    private boolean joining;

    /** The state, the answers or the effects are ahead of what was sent. */
    private boolean behind;

    private int answered;

    /** The last event that this socket has been told the end of. */
    private int told;

    /** The last event whose effect has been rendered. */
    private int rendered;

    Line(Session session, Departures departures) {
        this.services = session.services();
        this.socket = new PageSocket(services.counters(), departures);
        this.template = session.view().template();
        this.definitions = new Definitions(session.view());
        this.caught = new CaughtParts(session);
        this.outbox = new Outbox(services.settings().effects());
    }

    /**
     * A patch, or another frame that brings the page forward, ready to be sent.
     *
     * @param templates that it names
     */
    record Patch(byte[] frame, Collection<CompiledTemplate<?>> templates) {}

    /** Events that the page may not know to be refused, for another node. */
    List<SessionCopy.Refusal> refused() {
        return refusals.copy();
    }

    Snapshots snapshots() {
        return snapshots;
    }

    PageSocket socket() {
        return socket;
    }

    /** Events answered so far, told or not. */
    int answered() {
        return answered;
    }

    /** The last event that the page has been told the end of. */
    int told() {
        return told;
    }

    boolean behind() {
        return behind;
    }

    /** Whether the page listens. */
    boolean open() {
        return socket.connected() && !joining;
    }

    /** Whether a patch may be rendered and sent now. */
    boolean ready() {
        return !joining && snapshots.inFlight() < services.settings().window() && socket.writable();
    }

    /** The first render is on its way, in the page itself. */
    void rendered(
            Object state,
            RenderContext context,
            Collection<CompiledTemplate<?>> templates,
            List<byte[]> effects) {
        snapshots.add(new Snapshot(0, state, context, now()));
        definitions.used(templates);
        if (!effects.isEmpty()) fallBehind(effects);
    }

    /** What the page shows is of no use any more: what is sent next is a full render. */
    void forget() {
        snapshots.forget();
        behind = true;
    }

    /** The page belonged to another session: its event numbers go on. */
    void adopt(int lastEvent) {
        skip(lastEvent);
        snapshots.forget();
    }

    /** The page was told of events that this session has never seen: they cannot be made up for. */
    void skip(int lastEvent) {
        answered = Math.max(answered, lastEvent);
        rendered = Math.max(rendered, lastEvent);
    }

    /** Goes on from where the session's line on another node was. */
    void restore(SessionCopy copy) {
        snapshots.restore(copy, now());
        answered = copy.answered();
        rendered = answered;
        copy.refusals().forEach(refusal -> refusals.add(refusal.event(), refusal.code()));
        behind = true;
    }

    /** From now until {@link #joined} only answers and effects are collected. */
    void joining(Transport transport, int seen, int lastTold) {
        socket.attach(transport);
        joining = true;
        told = lastTold;
        snapshots.rejoin(seen);
        outbox.resumeAt(seen);
        refusals.resumeAt(told + 1);
    }

    /**
     * @return false when the page cannot have applied as many patches
     */
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
        refusals.fill(rendered + 1, answered, Frames.FAILED);
    }

    /** The state has changed, or there are effects, but nothing is sent for it now. */
    void fallBehind(List<byte[]> effects) {
        behind = true;
        keep(effects);
    }

    private void keep(List<byte[]> effects) {
        if (!effects.isEmpty()) services.counters().effectsDropped.add(outbox.add(effects));
    }

    /**
     * The patch from what was sent last to a state; null when there is nothing to say.
     *
     * @param more events to answer with it, besides those applied before
     * @param effects to send with it, besides those that wait
     */
    @Nullable Patch patch(Object state, RenderContext context, int more, List<byte[]> effects) {
        Snapshot last = snapshots.last();
        if (last == null) throw new IllegalStateException("there is nothing to patch");
        PatchWriter out = writer();
        int answers = answered + more - told;
        out.beginArray().number(answers);
        boolean wrote = changes(last, state, context, effects, out) || answers > 0;
        out.endArray();
        return wrote ? new Patch(out.toByteArray(), out.templates()) : null;
    }

    /** {@link #patch} gave nothing: what the page shows is what it would show for this state. */
    void unchanged(Object state, RenderContext context) {
        snapshots.replaceLast(state, context);
    }

    private boolean changes(
            Snapshot from,
            Object state,
            RenderContext context,
            List<byte[]> effects,
            PatchWriter out) {
        boolean wrote = false;
        if (from.state() != state || !from.context().equals(context)) {
            wrote =
                    Differ.diff(
                            template,
                            template.frame(from.state(), from.context()),
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
    void send(Patch patch, Object state, RenderContext context, int more, List<byte[]> effects) {
        answered += more;
        keep(effects);
        sent(patch, state, context);
        outbox.sentWith(snapshots.sent());
    }

    private void sent(Patch patch, Object state, RenderContext context) {
        definitions.missing(patch.templates()).ifPresent(socket::write);
        snapshots.add(new Snapshot(snapshots.sent() + 1, state, context, now()));
        told = answered;
        rendered = answered;
        behind = false;
        services.counters().patches.increment();
        socket.write(patch.frame());
    }

    /** Sends whatever the page lacks, by a full render where it has to be one. */
    void catchUp(Object state, RenderContext context) {
        if (snapshots.last() == null) {
            full(state, context);
            return;
        }
        tellRefusals();
        Patch patch = patch(state, context, 0, List.of());
        behind = false;
        if (patch != null) send(patch, state, context, 0, List.of());
        else unchanged(state, context);
    }

    /** Answers the join: with nothing, with a patch, or with a full render. */
    void joined(int seen, Object state, RenderContext context, boolean sameBundle) {
        Snapshot base = sameBundle ? snapshots.find(seen) : null;
        if (base == null) {
            Patch full = fullPatch(state, context);
            joining = false;
            if (sameBundle) definitions.again().ifPresent(socket::write);
            else socket.write(definitions.all());
            full(full, state, context);
            return;
        }
        PatchWriter out = writer();
        out.beginArray().number(Frames.JOINED).number(snapshots.sent() + 1L).number(answered);
        boolean wrote = changes(base, state, context, List.of(), out);
        joining = false;
        tellRefusals();
        definitions.again().ifPresent(socket::write);
        if (wrote) {
            snapshots.keepOnly(base);
            send(
                    new Patch(out.endArray().toByteArray(), out.templates()),
                    state,
                    context,
                    0,
                    List.of());
        } else {
            // The page is at the last number now, and shows this state.
            snapshots.keepOnly(new Snapshot(snapshots.sent(), state, context, now()));
            told = answered;
            rendered = answered;
            behind = false;
            socket.write(numbers(Frames.JOINED, snapshots.sent(), answered));
        }
    }

    private void full(Object state, RenderContext context) {
        full(fullPatch(state, context), state, context);
    }

    private void full(Patch full, Object state, RenderContext context) {
        tellRefusals();
        services.counters().fullRenders.increment();
        snapshots.forget();
        sent(full, state, context);
        // A full render has no place for effects: they follow.
        Patch effects = patch(state, context, 0, List.of());
        if (effects != null) send(effects, state, context, 0, List.of());
    }

    private Patch fullPatch(Object state, RenderContext context) {
        PatchWriter out = writer();
        out.beginArray()
                .number(Frames.RENDERED)
                .number(snapshots.sent() + 1L)
                .number(answered)
                .number(template.id());
        Differ.full(template, template.frame(state, context), out);
        return new Patch(out.endArray().toByteArray(), out.templates());
    }

    /**
     * The page could not bind or patch a part: sends it anew, or the whole page where that is not
     * possible.
     */
    void heal(int[] path, Object state, RenderContext context) {
        Snapshot last = snapshots.last();
        // While patches are under way the path may mean another place by the time the answer
        // arrives.
        if (last != null && snapshots.inFlight() == 0 && path.length > 0) {
            PatchWriter out = writer();
            out.beginArray().number(answered - told);
            if (Differ.heal(
                    template,
                    template.frame(last.state(), last.context()),
                    template.frame(state, context),
                    path,
                    out)) {
                sent(new Patch(out.endArray().toByteArray(), out.templates()), state, context);
                return;
            }
        }
        full(state, context);
    }

    private void tellRefusals() {
        if (!socket.connected()) return;
        for (Refusals.Refusal refusal : refusals.untold()) {
            // one that had another end on a node that is lost answers nothing, but is told
            socket.write(
                    numbers(Frames.REFUSED, Math.max(0, refusal.event() - told), refusal.code()));
            told = Math.max(told, refusal.event());
            refusals.told(refusal, snapshots.sent());
        }
    }

    private PatchWriter writer() {
        return new PatchWriter(services.duplicates(), caught);
    }

    /** A writer for the first render. */
    HtmlWriter page() {
        return new HtmlWriter(services.duplicates(), caught);
    }

    private long now() {
        return services.nanos().getAsLong();
    }

    /** A frame of these. */
    static byte[] numbers(long... numbers) {
        PatchWriter out = new PatchWriter().beginArray();
        for (long number : numbers) out.number(number);
        return out.endArray().toByteArray();
    }
}
