package dev.livelet.session;

import dev.livelet.Gap;
import dev.livelet.RenderContext;
import dev.livelet.protocol.Frames;
import dev.livelet.spi.SessionCopy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The life of a session: <i>pending</i> from the mount until the join, <i>live</i> while it has a
 * socket, <i>detached</i> while it waits for its page to come back, <i>elsewhere</i> or
 * <i>gone</i>; and what each piece of work that comes out of the mailbox does in it.
 *
 * <p>Each piece is a turn. It ends with the commit of a copy for other nodes, and only then leaves
 * what it did: a session that turns out to run elsewhere ends without a word. What throws beyond a
 * handler's transaction ends the session as crashed.
 *
 * <p>Confined to the session's turn but for {@link #attempt} and {@link #awaitEnd}.
 */
final class Lifecycle {
    private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

    private final Session session;
    private final SessionServices services;
    private final Stay stay;
    private final Runnable whenGone;
    private final Line line;
    private final Lateness lateness;
    private final Transactions transactions;
    private final Dialogue dialogue;
    private final CountDownLatch ended = new CountDownLatch(1);
    private Life life = Life.PENDING;
    private volatile int attempt;
    private boolean adopted;

    Lifecycle(Session session, Intake intake, Stay stay, Runnable whenGone) {
        this.session = session;
        this.services = session.services();
        this.stay = stay;
        this.whenGone = whenGone;
        this.line = new Line(session, session.departures());
        this.lateness = new Lateness(services, line, session.mailbox()::put);
        this.transactions = new Transactions(session, line, session.belongings(), lateness::watch);
        this.dialogue = new Dialogue(session, intake, line, transactions);
    }

    Object state() {
        return transactions.state();
    }

    RenderContext context() {
        return transactions.context();
    }

    /** How many states are held for pages that may still show an older one. */
    int states() {
        return line.snapshots().states(state());
    }

    /** Whether an acknowledgement would cause no rendering and nothing to be committed. */
    boolean rendersNothing() {
        return !line.behind() && session.departures().direct();
    }

    /** The number of the join that the page lives by; 0 before the first. */
    int attempt() {
        return attempt;
    }

