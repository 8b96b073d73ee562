package dev.livelet;

import dev.livelet.EntityMethod.Change0;
import dev.livelet.EntityMethod.Change1;
import dev.livelet.EntityMethod.Change2;
import dev.livelet.EntityMethod.Question0;
import dev.livelet.EntityMethod.Question1;
import dev.livelet.EntityMethod.Question2;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A way to an {@link Entity}, wherever in the cluster it is. Methods are named by reference and
 * checked by the compiler: {@code room.tell(Room::post, message)}.
 *
 * <ul>
 *   <li>{@link #value} is the state as a {@link Shared}. A page that has it in its own state
 *       <em>watches</em> it: each change replaces it there, and the page is patched.
 *   <li>{@code tell} sends a call and doesn't wait. From a handler (of a view, or of another
 *       entity) the call leaves when the handler's transaction has succeeded, and never if it
 *       failed.
 *   <li>{@code call} acts at once, also if the handler fails later, and waits for the answer: a
 *       {@link Reply}'s value, else the state after the call. What a page shows next is at least as
 *       new as the answer.
 *   <li>{@code ask} is {@code call} without waiting.
 * </ul>
 *
 * <p>From a handler of a browser event, a call that is repeated because the handler runs again on
 * another node is recognised by the entity and not done twice. {@code value} and {@code call} throw
 * {@link EntityFailed} and {@link EntityUnavailable}; futures complete with them.
 *
 * <p>Thread-safe; one from {@link Socket#entity} or {@link EntityContext#entity} is for its
 * handler's thread.
 *
 * @param <E> the entity's class
 * @param <S> its state
 */
public interface EntityRef<E extends Entity<S>, S> {
    EntityId id();

    /** The state now; makes the entity if there is none. Blocks when it is not known here yet. */
    Shared<S> value();

    /** As {@link #value}, without blocking. */
    CompletableFuture<Shared<S>> fetch();

    /** What {@code tell} does, for a method of any shape. */
    void send(EntityMethod<E> method, List<@Nullable Object> arguments);

    /** What {@code ask} does, for a method that gives a state. */
    CompletableFuture<Shared<S>> change(EntityMethod<E> method, List<@Nullable Object> arguments);

    /** What {@code ask} does, for a method that gives a {@link Reply}. */
    <R extends @Nullable Object> CompletableFuture<R> question(
            EntityMethod<E> method, List<@Nullable Object> arguments);

    /** What {@code call} does to wait. */
    <R extends @Nullable Object> R await(CompletableFuture<R> answer);

    default void tell(Change0<E, S> method) {
        send(method, List.of());
    }

    default <A extends @Nullable Object> void tell(Change1<E, S, A> method, A argument) {
        send(method, Arrays.asList(argument));
    }

    default <A extends @Nullable Object, B extends @Nullable Object> void tell(
            Change2<E, S, A, B> method, A first, B second) {
        send(method, Arrays.asList(first, second));
    }

    default <R extends @Nullable Object> void tell(Question0<E, S, R> method) {
        send(method, List.of());
    }

    default <A extends @Nullable Object, R extends @Nullable Object> void tell(
            Question1<E, S, A, R> method, A argument) {
        send(method, Arrays.asList(argument));
    }

    default <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            void tell(Question2<E, S, A, B, R> method, A first, B second) {
        send(method, Arrays.asList(first, second));
    }

    default Shared<S> call(Change0<E, S> method) {
        return await(ask(method));
    }

    default <A extends @Nullable Object> Shared<S> call(Change1<E, S, A> method, A argument) {
        return await(ask(method, argument));
    }

    default <A extends @Nullable Object, B extends @Nullable Object> Shared<S> call(
            Change2<E, S, A, B> method, A first, B second) {
        return await(ask(method, first, second));
    }

    default <R extends @Nullable Object> R call(Question0<E, S, R> method) {
        return await(ask(method));
    }

    default <A extends @Nullable Object, R extends @Nullable Object> R call(
            Question1<E, S, A, R> method, A argument) {
        return await(ask(method, argument));
    }

    default <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            R call(Question2<E, S, A, B, R> method, A first, B second) {
        return await(ask(method, first, second));
    }

    default CompletableFuture<Shared<S>> ask(Change0<E, S> method) {
        return change(method, List.of());
    }

    default <A extends @Nullable Object> CompletableFuture<Shared<S>> ask(
            Change1<E, S, A> method, A argument) {
        return change(method, Arrays.asList(argument));
    }

    default <A extends @Nullable Object, B extends @Nullable Object>
            CompletableFuture<Shared<S>> ask(Change2<E, S, A, B> method, A first, B second) {
        return change(method, Arrays.asList(first, second));
    }

    default <R extends @Nullable Object> CompletableFuture<R> ask(Question0<E, S, R> method) {
        return question(method, List.of());
    }

    default <A extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> ask(
            Question1<E, S, A, R> method, A argument) {
        return question(method, Arrays.asList(argument));
    }

    default <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            CompletableFuture<R> ask(Question2<E, S, A, B, R> method, A first, B second) {
        return question(method, Arrays.asList(first, second));
    }
}
