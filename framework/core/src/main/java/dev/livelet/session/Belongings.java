package dev.livelet.session;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * What a session holds besides its state, made when first asked for: most pages need little of it.
 * Confined to the session's turn.
 */
final class Belongings {
    private final SessionServices services;
    private final Consumer<Work> mailbox;
    private final Consumer<Object> messages;
    private @Nullable Subscriptions subscriptions;
    private @Nullable NamedTimers timers;
    private @Nullable AsyncWork async;

    Belongings(SessionServices services, Consumer<Work> mailbox, Consumer<Object> messages) {
        this.services = services;
        this.mailbox = mailbox;
        this.messages = messages;
    }

    Subscriptions subscriptions() {
        if (subscriptions == null) {
            subscriptions =
                    new Subscriptions(
                            services.pubSub(),
                            (topic, message) -> messages.accept(message),
                            services.settings().subscriptions());
        }
        return subscriptions;
    }

    NamedTimers timers() {
        if (timers == null) timers = new NamedTimers(services.timers(), services.nanos(), mailbox);
        return timers;
    }

    AsyncWork async() {
        if (async == null) async = new AsyncWork(services.background(), mailbox);
        return async;
    }

    /** Ends all of it. */
    void release() {
        if (subscriptions != null) subscriptions.clear();
        if (timers != null) timers.clear();
        if (async != null) async.clear();
    }
}
