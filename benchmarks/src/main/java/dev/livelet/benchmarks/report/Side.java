package dev.livelet.benchmarks.report;

/** Who is compared. */
public enum Side {
    LIVELET("Livelet"),
    /** Bare Undertow, doing as little as can be. */
    FLOOR("bare server"),
    /** The whole page is rendered for each event, and morphed in the browser. */
    RERENDER("re-render"),
    VAADIN("Vaadin Flow"),
    /** Measured once, elsewhere on a machine of the same kind. */
    LIVEVIEW("LiveView*");

    private final String title;

    Side(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
