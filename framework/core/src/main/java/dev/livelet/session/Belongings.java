package dev.livelet.session;

import dev.livelet.spi.SessionCopy;

import org.jspecify.annotations.Nullable;

import java.util.List;
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

    /** Topics, for another node. */
    List<String> topics() {
        return subscriptions == null ? List.of() : subscriptions.topics();
    }

    /** Armed timers, for another node. */
    List<SessionCopy.Timer> armed() {
        return timers == null ? List.of() : timers.copies();
    }

    /** Goes on with what another node had. */
    void restore(SessionCopy copy) {
        copy.topics().forEach(topic -> subscriptions().subscribe(topic));
        if (!copy.timers().isEmpty()) timers().restore(copy.timers());
    }

    /** Ends all of it. */
    void release() {
        if (subscriptions != null) subscriptions.clear();
        if (timers != null) timers.clear();
        if (async != null) async.clear();
    }
}
