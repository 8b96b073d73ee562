package dev.livelet.benchmarks.sessions;

import dev.livelet.Entity;
import dev.livelet.LiveView;
import dev.livelet.Params;
import dev.livelet.RenderContext;
import dev.livelet.entity.EntityType;
import dev.livelet.session.ClientFrame;
import dev.livelet.session.Page;
import dev.livelet.session.Session;
import dev.livelet.session.SessionServices;
import dev.livelet.session.SessionSettings;
import dev.livelet.session.Sessions;
import dev.livelet.session.ViewType;
import dev.livelet.session.Visit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Live pages of one view in this JVM, whose sockets are memory. Confined to one thread. */
public final class Crowd implements AutoCloseable {
    private static final long PATIENCE_NANOS = Duration.ofMinutes(2).toNanos();
    private static final int MOST = 2_000_000;

    private final Sessions sessions;
    private final ViewType<?> view;
    private final AtomicLong frames = new AtomicLong();
    private final List<Session> all = new ArrayList<>();
    private final List<MemoryTransport> sockets = new ArrayList<>();

    public Crowd(LiveView<?> view, Entity<?>... entities) {
        this.view = ViewType.of(view);
        SessionSettings settings =
                SessionSettings.DEFAULTS
                        .with(SessionSettings::sessions, MOST)
                        .with(SessionSettings::pendingSessions, MOST)
                        .with(SessionSettings::pendingPerAddress, MOST)
                        .with(SessionSettings::detachedPerAddress, MOST)
                        // nobody acknowledges anything
                        .with(SessionSettings::window, Integer.MAX_VALUE)
                        .with(SessionSettings::overdue, Duration.ofHours(1));
        List<EntityType<?>> types = new ArrayList<>();
        for (Entity<?> entity : entities) types.add(EntityType.of(entity));
        sessions = new Sessions(SessionServices.of(settings, types));
    }

    public Sessions sessions() {
        return sessions;
    }

    public int size() {
        return all.size();
    }

    /** Opens and joins so many pages more. */
    public void open(int count) throws InterruptedException {
        long before = frames.get();
        for (int i = 0; i < count; i++) {
            Page page = sessions.open(view, visit());
            Session session = Objects.requireNonNull(sessions.find(page.session()));
            all.add(session);
            MemoryTransport socket = new MemoryTransport(frames);
            sockets.add(socket);
            session.join(join(page.session(), 1), socket, true);
        }
        await("joins", () -> frames.get() >= before + count);
    }

    /** All lose their sockets, and come back with the next one; returns when they have. */
    public void reconnect(int attempt) throws InterruptedException {
        long before = frames.get();
        for (int i = 0; i < all.size(); i++) {
            all.get(i).detach(sockets.get(i));
            MemoryTransport next = new MemoryTransport(frames);
            sockets.set(i, next);
            all.get(i).join(join(all.get(i).id(), attempt), next, true);
        }
        await("joins", () -> frames.get() >= before + all.size());
    }

    /** Frames that all pages have been given. */
    public long frames() {
        return frames.get();
    }

    /** Returns when the pages have been given so many frames. */
    public void awaitFrames(long count) throws InterruptedException {
        await("frames", () -> frames.get() >= count);
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end)
                throw new IllegalStateException("Waited for two minutes in vain for " + what);
            Thread.sleep(1);
        }
    }

    private static Visit visit() {
        return new Visit(
                "/",
                new Params(Map.of(), Map.of()),
                Optional.empty(),
                RenderContext.DEFAULT,
                "127.0.0.1",
                "browser");
    }

    private static ClientFrame.Join join(String session, int attempt) {
        return new ClientFrame.Join(
                session, "token", 0, "bundle", attempt, 1, List.of(), "", false, "", 0);
    }

    @Override
    public void close() {
        sessions.close();
    }
}