    /** Waits until {@code terminate} has run, at most so long. */
    boolean awaitEnd(long nanos) throws InterruptedException {
        return ended.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** As {@link Session#open}. */
    Page open() {
        Page page;
        try {
            page = transactions.firstPage();
        } catch (Throwable e) {
            session.departures().end();
            gone("mount failed");
            ended.countDown();
            throw e;
        }
        if (page.redirect().isEmpty()) {
            stay.pending(services.settings().pending());
            settle();
        } else {
            session.departures().end();
            gone("redirected");
            ended.countDown();
        }
        return page;
    }

    /** As {@link Session#restore}. */
    void restore(SessionCopy copy) {
        attempt = copy.attempt();
        adopted = true;
        life = Life.DETACHED;
        transactions.restore(copy);
        line.restore(copy.under(session.view().markup()));
        session.belongings().restore(copy);
        stay.detached(services.settings().grace());
    }

    /** What came out of the mailbox; throws nothing. */
    void work(Work work) {
        try {
            if (life.isOver()) afterEnd(work);
            else perform(work);
            if (transactions.crashed()) crash();
            settle();
        } catch (Throwable e) {
            log.error("Session {} failed at a {}", session, work.getClass().getSimpleName(), e);
            crash();
        }
        // A handler may have left the flag set; the next one shall not find it.
        Thread.interrupted();
    }

    /** The turn is over: what it did counts, unless the session runs elsewhere by now. */
    private void settle() {
        if (life.isOver() || session.departures().direct()) return;
        dialogue.durable(session.departures().durable());
        SessionCopy copy =
                new SessionCopy(
                        attempt,
                        transactions.state(),
                        transactions.context(),
                        line.answered(),
                        line.snapshots().sent(),
                        line.snapshots().acknowledged(),
                        line.snapshots().versions(),
                        line.refused(),
                        session.belongings().topics(),
                        session.belongings().armed(),
                        transactions.forms(),
                        session.view().markup());
        if (!session.departures().settle(copy)) fenced();
    }

    private void perform(Work work) {
        switch (work) {
            case Work.Join join -> join(join);
            case Work.Frame frame -> {
                if (frame.from() == line.socket().transport())
                    received(frame.frame(), frame.limited());
            }
            case Work.Violation violation -> {
                if (violation.from() == line.socket().transport()) refuse(violation.violation());
            }
            case Work.Detached detached -> {
                if (detached.transport() == line.socket().transport())
                    detached(services.settings().grace());
            }
            case Work.Writable writable -> {
                lateness.unblocked();
                transactions.keepUp();
                lateness.watch();
            }
            case Work.Message message -> transactions.message(message.message());
            case Work.Missed missed -> missed(missed.topics());
            case Work.Changed changed -> transactions.changed();
            case Work.Tick tick -> {
                if (session.belongings().timers().ticked(tick.timer()))
                    transactions.message(tick.timer().message());
            }
            case Work.AsyncDone done -> {
                if (session.belongings().async().done(done.job())) transactions.asyncDone(done);
            }
            case Work.Watch watch -> {
                if (lateness.due(watch)) {
                    log.info(
                            "Session {}: the page does not keep up, its socket is closed", session);
                    line.socket().close(Frames.CLOSE_SLOW, "too slow");
                    detached(services.settings().grace());
                }
                lateness.watch();
            }
            case Work.Expired expired -> {
                if (stay.isOver(expired))
                    end(
                            Rejection.gone(
                                    life == Life.PENDING ? "never joined" : "did not come back"));
            }
            case Work.Fenced fenced -> fenced();
            case Work.Durable durable -> dialogue.durable(durable.event());
            case Work.Where where -> dialogue.tell(where.where());
            case Work.Drain drain ->
                    line.socket().write(PageEffect.json(Frames.DRAIN, drain.within().toMillis()));
            case Work.End end -> end(end.why());
            case Work.Stop stop -> {
                line.socket().close(Frames.CLOSE_GOING_AWAY, "the server goes away");
                if (session.departures().direct()) {
                    end(new Rejection(Frames.GONE, "the server stops", Frames.CLOSE_GOING_AWAY));
                } else {
                    settle();
                    left();
                }
            }
        }
    }

    /** A join that was let in a moment before the end. */
    private void afterEnd(Work work) {
        if (!(work instanceof Work.Join join)) return;
        if (life == Life.ELSEWHERE) {
            services.counters().closed(Frames.CLOSE_GOING_AWAY);
            join.transport().close(Frames.CLOSE_GOING_AWAY, "the session is elsewhere");
        } else {
            Rejection.ENDED.tell(join.transport(), services.counters());
        }
    }

    private void join(Work.Join work) {
        ClientFrame.Join join = work.join();
        if (join.attempt() < attempt) {
            // A socket that its own page has given up already.
            Rejection.OLDER.tell(work.transport(), services.counters());
            return;
        }
        attempt = join.attempt();
        line.socket().close(Rejection.TAKEN);
        (life == Life.PENDING ? services.counters().joins : services.counters().resumes)
                .increment();
        life = Life.LIVE;
        stay.end();
        lateness.unblocked();
        services.presence().connected(session.id(), attempt);
        List<String> topics = adopted ? session.belongings().topics() : List.of();
        dialogue.join(work, adopted);
        adopted = false;
        // after the answer: the page is usable before its view has looked again
        if (!topics.isEmpty()) session.mailbox().put(new Work.Missed(topics));
    }

    private void missed(List<String> topics) {
        for (String topic : topics) {
            if (!session.belongings().topics().contains(topic)) continue;
            services.counters().gaps.increment();
            transactions.message(new Gap(topic));
        }
    }

    private void received(ClientFrame frame, boolean limited) {
        if (frame instanceof ClientFrame.Leave) {
            line.socket().close(Frames.CLOSE_NORMAL, "left");
            services.presence().gone(session.id(), attempt);
            detached(services.settings().parting());
            return;
        }
        try {
            dialogue.received(frame, limited);
        } catch (ProtocolException violation) {
            refuse(violation);
        }
    }

    private void refuse(ProtocolException violation) {
        services.counters().framesRefused.increment();
        log.warn("Session {}: {}", session, violation.getMessage());
        line.socket().close(Rejection.of(violation));
        detached(services.settings().grace());
    }

    private void detached(Duration grace) {
        line.socket().detach();
        if (life != Life.LIVE) return;
        life = Life.DETACHED;
        services.presence().disconnected(session.id(), attempt);
        stay.detached(grace);
    }

    /** Another node runs the session: here it ends without a word, and nothing of it counts. */
    private void fenced() {
        if (life.isOver()) return;
        services.counters().fenced.increment();
        line.socket().fenced();
        left();
    }

    /** Ends here and lives on elsewhere. */
    private void left() {
        services.presence().moved(session.id(), attempt);
        over(Life.ELSEWHERE, "lives on another node");
        ended.countDown();
    }

    private void crash() {
        if (life.isOver()) return;
        services.counters().crashed.increment();
        end(new Rejection(Frames.CRASHED, "crashed too often", Frames.CLOSE_ERROR));
    }

    private void end(Rejection why) {
        if (life.isOver()) return;
        line.socket().close(why);
        session.departures().end();
        services.presence().gone(session.id(), attempt);
        gone(why.text());
        try {
            session.view().root().view().terminate(state(), why.text());
        } catch (Throwable e) {
            transactions.failed("terminate", null, e);
        } finally {
            ended.countDown();
        }
    }

    private void gone(String reason) {
        over(Life.GONE, reason);
    }

    private void over(Life end, String reason) {
        log.debug("Session {} has ended: {}", session, reason);
        life = end;
        stay.end();
        session.belongings().release();
        services.counters().ended.increment();
        whenGone.run();
    }
}
