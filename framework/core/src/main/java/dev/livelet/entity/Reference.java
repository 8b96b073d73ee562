package dev.livelet.entity;

import dev.livelet.Entity;
import dev.livelet.EntityFailed;
import dev.livelet.EntityId;
import dev.livelet.EntityMethod;
import dev.livelet.EntityRef;
import dev.livelet.EntityUnavailable;
import dev.livelet.LiveletException;
import dev.livelet.Shared;
import dev.livelet.spi.EntityCall;
import dev.livelet.spi.EntityCall.Outcome;
import dev.livelet.spi.Timers;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** A way to an entity, from a handler or from outside. */
final class Reference<E extends Entity<S>, S> implements EntityRef<E, S> {
    private static final Logger log = LoggerFactory.getLogger(Reference.class);
    private static final Duration LATER = Duration.ofMillis(500);

    private final EntityNode node;
    private final EntityType<?> type;
    private final EntityId id;
    private final Caller caller;

    Reference(EntityNode node, EntityType<?> type, EntityId id, Caller caller) {
        this.node = node;
        this.type = type;
        this.id = id;
        this.caller = caller;
    }

    @Override
    public EntityId id() {
        return id;
    }

    @Override
    public Shared<S> value() {
        return await(fetch());
    }

    @Override
    @SuppressWarnings("unchecked")
    public CompletableFuture<Shared<S>> fetch() {
        Shared<?> current = node.values().current(id);
        if (current != null) return CompletableFuture.completedFuture((Shared<S>) current);
        return send(find(), this::shared);
    }

    private EntityCall find() {
        return new EntityCall(
                id, "find", EntityCall.FIND, List.of(), EntityCall.Wants.STATE, timeout());
    }

    @Override
    public void send(EntityMethod<E> method, List<@Nullable Object> arguments) {
        EntityCall call = call(method, arguments, EntityCall.Wants.NOTHING);
        caller.afterwards(() -> new OpenCall(node, call, outcome -> told(call, outcome)).begin());
    }

    private static void told(EntityCall call, Outcome outcome) {
        switch (outcome) {
            case Outcome.Done done -> {}
            case Outcome.Failed failed ->
                    log.warn("{} was told {}: {}", call.id(), call.method(), failed.message());
            case Outcome.Unavailable unavailable ->
                    log.warn(
                            "{} was told {}, and may have done it: {}",
                            call.id(),
                            call.method(),
                            unavailable.message());
            case Outcome.Refused refused ->
                    log.warn(
                            "{} was told {}, and has not done it: {}",
                            call.id(),
                            call.method(),
                            refused.message());
            case Outcome.Moved moved -> log.warn("{} has moved too often", call.id());
        }
    }

    @Override
    public CompletableFuture<Shared<S>> change(
            EntityMethod<E> method, List<@Nullable Object> arguments) {
        EntityCall.Wants wants =
                node.isWatched(id) ? EntityCall.Wants.REPLY : EntityCall.Wants.STATE;
        return send(call(method, arguments, wants), this::shared);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R extends @Nullable Object> CompletableFuture<R> question(
            EntityMethod<E> method, List<@Nullable Object> arguments) {
        return send(
                call(method, arguments, EntityCall.Wants.REPLY),
                done -> shown(done.version()).thenApply(shown -> (R) done.reply()));
    }

    private EntityCall call(
            EntityMethod<E> method, List<@Nullable Object> arguments, EntityCall.Wants wants) {
        EntityHandler handler = EntityMethods.named(type, method);
        return new EntityCall(id, caller.nextCallId(), handler.name(), arguments, wants, timeout());
    }

    private Duration timeout() {
        return type.settings().timeout();
    }

    private <R extends @Nullable Object> CompletableFuture<R> send(
            EntityCall call, Function<Outcome.Done, CompletableFuture<R>> then) {
        CompletableFuture<R> answer = new CompletableFuture<>();
        new OpenCall(node, call, outcome -> complete(answer, outcome, then)).begin();
        return answer;
    }

    private <R extends @Nullable Object> void complete(
            CompletableFuture<R> answer,
            Outcome outcome,
            Function<Outcome.Done, CompletableFuture<R>> then) {
        switch (outcome) {
            case Outcome.Done done ->
                    then.apply(done)
                            .whenComplete(
                                    (result, failure) -> {
                                        if (failure == null) answer.complete(result);
                                        else answer.completeExceptionally(failure);
                                    });
            case Outcome.Failed failed ->
                    answer.completeExceptionally(
                            new EntityFailed(failed.message(), failed.cause()));
            case Outcome.Unavailable unavailable ->
                    answer.completeExceptionally(
                            new EntityUnavailable(
                                    unavailable.message()
                                            + "; it is not known whether it has done what it was"
                                            + " called for"));
            case Outcome.Refused refused ->
                    answer.completeExceptionally(
                            new EntityUnavailable(refused.message() + "; nothing was done", false));
            case Outcome.Moved moved ->
                    answer.completeExceptionally(
                            new EntityUnavailable(id + " has moved too often"));
        }
    }

    /** The value that came with the answer, or the one that pages get, at least as new. */
    @SuppressWarnings("unchecked")
    private CompletableFuture<Shared<S>> shared(Outcome.Done done) {
        Object state = done.state();
        if (state != null) {
            node.changed(id, state, done.version());
            return CompletableFuture.completedFuture(
                    (Shared<S>) node.values().shared(id, state, done.version()));
        }
        return shown(done.version()).thenCompose(shown -> fetch());
    }

    /** Completes when the pages of this node show at least this version, if they show any. */
    private CompletableFuture<Void> shown(long version) {
        CompletableFuture<Void> reached = node.values().reached(id, version);
        if (!reached.isDone()) {
            Timers.Timer late = node.around().timers().after(LATER, () -> reached.complete(null));
            reached.whenComplete((done, failure) -> late.cancel());
        }
        return reached;
    }

    @Override
    public <R extends @Nullable Object> R await(CompletableFuture<R> answer) {
        try {
            return answer.get();
        } catch (ExecutionException | CompletionException e) {
            if (e.getCause() instanceof EntityFailed failed)
                throw new EntityFailed(String.valueOf(failed.getMessage()), failed.getCause());
            if (e.getCause() instanceof EntityUnavailable unavailable)
                throw new EntityUnavailable(
                        String.valueOf(unavailable.getMessage()), unavailable.mayBeDone());
            throw new LiveletException(id + " could not be called", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EntityUnavailable("Interrupted while waiting for " + id);
        }
    }

    /** As in {@code Room/lobby}. */
    @Override
    public String toString() {
        return id.toString();
    }
}
