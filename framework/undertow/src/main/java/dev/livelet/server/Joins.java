package dev.livelet.server;

import dev.livelet.Guard.Verdict;
import dev.livelet.Identity;
import dev.livelet.protocol.Frames;
import dev.livelet.server.Counters.Count;
import dev.livelet.session.ClientFrame;
import dev.livelet.session.Page;
import dev.livelet.session.ProtocolException;
import dev.livelet.session.Session;
import dev.livelet.session.Sessions;
import dev.livelet.session.Sessions.Interrupted;
import dev.livelet.session.Sessions.StateLost;
import dev.livelet.session.Sessions.Superseded;
import dev.livelet.session.Sessions.TooManySessions;
import dev.livelet.session.Visit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.io.JsonStringEncoder;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Who may join what. A join brings a token that says which address the page was asked for at; the
 * guards of that address run again, on a virtual thread, before the session gets the socket. When
 * the session is gone, the same address is mounted anew for the same page.
 */
final class Joins {
    private static final Logger LOG = LoggerFactory.getLogger(Joins.class);

    private final Routes routes;
    private final Tokens tokens;
    private final Sessions sessions;
    private final String bundle;
    private final List<Locale> languages;
    private final Counters counters;

    /**
     * @param bundle the hash of this server's definitions
     */
    Joins(
            Routes routes,
            Tokens tokens,
            Sessions sessions,
            String bundle,
            List<Locale> languages,
            Counters counters) {
        this.routes = routes;
        this.tokens = tokens;
        this.sessions = sessions;
        this.bundle = bundle;
        this.languages = languages;
        this.counters = counters;
    }

    /** On a virtual thread; the connection does not read meanwhile. */
    void join(Arrival arrival, Connection connection, Caller caller, ClientFrame.Join join) {
        try {
            switch (tokens.checkPage(join.token(), join.session(), browser(caller), this::viewAt)) {
                case Tokens.Finding.Valid(String text) ->
                        admit(arrival, connection, caller, join, PageOrigin.of(text));
                case Tokens.Finding.Outdated(String why) -> {
                    counters.add(Count.TOKEN_OUTDATED);
                    reject(connection, Frames.GONE, "the page is too old: " + why);
                }
                case Tokens.Finding.Forged(String why) -> {
                    counters.add(Count.TOKEN_FORGED);
                    LOG.warn("A join from {} was refused: {}", caller.address(), why);
                    reject(connection, Frames.DENIED, "not a page of this browser");
                }
            }
        } catch (Superseded newer) {
            counters.add(Count.SUPERSEDED);
            reject(connection, Frames.SUPERSEDED, "a newer connection exists");
        } catch (Interrupted again) {
            counters.add(Count.CLAIM_INTERRUPTED);
            connection.close(Frames.CLOSE_GOING_AWAY, "come again");
        } catch (TooManySessions full) {
            counters.add(Count.PAGES_OVER_LIMIT);
            connection.close(Frames.CLOSE_SLOW, "too many pages");
        } catch (RuntimeException e) {
            counters.add(Count.SERVER_ERROR);
            LOG.error("A join from {} failed", caller.address(), e);
            connection.close(Frames.CLOSE_ERROR, "");
        } finally {
            connection.resume();
        }
    }

    private void admit(
            Arrival arrival,
            Connection connection,
            Caller caller,
            ClientFrame.Join join,
            PageOrigin origin) {
        String address = origin.address();
        Routes.Match match = routes.find(address);
        if (match == null)
            throw new IllegalStateException("a valid token for no route: " + address);
        Optional<Identity> identity;
        switch (match.route().check(match.path(), match.params(), caller)) {
            case Verdict.Redirect(String url) -> {
                counters.add(Count.GUARD_REFUSED);
                go(connection, url);
                return;
            }
            case Verdict.Deny(String reason) -> {
                counters.add(Count.GUARD_REFUSED);
                LOG.info(
                        "A guard of {} refused a join from {}: {}",
                        match.route().pattern(),
                        caller.address(),
                        reason);
                reject(connection, Frames.DENIED, "");
                return;
            }
            case Verdict.Admit(Optional<Identity> found) -> identity = found;
        }
        if (identity.isPresent() && !arrival.takeIdentity(identity.get().id())) {
            counters.add(Count.IDENTITY_LIMIT);
            reject(connection, Frames.TOO_MANY, "too many open pages");
            return;
        }
        Session session = sessions.find(join);
        if (session == null) session = claimed(caller, join.from(origin.where()), match, identity);
        if (session == null) {
            mountAnew(arrival, connection, caller, join, match, address, identity);
        } else if (session.view() != match.route().view()
                || !session.visit().identity().equals(identity)) {
            counters.add(Count.GUARD_REFUSED);
            reject(connection, Frames.GONE, "the user has changed");
        } else {
            counters.add(Count.JOINS);
            session.join(join, connection, join.bundle().equals(bundle));
            arrival.belongsTo(session, connection);
        }
    }

