package dev.livelet.template;

import dev.livelet.Html;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.safety.Safelist;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * Markup from elsewhere, as Jsoup parsed it in the context of a {@code div}: a stray end tag cannot
 * escape its place, and what is emitted reads back as the same tree. Scripts, style elements,
 * comments, {@code template}, {@code on*}, {@code srcdoc} and inline {@code style} are left out:
 * none of them works under the page's Content-Security-Policy. Immutable.
 */
public final class TrustedHtml implements Html {
    static final int LIMIT = 1 << 20;

    private final List<TrustedNode> nodes;
    private final String html;

    private TrustedHtml(List<TrustedNode> nodes, String html) {
        this.nodes = nodes;
        this.html = html;
    }

    /**
     * @throws IllegalArgumentException when it is larger than 1 MB, or browsers read it differently
     *     each time it is written and parsed
     */
    public static TrustedHtml of(String markup) {
        if (markup.length() > LIMIT) {
            throw new IllegalArgumentException(
                    "Trusted markup of "
                            + markup.length()
                            + " characters; the limit is "
                            + LIMIT
                            + ". Show a part of it, or make it a page of its own");
        }
        List<TrustedNode> nodes = TrustedParser.parse(markup);
        String html = TrustedParser.write(nodes);
        for (int round = 0; round < 4; round++) {
            List<TrustedNode> again = TrustedParser.parse(html);
            if (again.equals(nodes)) return new TrustedHtml(nodes, html);
            nodes = again;
            html = TrustedParser.write(nodes);
        }
        throw new IllegalArgumentException(
                "Trusted markup that reads differently each time it is written and parsed again: "
                        + markup.substring(0, Math.min(80, markup.length()))
                        + "…. Such markup is how filters are tricked; let its author close its"
                        + " elements properly");
    }

    public static TrustedHtml sanitized(String markup, Safelist safelist) {
        return of(
                Jsoup.clean(
                        markup, "", safelist, new Document.OutputSettings().prettyPrint(false)));
    }

    /** This, or what is left of it where elements cannot stand in what is around it. */
    TrustedHtml without(TrustedFit fit) {
        List<TrustedNode> kept = fit.fitting(nodes);
        return kept.equals(nodes) ? this : new TrustedHtml(kept, TrustedParser.write(kept));
    }

    /** The top-level nodes. */
    public List<TrustedNode> nodes() {
        return nodes;
    }

    /** The markup as it is sent in a first render: without comments, each element closed. */
    public String html() {
        return html;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TrustedHtml that && html.equals(that.html);
    }

    @Override
    public int hashCode() {
        return Objects.hash(html);
    }

    @Override
    public String toString() {
        return html;
    }
}
