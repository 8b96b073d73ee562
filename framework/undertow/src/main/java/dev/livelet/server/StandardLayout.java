package dev.livelet.server;

/**
 * The usual document, to be refined: {@code
 * Layout.standard().title("Chat").stylesheet(assets.url("chat.css"))}. Immutable.
 */
public final class StandardLayout implements Layout {
    static final StandardLayout EMPTY = new StandardLayout("en", "", "", "", "");

    private final String language;
    private final String title;
    private final String head;
    private final String before;
    private final String after;

    private StandardLayout(
            String language, String title, String head, String before, String after) {
        this.language = language;
        this.title = title;
        this.head = head;
        this.before = before;
        this.after = after;
    }

    /**
     * The language of pages whose request does not tell another that {@code livelet.languages}
     * names.
     */
    public StandardLayout language(String tag) {
        return new StandardLayout(tag, title, head, before, after);
    }

    /** The title of pages that have not set theirs. */
    public StandardLayout title(String text) {
        return new StandardLayout(language, text, head, before, after);
    }

    /** Adds a style sheet by its address, after Livelet's own. */
    public StandardLayout stylesheet(String url) {
        return head("<link rel=\"stylesheet\" href=\"" + Markup.escape(url) + "\">");
    }

    /** Sets the page's icon by its address. Without one, browsers ask for {@code /favicon.ico}. */
    public StandardLayout icon(String url) {
        return head("<link rel=\"icon\" href=\"" + Markup.escape(url) + "\">");
    }

    /** Adds {@code <meta name content>}. */
    public StandardLayout meta(String name, String content) {
        return head(
                "<meta name=\""
                        + Markup.escape(name)
                        + "\" content=\""
                        + Markup.escape(content)
                        + "\">");
    }

    /**
     * Adds markup to the head, as it is. Inline scripts and styles are refused by the pages'
     * security policy.
     */
    public StandardLayout head(String markup) {
        return new StandardLayout(language, title, head + markup, before, after);
    }

    /** Adds markup to the body, before the live page. */
    public StandardLayout before(String markup) {
        return new StandardLayout(language, title, head, before + markup, after);
    }

    /** Adds markup to the body, after the live page. */
    public StandardLayout after(String markup) {
        return new StandardLayout(language, title, head, before, after + markup);
    }

    @Override
    public String document(Document page) {
        return "<!doctype html><html lang=\""
                + Markup.escape(page.language().isEmpty() ? language : page.language())
                + "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\""
                + " content=\"width=device-width, initial-scale=1\"><title>"
                + (page.title().isEmpty() ? Markup.escape(title) : page.title())
                + "</title>"
                + page.head()
                + head
                + "</head><body>"
                + before
                + page.root()
                + after
                + "</body></html>";
    }
}
