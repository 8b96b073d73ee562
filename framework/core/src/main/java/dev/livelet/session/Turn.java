package dev.livelet.session;

import dev.livelet.Async;
import dev.livelet.Entity;
import dev.livelet.EntityRef;
import dev.livelet.Identity;
import dev.livelet.LiveletException;
import dev.livelet.Node;
import dev.livelet.Params;
import dev.livelet.Presence;
import dev.livelet.RenderContext;
import dev.livelet.Socket;
import dev.livelet.entity.Caller;
import dev.livelet.pubsub.PubSub;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;

/**
 * One run of a handler as a transaction: collects what the handler asks of its socket, and does it
 * at {@link #commit}, in the order asked. After {@link #rollback} nothing of it has happened.
 * Confined to the handler's thread, and closed to it when the handler has returned.
 */
final class Turn implements Socket, Caller {
    private static final Logger log = LoggerFactory.getLogger(Turn.class);

    private final Session session;
    private final @Nullable String eventId;
    private final boolean live;
    private final Thread thread = Thread.currentThread();
    // Most handlers ask for nothing: these lists are made when first added to.
    private List<Runnable> effects = List.of();
    private List<byte[]> pageEffects = List.of();
    private List<Runnable> undo = List.of();
    private List<Emitted> emitted = List.of();
    private List<String> newTimers = List.of();
    private List<String> newWork = List.of();
    private int calls;
    private @Nullable Location place;
    private @Nullable String redirect;
    private String title = "";
    private int published;
    private boolean over;

    /** What a stateful component's handler says to its parent. */
    record Emitted(String name, @Nullable Object[] arguments) {}

    /**
     * @param live whether the page is connected; else this is its mount
     */
    Turn(Session session, @Nullable String eventId, boolean live) {
        this.session = session;
        this.eventId = eventId;
        this.live = live;
    }

    /** The handler that runs next serves this binding. */
    void at(Location place) {
        this.place = place;
    }

    /** From now on the socket answers no call. */
    void over() {
        over = true;
    }

    void commit() {
        for (Runnable effect : effects) {
            try {
                effect.run();
            } catch (RuntimeException e) {
                log.error(
                        "What a handler of {} asked of its socket could not be done",
                        session.view().name(),
                        e);
            }
        }
    }

    void rollback() {
        over = true;
        undo.reversed().forEach(Runnable::run);
    }

    List<byte[]> pageEffects() {
        return pageEffects;
    }

    @Nullable String redirection() {
        return redirect;
    }

    String titled() {
        return title;
    }

    /** What was emitted since the last call. */
    List<Emitted> takeEmitted() {
        List<Emitted> taken = emitted;
        emitted = List.of();
        return taken;
    }

    @Override
    public Params params() {
        check();
        return session.visit().params();
    }

    @Override
    public Optional<Identity> identity() {
        check();
        return session.visit().identity();
    }

    @Override
    public boolean isLive() {
        check();
        return live;
    }

    @Override
    public RenderContext context() {
        check();
        return session.context();
    }

    @Override
    public String sessionId() {
        check();
        return session.id();
    }

    @Override
    public Node node() {
        check();
        return new Node(session.services().replication().node(), session.attempt());
    }

    @Override
    public String visitor() {
        check();
        return Visitors.of(session.visit().browser());
    }

    @Override
    public Optional<String> eventId() {
        check();
        return Optional.ofNullable(eventId);
    }

    @Override
    public void subscribe(String topic) {
        check();
        if (session.belongings().subscriptions().subscribe(topic))
            undo = and(undo, () -> session.belongings().subscriptions().unsubscribe(topic));
    }

    @Override
    public void unsubscribe(String topic) {
        check();
        onCommit(() -> session.belongings().subscriptions().unsubscribe(topic));
    }

    @Override
    public void publish(String topic, Object message) {
        check();
        session.services().pubSub().check(message);
        String id = eventId == null ? null : eventId + ":" + published++;
        onCommit(() -> session.departures().leave(() -> publish(topic, message, id)));
    }

    private void publish(String topic, Object message, @Nullable String id) {
        PubSub pubSub = session.services().pubSub();
        if (id == null) pubSub.publish(topic, message);
        else pubSub.publish(topic, message, id);
    }

    @Override
    public <E extends Entity<S>, S> EntityRef<E, S> entity(Class<E> type, String name) {
        check();
        return session.services().entities().get(type, name, this);
    }

    @Override
    public void afterwards(Runnable effect) {
        check();
        onCommit(() -> session.departures().leave(effect));
    }

    @Override
    public String nextCallId() {
        check();
        return eventId == null
                ? session.services().entities().newCallId()
                : eventId + ":" + ++calls;
    }

