package dev.livelet.session;

import dev.livelet.LiveView;
import dev.livelet.LiveletException;
import dev.livelet.RenderContext;
import dev.livelet.diff.HtmlWriter;
import dev.livelet.protocol.Frames;
import dev.livelet.spi.SessionCopy;
import dev.livelet.state.StateWeight;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The state of a session, and the handlers that lead from one state to the next. Each is a
 * transaction: the handler runs, its result is rendered for the page if that keeps up, and only
 * then the state is replaced and what the handler asked of its socket is done. If the handler or
 * the rendering throws, all is as before, the event is answered as failed, and the failure is
 * logged and counted.
 *
 * <p>Too many failures: the state itself may be the cause, so the session starts anew from mount;
 * if that does not help, it crashes.
 *
 * <p>Confined to the session's turn.
 */
final class Transactions {
    private static final Logger log = LoggerFactory.getLogger(Transactions.class);

    private final Session session;
    private final ViewType<?> type;
    private final SessionServices services;
    private final Line line;
    private final Belongings belongings;
    private final EventRunner runner;
    private final Failures failures;
    private final Failures restarts;
    private final Runnable afterSending;
    private final StateLimit limit;
    private Object state;
    private long weight;
    private RenderContext context;
    private boolean joined;
    private boolean crashed;
    private @Nullable String redirect;

    /**
     * @param afterSending is told when something may have been sent
     */
    Transactions(Session session, Line line, Belongings belongings, Runnable afterSending) {
        this.session = session;
        this.type = session.view();
        this.services = session.services();
        this.line = line;
        this.belongings = belongings;
        this.afterSending = afterSending;
        this.runner = new EventRunner(type, services.settings().formBindings());
        this.context = session.visit().context();
        this.limit = new StateLimit(services, type.name());
        this.state = "not mounted";
        long time = services.settings().failureTime().toNanos();
        this.failures = new Failures(services.settings().failures(), time);
        this.restarts = new Failures(services.settings().restarts(), time);
    }

    Object state() {
        return state;
    }

    /** Forms that the user is filling in, for another node. */
    SessionCopy.@Nullable Forms forms() {
        return runner.forms().copy();
    }

    RenderContext context() {
        return context;
    }

    /** Whether nothing helped: the session must end. */
    boolean crashed() {
        return crashed;
    }

    /** Mounts and renders the page; what that throws, this throws, and then nothing was done. */
    Page firstPage() {
        Turn turn = new Turn(session, null, false);
        int id = type.template().id();
        HtmlWriter html = line.page();
        try {
            mount(turn);
            String away = turn.redirection();
            if (away != null) {
                turn.rollback();
                return new Page(session.id(), "", new byte[0], "", id, "", away);
            }
            html.render(type.template(), type.template().frame(state, context));
        } catch (Throwable e) {
            turn.rollback();
            throw e;
        }
        line.rendered(state, context, html.templates(), turn.pageEffects());
        watch();
        turn.commit();
        return new Page(
                session.id(),
                session.departures().where(),
                html.toByteArray(),
                html.styleSheet(),
                id,
                turn.titled(),
                "");
    }

    private void mount(Turn turn) {
        services.counters().mounts.increment();
        LiveView<Object> view = type.root().view();
        Object mounted = nonNull(view.mount(turn), "mount");
        Object next = nonNull(view.params(mounted, session.visit().params(), turn), "params");
        turn.over();
        Object first = refreshed(type.stateType().commit(next));
        weight = limit.first(first);
        state = first;
    }

    /** With the newest of what it shows of entities. */
    private Object refreshed(Object state) {
        Watches watches = watches();
        return watches == null ? state : watches.refresh(state);
    }

    private void watch() {
        Watches watches = watches();
        if (watches != null) watches.show(state);
    }

    private @Nullable Watches watches() {
        return belongings.watches(type.template().stateType());
    }

    private <T> T nonNull(@Nullable T state, String method) {
        if (state == null)
            throw new LiveletException(
                    method + " of " + type.name() + " returned null instead of a state");
        return state;
    }

    /** Goes on with what another node had. */
    void restore(SessionCopy copy) {
        state = type.stateType().commit(copy.state());
        weight = StateWeight.of(state);
        context = copy.context();
        runner.restore(copy);
        joined = true;
        watch();
    }

    /** After {@link #restore}, when the page is here. */
    void restored() {
        LiveView<Object> view = type.root().view();
        run(() -> "restored", turn -> nonNull(view.restored(state, turn), "restored"));
    }

    /** The page is connected, for the first time or again. */
    void attach(RenderContext context) {
        this.context = context;
        joined = true;
        LiveView<Object> view = type.root().view();
        run(() -> "attach", turn -> nonNull(view.attach(state, turn), "attach"));
    }

    /** Answers the join, after all that it brought. */
    void answerJoin(int seen, boolean sameBundle) {
        render(() -> line.joined(seen, state, context, sameBundle));
        if (redirect != null) go(redirect);
        afterSending.run();
    }

    /**
     * @param seen the version that it was made on
     */
    void event(ClientFrame.Event event, int seen) {
        Snapshot snapshot = line.snapshots().find(seen);
        String eventId = session.id() + ":" + (line.answered() + 1);
        EventRunner.Prepared prepared;
        try {
            prepared = runner.prepare(runner.here(event, seen), snapshot, state, context);
        } catch (EventRefused e) {
            log.debug(
                    "Session {}: event {} refused: {}",
                    session,
                    line.answered() + 1,
                    e.getMessage());
            refuse(e.code());
            return;
        } catch (Throwable e) {
            failed("The binding at " + Arrays.toString(event.path()), eventId, e);
            refuse(Frames.FAILED);
            restartIfFailing();
            return;
        }
        boolean done =
                transact(
                        prepared::toString,
                        eventId,
                        1,
                        turn -> runner.run(prepared, turn, context));
        runner.ended(prepared, done);
        if (done) {
            services.counters().eventsApplied.increment();
        } else {
            refuse(Frames.FAILED);
            restartIfFailing();
        }
    }

