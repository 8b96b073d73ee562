package dev.livelet;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;

/**
 * What a handler uses to act on the world. Valid only while the handler it was given to runs, on
 * that thread.
 *
 * <p>Everything asked for takes effect when the handler has returned and its result could be
 * rendered; if it throws, nothing does. The exception is {@link #subscribe}: it acts at once, so
 * that nothing falls between a query and its subscription, and is undone on failure.
 */
public interface Socket {

    /** The address's parameters. */
    Params params();

    /** Who the guards found the user to be. */
    Optional<Identity> identity();

    /** False in the HTTP render, true once the page is connected. */
    boolean isLive();

    /** What the render may depend on besides the state: locale, time zone, colour scheme. */
    RenderContext context();

    /** The session's id: unguessable, not secret from its own page. */
    String sessionId();

    /**
     * The browser, without a login: the same on all of its pages, by the HttpOnly cookie of
     * Livelet, until its cookies are cleared. For what is kept for a visit. No proof of who someone
     * is; that is {@link #identity}.
     */
    default String visitor() {
        return sessionId();
    }

    /**
     * A key that is the same each time this event is handled, also by another node: for idempotent
     * work outside (a unique key in a table). Empty outside handlers of browser events.
     */
    Optional<String> eventId();

    /**
     * From now on this session's {@code @OnMessage} handlers get what is published on the topic.
     * Subscribing twice is the same as once.
     */
    void subscribe(String topic);

    void unsubscribe(String topic);

    /**
     * Sends a message to all subscribers of the topic, this session included, after this handler.
     * FIFO by publisher.
     */
    void publish(String topic, Object message);

    /**
     * A way to an entity: a room, a game, whatever the cluster has one of. See {@link EntityRef}
     * for what takes effect when. To show it, keep {@link EntityRef#value} in the state.
     */
    <E extends Entity<S>, S> EntityRef<E, S> entity(Class<E> type, String name);

    /** Who is here. */
    Presence presence();

    /** Sends a message to this session itself. */
    void send(Object message);

    /**
     * Sends {@code message} to this session after {@code delay}; a later call with the same name
     * replaces this one.
     */
    void after(String name, Duration delay, Object message);

    /**
     * Sends {@code message} to this session every {@code period}; a later call with the same name
     * replaces this one.
     */
    void every(String name, Duration period, Object message);

    /** Stops the timer or the async work of this name; does nothing when there is none. */
    void cancel(String name);

    /**
     * Runs {@code work} on a virtual thread of its own; {@code then} gets the state of that moment
     * and {@link Async.Ok} or {@link Async.Failed}, and gives the next state. Work of the same name
     * that is still running is cancelled.
     */
    <S, R> void async(String name, Callable<R> work, BiFunction<S, Async<R>, S> then);

    /** The title of the document. */
    void title(String title);

    /**
     * Shows the user a short notice; {@code kind} is free ({@code "info"}, {@code "error"}) and
     * becomes {@code data-kind} on it.
     */
    void flash(String kind, String text);

    /**
     * Dispatches the DOM event {@code livelet:NAME} with this payload (anything Jackson can write)
     * in the page.
     */
    void push(String name, @Nullable Object payload);

    /** Which node runs this. It changes while the page lives: take it in {@code attach}. */
    default Node node() {
        return new Node("", 0);
    }

    /** Leaves for another address, by a full load. */
    void redirect(String url);

    /**
     * In a stateful component: runs the parent's {@code on:NAME} binding after this handler, in the
     * same transaction.
     */
    void emit(String name, Object... arguments);
}
