package dev.livelet.template;

import java.util.List;

/**
 * Whether browsers build the tree that the compiler saw. The rules come with the next step; until
 * then every template passes.
 */
final class BrowserTree {
    private BrowserTree() {}

    static void check(SourceText source, List<Outline> outline) {}
}
