package dev.livelet.test;

import dev.livelet.LiveView;

/**
 * Tests of views without a browser or a server: the real session, with real frames both ways, and a
 * page that applies the patches as the browser does.
 *
 * <pre>{@code
 * var page = LiveTest.mount(new Counter());
 * page.click("button:contains(+1)");
 * page.assertText("h1", "Clicked 1 times");
 * }</pre>
 *
 * <p>Everything happens on the test's thread, in the calls it makes; nothing waits for real time.
 * After each step the patched page is compared with a fresh render of the state: where they differ,
 * the step fails and shows the difference.
 */
public final class LiveTest {
    private LiveTest() {}

    /** A page of the view, on a node of its own. */
    public static <S> LivePage<S> mount(LiveView<S> view) {
        return node().mount(view);
    }

    /**
     * A page whose address, user or languages matter, on a node of its own: {@code
     * LiveTest.page(view).path("room", "1").mount()}.
     */
    public static <S> PageRequest<S> page(LiveView<S> view) {
        return node().page(view);
    }

    /** A node for several pages: they share topics, presence, entities and the clock. */
    public static LiveNode node() {
        return new LiveNode();
    }
}
