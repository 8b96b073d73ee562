package dev.livelet.session;

import dev.livelet.entity.Watcher;
import dev.livelet.spi.SessionCopy;
import dev.livelet.state.SharedParts;

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
    private final Watcher changed;
    private @Nullable Subscriptions subscriptions;
    private @Nullable NamedTimers timers;
    private @Nullable AsyncWork async;
    private @Nullable Watches watches;

    /**
     * @param changed is told of entities that the state shows
     */
    Belongings(
            SessionServices services,
            Consumer<Work> mailbox,
            Consumer<Object> messages,
            Watcher changed) {
        this.services = services;
        this.changed = changed;
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

    /** Entities that the state shows; null where it cannot show any. */
    @Nullable Watches watches(Class<?> state) {
        if (watches == null && SharedParts.any(state))
            watches = new Watches(services.entities(), changed);
        return watches;
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
        if (watches != null) watches.clear();
    }
}
