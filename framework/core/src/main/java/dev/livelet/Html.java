package dev.livelet;

import dev.livelet.template.TrustedHtml;

import org.jsoup.safety.Safelist;

/**
 * Markup as a value: a template with its record, or trusted markup from elsewhere. Inserted
 * unescaped by {@code {expr}}. Not for implementation by applications.
 */
public interface Html {

    /**
     * Markup from a source that the application trusts (a Markdown renderer, another template
     * engine). It is parsed in the context of a {@code div}, re-serialised (so that a stray end tag
     * cannot escape its place), and patched by a tree diff.
     *
     * @throws IllegalArgumentException when it is larger than 1 MB or is not a fixpoint of
     *     re-parsing
     */
    static Html trusted(String markup) {
        return TrustedHtml.of(markup);
    }

    /** Foreign markup, cleaned by Jsoup with the given safelist first. */
    static Html sanitized(String markup, Safelist safelist) {
        return TrustedHtml.sanitized(markup, safelist);
    }
}
