package dev.livelet.test.browser;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Paths of events: slots and row indices from the root fragment inwards, at the end the event's
 * number.
 */
final class Path {
    private Path() {}

    /** The path of a binding, or null when it is no longer on the page. */
    static @Nullable List<Integer> of(EventPart event, Piece root) {
        Deque<Integer> way = new ArrayDeque<>();
        return find(event, root, way) ? new ArrayList<>(way) : null;
    }

    private static boolean find(EventPart event, Piece piece, Deque<Integer> way) {
        int number = piece.events().indexOf(event);
        if (number >= 0) {
            way.addLast(number);
            return true;
        }
        for (int slot = 0; slot < piece.parts().size(); slot++) {
            Part part = piece.parts().get(slot);
            List<Piece> inside = part.pieces();
            way.addLast(slot);
            for (int i = 0; i < inside.size(); i++) {
                if (part instanceof ListPart) way.addLast(i);
                if (find(event, inside.get(i), way)) return true;
                if (part instanceof ListPart) way.removeLast();
            }
            way.removeLast();
        }
        return false;
    }

    /** The paths of all parts, as a heal frame names them. */
    static List<List<Integer>> parts(Piece piece) {
        List<List<Integer>> paths = new ArrayList<>();
        parts(piece, List.of(), paths);
        return paths;
    }

    private static void parts(Piece piece, List<Integer> way, List<List<Integer>> into) {
        for (int slot = 0; slot < piece.parts().size(); slot++) {
            Part part = piece.parts().get(slot);
            List<Integer> path = with(way, slot);
            into.add(path);
            for (int i = 0; i < part.pieces().size(); i++)
                parts(part.pieces().get(i), part instanceof ListPart ? with(path, i) : path, into);
        }
    }

    private static List<Integer> with(List<Integer> way, int step) {
        List<Integer> longer = new ArrayList<>(way);
        longer.add(step);
        return longer;
    }

    /** All bindings on the page, in document order within each piece. */
    static List<EventPart> events(Piece piece) {
        List<EventPart> events = new ArrayList<>(piece.events());
        for (Part part : piece.parts())
            for (Piece inside : part.pieces()) events.addAll(events(inside));
        return events;
    }
}