    /** The session as another node had it; null when it must be mounted anew. */
    private @Nullable Session claimed(
            Caller caller, ClientFrame.Join join, Routes.Match match, Optional<Identity> identity) {
        try {
            return sessions.adopt(match.route().view(), visit(match, caller, identity), join);
        } catch (StateLost lost) {
            counters.add(Count.STATE_LOST);
            LOG.warn("A page from {} lost its state: {}", caller.address(), lost.getMessage());
            return null;
        }
    }

    private Visit visit(Routes.Match match, Caller caller, Optional<Identity> identity) {
        return new Visit(
                match.path(),
                match.params(),
                identity,
                caller.context(languages),
                caller.address(),
                browser(caller));
    }

    private void mountAnew(
            Arrival arrival,
            Connection connection,
            Caller caller,
            ClientFrame.Join join,
            Routes.Match match,
            String address,
            Optional<Identity> identity) {
        Page page = sessions.open(match.route().view(), visit(match, caller, identity));
        Session session = page.redirect().isEmpty() ? sessions.find(page.session()) : null;
        if (session == null) {
            if (page.redirect().isEmpty())
                throw new IllegalStateException("the session was gone before its join");
            go(connection, page.redirect());
            return;
        }
        counters.add(Count.FRESH_MOUNTS);
        String token =
                tokens.forPage(
                        page.session(),
                        match.route().pattern().toString(),
                        browser(caller),
                        new PageOrigin(page.where(), address).text());
        send(
                connection,
                "[" + Frames.CREDENTIALS + "," + quote(page.session()) + "," + quote(token) + "]");
        // The join still names the lost session: the new one goes on with its numbers, refuses its
        // queue, and renders in full.
        session.join(join, connection, join.bundle().equals(bundle));
        arrival.belongsTo(session, connection);
    }

    @Nullable String viewAt(String origin) {
        Routes.Match match = routes.find(PageOrigin.of(origin).address());
        return match == null ? null : match.route().pattern().toString();
    }

    private static String browser(Caller caller) {
        String browser = caller.browser();
        return browser == null ? "" : browser;
    }

    /**
     * @param joined the session that the connection belongs to, or null
     */
    void malformed(Connection connection, ProtocolException problem, @Nullable Session joined) {
        counters.add(
                problem.closeCode() == Frames.CLOSE_TOO_LARGE
                        ? Count.FRAME_TOO_LARGE
                        : Count.FRAME_BAD);
        LOG.debug("A WebSocket sent what is no frame", problem);
        connection.pause();
        if (joined != null) joined.violated(problem, connection);
        else connection.close(problem.closeCode(), "not a frame");
    }

    /** Tells the page not to come back, and why. */
    void reject(Connection connection, int code, String text) {
        send(connection, "[" + Frames.REJECTED + "," + code + "," + quote(text) + "]");
        connection.close(code == Frames.PROTOCOL ? Frames.CLOSE_POLICY : Frames.CLOSE_NORMAL, text);
    }

    private static void go(Connection connection, String url) {
        send(connection, "[" + Frames.GO + "," + quote(url) + "]");
        connection.close(Frames.CLOSE_NORMAL, "");
    }

    private static void send(Connection connection, String json) {
        connection.send(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String quote(String text) {
        return "\"" + String.valueOf(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + "\"";
    }
}
