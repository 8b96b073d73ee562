package dev.livelet.test;

import dev.livelet.session.Session;
import dev.livelet.test.browser.Canonical;
import dev.livelet.test.browser.Connection;
import dev.livelet.test.browser.Difference;
import dev.livelet.test.browser.PageModel;

import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A page as its user has it: what they can do, what they see, and what the server holds for it.
 * Actions refuse what no user could do: an element that is not there, hidden or disabled, or that
 * nothing listens to. Each ends when everything it caused has happened; an event that the server
 * refused, or whose handler threw, fails it.
 *
 * <p>Elements are named by CSS as Jsoup understands it, {@code :contains(text)} included; a
 * selector must mean exactly one.
 *
 * @param <S> the view's state
 */
public final class LivePage<S> {
    private final LiveNode node;
    private final LiveNode.Opened<S> opened;
    private final PageModel model;
    private final Wire wire;
    private final User user;

    LivePage(LiveNode node, LiveNode.Opened<S> opened, PageModel model) {
        this.node = node;
        this.opened = opened;
        this.model = model;
        this.wire =
                new Wire(
                        opened.session(),
                        new Connection(opened.definitions(), model, opened.session().id(), "token"),
                        node.clock());
        this.user = new User(model, new Dispatch(model, node.clock(), wire::event));
    }

    // ---- what a user does

    /** Clicks. A checkbox or radio gets checked; a submit button submits its form. */
    public LivePage<S> click(String css) {
        return act("click", css, user::click);
    }

    /** Changes a field's text to this at once, as by pasting. */
    public LivePage<S> input(String css, String text) {
        return act("type into", css, element -> user.input(element, text));
    }

    /** Types at the end of a field's text, key by key. */
    public LivePage<S> type(String css, String text) {
        text.codePoints()
                .mapToObj(Character::toString)
                .forEach(key -> act("type into", css, element -> user.type(element, key)));
        return this;
    }

    /**
     * Changes a field's text and leaves it; of a select, chooses the option with this value or
     * text.
     */
    public LivePage<S> change(String css, String value) {
        return act("change", css, element -> user.change(element, value));
    }

    /** Chooses these options of a select, and no others. */
    public LivePage<S> select(String css, String... values) {
        return act(
                "choose an option of", css, element -> user.select(element, Arrays.asList(values)));
    }

    /**
     * Presses and releases a key.
     *
     * @param key as in {@code KeyboardEvent.key}: {@code "Enter"}, {@code "a"}
     * @param held any of {@code ctrl shift alt meta}
     */
    public LivePage<S> key(String css, String key, String... held) {
        return act("press a key at", css, element -> user.key(element, key, held));
    }

    /** Submits a form, as the Enter key does. */
    public LivePage<S> submit(String css) {
        return act("submit", css, user::submit);
    }

    /** Any other event: {@code focus}, {@code blur}, {@code mouseenter}, … */
    public LivePage<S> fire(String css, String eventType) {
        return act("fire " + eventType + " at", css, element -> user.fire(element, eventType));
    }

    /**
     * Does something whose event the server must refuse.
     *
     * @param code as in {@code docs/protocol.md}: 1 stale, 2 failed and rolled back, 3 limit, 4
     *     malformed, 5 unknown base
     */
    public LivePage<S> assertRefused(int code, Runnable action) {
        node.expectRefusals(true);
        try {
            action.run();
        } finally {
            node.expectRefusals(false);
        }
        refusals().mustBe(code);
        return this;
    }

    private LivePage<S> act(String what, String css, Consumer<Element> deed) {
        node.settle();
        Element element = one(css);
        if (wire.closed() != null)
            throw new AssertionError("Cannot " + what + " '" + css + "': " + disconnection());
        user.mustSee(what, element);
        wire.mark();
        deed.accept(element);
        node.settle();
        return this;
    }

    private String disconnection() {
        TestTransport.Close close = wire.closed();
        return close == null
                ? "the page is not connected"
                : "the session closed the socket: " + close.code() + " " + close.reason();
    }

    // ---- what happens around the page

    /** Sends the session a message, for its {@code @OnMessage} handlers. */
    public LivePage<S> send(Object message) {
        wire.mark();
        opened.session().message(message);
        node.settle();
        return this;
    }

    /** Lets time pass, for this page's node: timers run, debounced events are sent. */
    public LivePage<S> advance(Duration by) {
        wire.mark();
        node.advance(by);
        return this;
    }

    /** Runs the asynchronous work that waits on this page's node, and its continuations. */
    public LivePage<S> await() {
        wire.mark();
        node.await();
        return this;
    }

    /**
     * The socket breaks. What the server sends from now on does not arrive; what the user does
     * waits until {@link #connect}.
     */
    public LivePage<S> disconnect() {
        node.settle();
        wire.cut();
        node.settle();
        return this;
    }

    /** Joins, or comes back after {@link #disconnect}. */
    public LivePage<S> connect() {
        wire.mark();
        wire.connect(opened.context());
        node.settle();
        return this;
    }

    /** The user leaves. */
    public void leave() {
        wire.send(wire.connection().leave());
        node.settle();
    }

    // ---- what the user sees

