package dev.livelet.server;

/**
 * Writes the document around a live page. {@link #standard()} serves most; a lambda may write the
 * whole of it. Layouts are trusted like templates: what they return is not escaped. Thread-safe.
 */
@FunctionalInterface
public interface Layout {

    /**
     * The whole document, from {@code <!doctype html>} on, with {@link Document#head()} in its head
     * and {@link Document#root()} once in its body.
     */
    String document(Document page);

    /**
     * What a layout puts together.
     *
     * @param language for {@code <html lang>}; "" when unknown
     * @param title what the view asked for by {@code socket.title}, escaped; "" when it did not
     * @param head markup of Livelet's own: style, style sheet and scripts
     * @param root stands for the live page's markup
     * @param path of the request
     */
    record Document(String language, String title, String head, String root, String path) {}

    /** A layout with no title and nothing besides what Livelet needs; its methods add to it. */
    static StandardLayout standard() {
        return StandardLayout.EMPTY;
    }
}
