package dev.livelet.server;

import dev.livelet.Entity;
import dev.livelet.Guard;
import dev.livelet.LiveView;
import dev.livelet.LiveletException;
import dev.livelet.entity.EntityType;
import dev.livelet.session.ViewType;
import dev.livelet.spi.ClusterNode;

import io.undertow.server.HttpHandler;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Puts an application together and starts it:
 *
 * {@snippet :
 * LiveServer server = Livelet.create().live("/", new Counter()).start(8080);
 * }
 *
 * <p>Views are checked when they are registered: a mistake in a template or in a handler's
 * signature is a {@link LiveletException} here, before anything is served. Each setting is also a
 * system property ({@code -Dlivelet.port=80}) and an environment variable ({@code
 * LIVELET_PORT=80}), which win over what the code says; an application's own settings take another
 * prefix than {@code livelet.}. Not thread-safe; used once.
 */
public final class Livelet {
    final Routes routes = new Routes();
    final List<Assets> assets = new ArrayList<>();
    final List<EntityType<?>> entities = new ArrayList<>();
    final Map<String, HttpHandler> handlers = new LinkedHashMap<>();
    final Map<String, String> told = new LinkedHashMap<>();
    final Map<String, String> policy = new LinkedHashMap<>();
    private final List<Guard> guards = new ArrayList<>();
    Layout layout = Layout.standard();
    ClusterNode.@Nullable Factory cluster;

    private Livelet() {}

    public static Livelet create() {
        return new Livelet();
    }

    /**
     * Serves a view.
     *
     * @param path as {@code /chat/{room}}; literal segments win over parameters
     * @throws LiveletException when the view, its template or the path is wrong, or the path is
     *     taken
     */
    public <S> Livelet live(String path, LiveView<S> view) {
        routes.add(
                new Routes.Route(PathPattern.parse(path), ViewType.of(view), List.copyOf(guards)));
        return this;
    }

    /**
     * Registers a type of entities: rooms, games, whatever the cluster has one of by name.
     *
     * @throws LiveletException when a handler's signature or the state is wrong
     */
    public Livelet entity(Entity<?> entity) {
        entities.add(EntityType.of(entity));
        return this;
    }

    /** From here on all routes have this guard, after those named before. */
    public Livelet guard(Guard guard) {
        guards.add(guard);
        return this;
    }

    /** Routes that have these guards, after those named before. */
    public Livelet group(List<Guard> guards, Consumer<Livelet> routes) {
        int before = this.guards.size();
        this.guards.addAll(guards);
        routes.accept(this);
        this.guards.subList(before, this.guards.size()).clear();
        return this;
    }

    /** As {@link #group(List, Consumer)}. */
    public Livelet group(Guard guard, Consumer<Livelet> routes) {
        return group(List.of(guard), routes);
    }

    /** Serves static files. */
    public Livelet assets(Assets files) {
        if (assets.stream().anyMatch(other -> other.prefix().equals(files.prefix())))
            throw new LiveletException(
                    "Two folders of assets are at \""
                            + files.prefix()
                            + "\": give each a path of its own.");
        assets.add(files);
        return this;
    }

    /**
     * Serves static files: those in {@code folder} on the class path of {@code anchor}, below
     * {@code prefix}.
     */
    public Livelet assets(String prefix, Class<?> anchor, String folder) {
        return assets(Assets.fromClasspath(prefix, anchor, folder));
    }

    /**
     * Hands everything at and below {@code path} to a handler of Undertow's, live routes that lie
     * there aside. It runs on an I/O thread and must not block it. Guards do not stand before it.
     */
    public Livelet handler(String path, HttpHandler handler) {
        if (!path.startsWith("/") || path.equals("/livelet") || path.startsWith("/livelet/"))
            throw new LiveletException(
                    "A handler cannot be at \""
                            + path
                            + "\": give a path like /api, not below /livelet.");
        if (handlers.put(path, handler) != null)
            throw new LiveletException("Two handlers are at \"" + path + "\".");
        return this;
    }

    /** The document around the pages. */
    public Livelet layout(Layout layout) {
        this.layout = layout;
        return this;
    }

    /**
     * Replaces a directive of the Content-Security-Policy, as {@code
     * contentSecurityPolicy("img-src", "'self' https://img.example")}. With {@code frame-ancestors}
     * goes {@code X-Frame-Options}: neither lets a page be framed by default.
     */
    public Livelet contentSecurityPolicy(String directive, String sources) {
        SecurityHeaders.check(directive);
        policy.put(directive, sources);
        return this;
    }

    /**
     * Makes this program a node of a cluster, as {@code cluster(JGroups.tcp("shop"))} of the module
     * {@code livelet-cluster}: its pages outlive it. All nodes need the same {@link #keys}.
     */
    public Livelet cluster(ClusterNode.Factory cluster) {
        this.cluster = cluster;
        return this;
    }

    /** 0 lets the system choose. */
    public Livelet port(int port) {
        return set("port", String.valueOf(port));
    }

    /** The address to listen on. */
    public Livelet host(String address) {
        return set("host", address);
    }

    /** Secrets that sign tokens: the first signs, all verify. The same on all nodes. */
    public Livelet keys(String... secrets) {
        return set("keys", String.join(",", secrets));
    }

    /** Error pages show the cause. */
    public Livelet development(boolean on) {
        return set("development", String.valueOf(on));
    }

    /** Any setting by its name and as text, as {@code set("grace", "5m")}. */
    public Livelet set(String setting, String value) {
        told.put(setting, value);
        return this;
    }

    /** As {@link #port(int)} and {@link #start()}. */
    public LiveServer start(int port) {
        return port(port).start();
    }

    /**
     * Starts to serve, and returns when it does.
     *
     * @throws LiveletException when a setting is wrong or unknown, or the port is taken
     */
    public LiveServer start() {
        Map<String, String> properties = new LinkedHashMap<>();
        System.getProperties()
                .forEach(
                        (name, value) ->
                                properties.put(String.valueOf(name), String.valueOf(value)));
        return Startup.start(this, Settings.of(told, properties, System.getenv()));
    }
}