    void refuse(int code) {
        SessionCounters counters = services.counters();
        (switch (code) {
                    case Frames.STALE -> counters.eventsStale;
                    case Frames.FAILED -> counters.eventsFailed;
                    case Frames.LIMIT -> counters.eventsLimited;
                    case Frames.UNKNOWN_BASE -> counters.eventsUnknownBase;
                    default -> counters.eventsMalformed;
                })
                .increment();
        line.refused(code);
    }

    void message(Object message) {
        services.counters().messages.increment();
        Handler handler;
        try {
            handler = type.root().handlers().message(message);
        } catch (RuntimeException e) {
            failed("A message", null, e);
            return;
        }
        if (handler == null) {
            services.counters().messagesUnhandled.increment();
            return;
        }
        run(handler::toString, turn -> runner.message(handler, state, message, turn));
    }

    /** Entities that the page shows have changed. */
    void changed() {
        Object next = refreshed(state);
        if (next != state) run(() -> "A change of an entity", turn -> next);
    }

    void asyncDone(Work.AsyncDone done) {
        run(
                () -> "The result of async '" + done.job().name() + "'",
                turn -> runner.asyncDone(done, state, context));
    }

    /** A handler's work: from the current state to the next one. */
    interface Body {
        Object run(Turn turn) throws Throwable;
    }

    private void run(Supplier<String> what, Body body) {
        if (transact(what, null, 0, body)) return;
        services.counters().messagesFailed.increment();
        restartIfFailing();
    }

    /**
     * @return whether it took effect
     */
    private boolean transact(
            Supplier<String> what, @Nullable String eventId, int answers, Body body) {
        keepUp();
        Turn turn = new Turn(session, eventId, joined);
        boolean ready = line.ready();
        Line.Patch patch = null;
        Object next;
        long weighs;
        try {
            next = refreshed(type.stateType().commit(body.run(turn), state));
            weighs = limit.next(state, weight, next);
            turn.over();
            if (ready) patch = line.patch(next, context, answers, turn.pageEffects());
        } catch (Throwable e) {
            turn.rollback();
            failed(what.get(), eventId, e);
            return false;
        }
        boolean changed = next != state;
        state = next;
        weight = weighs;
        if (changed) watch();
        if (patch != null) {
            line.send(patch, state, context, answers, turn.pageEffects());
        } else if (ready) {
            if (changed) line.unchanged(state, context);
        } else {
            if (answers > 0) line.applied();
            if (changed || !turn.pageEffects().isEmpty()) line.fallBehind(turn.pageEffects());
        }
        if (turn.redirection() != null) go(turn.redirection());
        turn.commit();
        afterSending.run();
        return true;
    }

    private void go(String url) {
        redirect = line.open() ? null : url;
        if (redirect == null) line.socket().write(PageEffect.json(Frames.GO, url));
    }

    /** Sends what the page lacks, if it can take it. */
    void keepUp() {
        if (!line.behind() || !line.ready()) return;
        render(() -> line.catchUp(state, context));
        afterSending.run();
    }

    /** A part of the page is not as it should be. */
    void heal(int[] path) {
        services.counters().heals.increment();
        log.info(
                "Session {}: the page asks for the part at {} again",
                session,
                Arrays.toString(path));
        render(() -> line.heal(path, state, context));
        afterSending.run();
    }

    /**
     * Renders a state that handlers had left while the page did not keep up. If that fails, the
     * state goes back to what was rendered last; if that was tried, or there are too many failures,
     * the session starts anew.
     */
    private void render(Runnable rendering) {
        while (!crashed) {
            try {
                rendering.run();
                return;
            } catch (Throwable e) {
                failed("Rendering", null, e);
                Snapshot last = line.snapshots().last();
                if (last == null
                        || last.state() == state
                        || failures.tooMany(services.nanos().getAsLong())) {
                    restart();
                } else {
                    services.counters().rolledBack.increment();
                    weight += StateWeight.difference(state, last.state());
                    state = last.state();
                    line.failPending();
                }
            }
        }
    }

    void failed(String what, @Nullable String eventId, Throwable e) {
        log.error(
                "{} failed in session {}{}; nothing was changed",
                what,
                session,
                eventId == null ? "" : ", event " + eventId.substring(session.id().length() + 1),
                e);
        services.failures().accept(e);
    }

    private void restartIfFailing() {
        if (failures.tooMany(services.nanos().getAsLong())) restart();
    }

    private void restart() {
        if (restarts.tooMany(services.nanos().getAsLong())) {
            crashed = true;
            return;
        }
        services.counters().restarts.increment();
        log.error("Session {} failed too often and starts anew from mount", session);
        failures.clear();
        belongings.release();
        runner.forms().clear();
        Turn turn = new Turn(session, null, joined);
        try {
            mount(turn);
            watch();
            turn.commit();
        } catch (Throwable e) {
            turn.rollback();
            failed("mount", null, e);
            crashed = true;
            return;
        }
        line.forget();
        line.fallBehind(turn.pageEffects());
        if (line.socket().connected()) attach(context);
        keepUp();
    }
}
