package dev.livelet.load;

/** What happens to a page; called on the client's thread. */
public interface PageListener {
    /** A page whose life nobody watches. */
    PageListener NONE = new PageListener() {};

    /** The server let the page in: the first time, or again after a loss. */
    default void joined(LoadPage page) {}

    /** A frame came, and has been counted. */
    default void frame(LoadPage page, ServerFrame frame) {}

    /** The page has lost its socket, or did not get one; it comes back by itself. */
    default void lost(LoadPage page, String why) {}

    /** The page is over: rejected, sent elsewhere, or never got. */
    default void ended(LoadPage page, String why) {}
}