    @Override
    public Presence presence() {
        check();
        return new SessionPresence();
    }

    @Override
    public void send(Object message) {
        check();
        onCommit(() -> session.message(message));
    }

    @Override
    public void after(String name, Duration delay, Object message) {
        timer(name);
        onCommit(() -> session.belongings().timers().after(name, delay, message));
    }

    @Override
    public void every(String name, Duration period, Object message) {
        if (period.toMillis() < 1)
            throw new LiveletException(
                    "The timer '" + name + "' has the period " + period + "; the least is 1 ms");
        timer(name);
        onCommit(() -> session.belongings().timers().every(name, period, message));
    }

    private void timer(String name) {
        connected("The timer '" + name + "'");
        if (!newTimers.contains(name)) newTimers = and(newTimers, name);
        int limit = session.services().settings().timers();
        long more =
                newTimers.stream()
                        .filter(timer -> !session.belongings().timers().has(timer))
                        .count();
        if (session.belongings().timers().size() + more > limit) {
            throw new LiveletException(
                    "More than "
                            + limit
                            + " timers in a session of "
                            + session.view().name()
                            + " with '"
                            + name
                            + "'; a timer of the same name replaces the one before");
        }
    }

    @Override
    public void cancel(String name) {
        check();
        onCommit(
                () -> {
                    session.belongings().timers().cancel(name);
                    session.belongings().async().cancel(name);
                });
    }

    @Override
    @SuppressWarnings("unchecked")
    public <S, R> void async(String name, Callable<R> work, BiFunction<S, Async<R>, S> then) {
        connected("The asynchronous work '" + name + "'");
        if (!newWork.contains(name)) newWork = and(newWork, name);
        int limit = session.services().settings().async();
        long more = newWork.stream().filter(job -> !session.belongings().async().has(job)).count();
        if (session.belongings().async().size() + more > limit) {
            throw new LiveletException(
                    "More than "
                            + limit
                            + " pieces of asynchronous work at a time in a session of "
                            + session.view().name()
                            + " with '"
                            + name
                            + "'");
        }
        List<Location.Step> scope =
                place == null ? List.of() : place.keptSteps().subList(0, place.scope().depth());
        BiFunction<Object, Async<?>, Object> untyped =
                (state, result) -> then.apply((S) state, (Async<R>) result);
        onCommit(
                () ->
                        session.belongings()
                                .async()
                                .start(new AsyncWork.Job(name, work, untyped, scope)));
    }

    @Override
    public void title(String title) {
        check();
        this.title = title;
        pageEffects = and(pageEffects, PageEffect.title(title));
    }

    @Override
    public void flash(String kind, String text) {
        check();
        pageEffects = and(pageEffects, PageEffect.flash(kind, text));
    }

    @Override
    public void push(String name, @Nullable Object payload) {
        check();
        pageEffects = and(pageEffects, PageEffect.push(name, payload));
    }

    @Override
    public void redirect(String url) {
        check();
        redirect = PageEffect.address(url);
    }

    @Override
    public void emit(String name, Object... arguments) {
        check();
        if (place == null || place.scope().use() == null) {
            throw new LiveletException(
                    "emit(\""
                            + name
                            + "\") is for handlers of stateful components: this one is of the page"
                            + " itself");
        }
        emitted = and(emitted, new Emitted(name, arguments.clone()));
    }

    private void onCommit(Runnable effect) {
        effects = and(effects, effect);
    }

    private static <T> List<T> and(List<T> list, T more) {
        List<T> longer = list.isEmpty() ? new ArrayList<>(2) : list;
        longer.add(more);
        return longer;
    }

    private void check() {
        if (over || Thread.currentThread() != thread) {
            throw new LiveletException(
                    "A Socket is valid only while the handler runs that it was given to, on that"
                            + " handler's thread. To act later, use async, after, or publish to a"
                            + " topic");
        }
    }

    private void connected(String what) {
        check();
        if (!live) {
            throw new LiveletException(
                    what
                            + " is started in mount, which runs for every visit, also a crawler's"
                            + " that never connects. Start it in attach, or in a handler");
        }
    }

    private final class SessionPresence implements Presence {
        @Override
        public void track(String topic, String key, Object meta) {
            connected("Presence on '" + topic + "'");
            session.services().presence().check(meta);
            onCommit(() -> session.services().presence().track(topic, key, session.id(), meta));
        }

        @Override
        public void untrack(String topic, String key) {
            check();
            onCommit(() -> session.services().presence().untrack(topic, key, session.id()));
        }

        @Override
        public List<Entry> list(String topic) {
            check();
            return session.services().presence().list(topic);
        }
    }
}
