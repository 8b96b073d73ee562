package dev.livelet.test;

import dev.livelet.Identity;
import dev.livelet.LiveView;
import dev.livelet.Params;
import dev.livelet.RenderContext;
import dev.livelet.session.Visit;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How a page is asked for. */
public final class PageRequest<S> {
    private final LiveNode node;
    private final LiveView<S> view;
    private final Map<String, String> path = new LinkedHashMap<>();
    private final Map<String, List<String>> query = new LinkedHashMap<>();
    private Optional<Identity> identity = Optional.empty();
    private Locale locale = RenderContext.DEFAULT.locale();
    private ZoneId zone = RenderContext.DEFAULT.zone();
    private boolean dark;

    PageRequest(LiveNode node, LiveView<S> view) {
        this.node = node;
        this.view = view;
    }

    /** A parameter of the route's path: {@code room} in {@code /chat/{room}}. */
    public PageRequest<S> path(String name, String value) {
        path.put(name, value);
        return this;
    }

    /** A parameter of the query; several of one name are kept in order. */
    public PageRequest<S> query(String name, String value) {
        query.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
        return this;
    }

    /** Who the guards found. */
    public PageRequest<S> identity(Identity found) {
        identity = Optional.of(found);
        return this;
    }

    public PageRequest<S> locale(Locale wanted) {
        locale = wanted;
        return this;
    }

    public PageRequest<S> zone(ZoneId wanted) {
        zone = wanted;
        return this;
    }

    /** The browser prefers a dark colour scheme. */
    public PageRequest<S> dark() {
        dark = true;
        return this;
    }

    /** Mounts the page and joins it. */
    public LivePage<S> mount() {
        return open(true);
    }

    /** Mounts the page and leaves it as a crawler sees it: never joined. */
    public LivePage<S> render() {
        return open(false);
    }

    private LivePage<S> open(boolean join) {
        Visit visit =
                new Visit(
                        "/",
                        new Params(path, query),
                        identity,
                        new RenderContext(locale, zone, dark),
                        "127.0.0.1",
                        "test");
        return node.open(view, visit, join);
    }
}
