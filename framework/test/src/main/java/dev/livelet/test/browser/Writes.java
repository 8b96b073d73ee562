package dev.livelet.test.browser;

import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;

import java.util.ArrayList;
import java.util.List;

/**
 * The changes of one frame: collected while its targets are resolved, made in that order when all
 * were found.
 */
final class Writes {
    private final List<Runnable> pending = new ArrayList<>();

    void add(Runnable write) {
        pending.add(write);
    }

    void run() {
        pending.forEach(Runnable::run);
        pending.clear();
    }

    /**
     * Puts other nodes in the place of those after a marker. A marker that stands nowhere yet has
     * its nodes put in with it.
     */
    static void replace(Comment marker, List<Node> old, List<Node> next) {
        for (Node node : old.reversed()) node.remove();
        if (marker.parent() instanceof Element parent)
            parent.insertChildren(marker.siblingIndex() + 1, next);
    }
}
