package dev.livelet.benchmarks.peer;

/** A page that is rendered as a whole. Under its own lock. */
interface HtmlPage {
    /**
     * @param name of the button that was clicked
     */
    default void event(String name) {}

    /** From the server's side. */
    default void message(long number) {}

    /** One element with the id {@code page}. */
    String html();
}
