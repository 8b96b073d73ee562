package dev.livelet.benchmarks.sessions;

import dev.livelet.LiveView;
import dev.livelet.Params;
import dev.livelet.RenderContext;
import dev.livelet.session.ClientFrame;
import dev.livelet.session.FrameReader;
import dev.livelet.session.Session;
import dev.livelet.session.SessionServices;
import dev.livelet.session.SessionSettings;
import dev.livelet.session.Sessions;
import dev.livelet.session.ViewType;
import dev.livelet.session.Visit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** One page whose turns run on the caller's thread: what a turn costs without a hop. */
public final class SinglePage {
    private static final int MOST = 1_000_000_000;

    private final AtomicLong frames = new AtomicLong();
    private final MemoryTransport socket = new MemoryTransport(frames);
    private final Session session;

    public SinglePage(LiveView<?> view) {
        SessionServices usual =
                SessionServices.of(
                        SessionSettings.DEFAULTS
                                .with(SessionSettings::eventsPerSecond, MOST)
                                .with(SessionSettings::eventBurst, MOST));
        Sessions sessions =
                new Sessions(
                        new SessionServices(
                                usual.settings(),
                                usual.counters(),
                                usual.pubSub(),
                                usual.presence(),
                                usual.timers(),
                                usual.nanos(),
                                Runnable::run,
                                usual.duplicates()));
        Visit visit =
                new Visit(
                        "/",
                        new Params(Map.of(), Map.of()),
                        Optional.empty(),
                        RenderContext.DEFAULT,
                        "127.0.0.1",
                        "browser");
        String id = sessions.open(ViewType.of(view), visit).session();
        session = Objects.requireNonNull(sessions.find(id));
        session.join(
                new ClientFrame.Join(id, "token", 0, "bundle", 1, 1, List.of(), "", false, "", 0),
                socket,
                true);
        receive("[1,0,[0]]".getBytes(StandardCharsets.US_ASCII));
    }

    /** A frame from the browser; returns how many it has been given since it came. */
    public long receive(byte[] frame) {
        session.receive(FrameReader.read(frame), socket);
        return frames.get();
    }
}
