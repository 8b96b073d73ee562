package dev.livelet.session;

import dev.livelet.protocol.Frames;

/**
 * What the page says after its socket was let in, and what it is answered: its join, with the
 * events that it kept, and one frame after the other. Confined to the session's turn.
 */
final class Dialogue {
    private final Session session;
    private final Intake intake;
    private final Line line;
    private final Transactions transactions;

    /** The last event that is safe, and the last one that the page was told to be. */
    private int safe;

    private int durable;

    Dialogue(Session session, Intake intake, Line line, Transactions transactions) {
        this.session = session;
        this.intake = intake;
        this.line = line;
        this.transactions = transactions;
    }

    /**
     * @param adopted whether the session comes from another node
     */
    void join(Work.Join work, boolean adopted) {
        ClientFrame.Join join = work.join();
        intake.queued(join.queue().size());
        boolean foreign = !join.session().equals(session.id());
        if (foreign) line.adopt(join.answered());
        else line.skip(join.first() - 1);
        line.joining(work.transport(), join.seen(), join.answered());
        if (adopted) transactions.restored();
        transactions.attach(join.over(transactions.context()));
        if (foreign) refuseQueued(join);
        else queued(join);
        // before the answer: only a page that knows of a cluster keeps what is answered
        durable = join.first() - 1;
        String where = session.departures().where();
        if (!join.where().equals(where)) tell(where);
        transactions.answerJoin(join.seen(), work.sameBundle());
    }

    /**
     * Events made in a session that is gone belonged to its state: those without an answer are
     * refused one by one, so that the page can say so.
     */
    private void refuseQueued(ClientFrame.Join join) {
        int last = join.first() + join.queue().size() - 1;
        for (int event = join.answered(); event < last; event++) transactions.refuse(Frames.STALE);
    }

    private void queued(ClientFrame.Join join) {
        int number = join.first();
        for (ClientFrame.Queued queued : join.queue()) {
            if (transactions.crashed()) return;
            if (number++ <= line.answered())
                session.services().counters().eventsRepeated.increment();
            else transactions.event(queued.event(), queued.seen());
        }
    }

    /** Tells the page where it finds its session, should this node be lost. */
    void tell(String where) {
        line.socket().write(PageEffect.json(Frames.DURABLE, durable, where));
    }

    /**
     * No node can lose what was done up to this event. Tells the page so, as far as it has been
     * told of the events.
     */
    void durable(int event) {
        safe = Math.max(safe, event);
        int now = Math.min(safe, line.told());
        if (now <= durable) return;
        durable = now;
        line.socket().write(Line.numbers(Frames.DURABLE, now));
    }

    /**
     * A frame on the session's socket, but for a leave.
     *
     * @throws ProtocolException when it breaks the protocol
     */
    void received(ClientFrame frame, boolean limited) {
        switch (frame) {
            case ClientFrame.Event event -> {
                acknowledged(event.patches());
                if (limited) transactions.refuse(Frames.LIMIT);
                else transactions.event(event, line.snapshots().acknowledged());
            }
            case ClientFrame.Ack ack -> acknowledged(ack.patches());
            case ClientFrame.Heal heal -> {
                acknowledged(heal.patches());
                if (!limited) transactions.heal(heal.path());
            }
            case ClientFrame.Join join ->
                    throw new ProtocolException(Frames.CLOSE_POLICY, "A second join on one socket");
            case ClientFrame.Leave leave ->
                    throw new IllegalArgumentException("the session leaves by itself");
            case ClientFrame.Ping ping ->
                    throw new IllegalArgumentException("the session has answered by itself");
        }
    }

    private void acknowledged(int patches) {
        if (!line.acknowledge(patches))
            throw new ProtocolException(
                    Frames.CLOSE_POLICY, "More patches acknowledged than were sent");
        transactions.keepUp();
    }
}
