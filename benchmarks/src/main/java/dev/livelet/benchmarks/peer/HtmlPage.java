package dev.livelet.benchmarks.peer;

/** A page that is rendered as a whole. Confined to its socket's thread. */
interface HtmlPage {
    /**
     * @param name of the button that was clicked
     */
    void event(String name);

    /** One element with the id {@code page}. */
    String html();
}