    /** The element that a selector means. */
    public Element one(String css) {
        node.settle();
        List<Element> found = model.root().select(css);
        if (found.size() == 1) return found.getFirst();
        if (found.isEmpty())
            throw new AssertionError("There is no '" + css + "' on the page:\n" + text());
        StringBuilder all = new StringBuilder();
        found.forEach(element -> all.append("\n  ").append(Dispatch.describe(element)));
        throw new AssertionError(
                "'"
                        + css
                        + "' means "
                        + found.size()
                        + " elements, say which (as by :nth-child or :eq):"
                        + all);
    }

    private String text() {
        return String.join("\n", Canonical.of(model.root()));
    }

    /** The element's text, white space collapsed. */
    public String text(String css) {
        return one(css).text();
    }

    /** What is in a field now, typed by the user or set by the server. */
    public String value(String css) {
        return model.fields().text(one(css));
    }

    /** Whether a checkbox or radio is checked, or an option selected. */
    public boolean checked(String css) {
        return model.fields().marked(one(css));
    }

    public LivePage<S> assertText(String css, String expected) {
        return equal("The text of '" + css + "'", expected, text(css));
    }

    public LivePage<S> assertValue(String css, String expected) {
        return equal("The value of '" + css + "'", expected, value(css));
    }

    /**
     * @param expected null for an attribute that is absent
     */
    public LivePage<S> assertAttribute(String css, String name, @Nullable String expected) {
        Element element = one(css);
        return equal(
                "The attribute " + name + " of '" + css + "'",
                expected,
                element.hasAttr(name) ? element.attr(name) : null);
    }

    public LivePage<S> assertPresent(String css) {
        node.settle();
        if (model.root().select(css).isEmpty())
            throw new AssertionError("There is no '" + css + "' on the page:\n" + text());
        return this;
    }

    public LivePage<S> assertAbsent(String css) {
        return assertCount(css, 0);
    }

    public LivePage<S> assertCount(String css, int expected) {
        node.settle();
        List<Element> found = model.root().select(css);
        if (found.size() == expected) return this;
        StringBuilder all = new StringBuilder();
        found.forEach(element -> all.append("\n  ").append(Dispatch.describe(element)));
        throw new AssertionError(
                "Expected " + expected + " of '" + css + "', found " + found.size() + all);
    }

    private LivePage<S> equal(String what, @Nullable String expected, @Nullable String found) {
        if (java.util.Objects.equals(expected, found)) return this;
        throw new AssertionError(
                what
                        + " is "
                        + quoted(found)
                        + ", expected "
                        + quoted(expected)
                        + "; the page is:\n"
                        + text());
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "absent" : "\"" + text + "\"";
    }

    /** The page's markup, without the markers in it. */
    public String html() {
        node.settle();
        return model.html();
    }

    /** The document's title, as far as the view has set it; else "". */
    public String title() {
        return effects("title").stream()
                .map(arguments -> arguments.get(0).asString())
                .reduce(opened.page().title(), (a, b) -> b);
    }

    /** The texts of all flashes of this kind so far, oldest first. */
    public List<String> flashes(String kind) {
        return effects("flash").stream()
                .filter(arguments -> arguments.get(0).asString().equals(kind))
                .map(a -> a.get(1).asString())
                .toList();
    }

    public LivePage<S> assertFlash(String kind, String text) {
        if (flashes(kind).contains(text)) return this;
        throw new AssertionError(
                "No flash \"" + text + "\" of kind " + kind + "; there were " + effects("flash"));
    }

    /** The payloads of all events pushed under this name so far, oldest first. */
    public List<JsonNode> pushed(String name) {
        return effects("push").stream()
                .filter(arguments -> arguments.get(0).asString().equals(name))
                .map(a -> a.get(1))
                .toList();
    }

    private List<List<JsonNode>> effects(String kind) {
        node.settle();
        return wire.connection().effects().stream()
                .filter(effect -> effect.kind().equals(kind))
                .map(Connection.Effect::arguments)
                .toList();
    }

    /** Where the view has sent the user by a redirect, or null. */
    public @Nullable String address() {
        node.settle();
        return wire.connection().address();
    }

    // ---- what the server holds, and what went over the wire

    /** The session's state now. */
    public S state() {
        node.settle();
        return opened.type().template().stateType().cast(opened.session().state());
    }

    /** The frames since the last action of this page. */
    public Step lastStep() {
        return wire.step();
    }

    /**
     * The last patch that came, as it was on the wire; its length in bytes is what budgets are
     * about.
     */
    public byte[] lastPatch() {
        return wire.lastPatch().getBytes(StandardCharsets.UTF_8);
    }

    /** Whether the server has let the page in and the socket is open. */
    public boolean connected() {
        node.settle();
        return wire.connected() && wire.connection().joined();
    }

    Session session() {
        return opened.session();
    }

    boolean receive() {
        return wire.receive();
    }

    Refusals refusals() {
        return new Refusals(wire.connection().takeRefusals());
    }

    /** Compares the page with a fresh render. */
    void verify() {
        if (!wire.connected() || !wire.connection().joined()) return;
        PageModel fresh = opened.fresh();
        String difference =
                Difference.between(Canonical.of(fresh.root()), Canonical.of(model.root()));
        if (!difference.isEmpty())
            throw new AssertionError(
                    "The patched page is not what a fresh render of the state shows (- missing, +"
                            + " too many):\n"
                            + difference
                            + "\nThe last patch: "
                            + wire.lastPatch());
    }
}
