package dev.livelet.load;

import java.util.Arrays;

/**
 * The way to an event of a page, as the protocol names it: {@link LoadPage#locate} finds it. In a
 * list it is complete only with the {@link #row}.
 */
public final class Locator {
    static final int ANY_ROW = -1;

    private final int[] path;
    private final String json;

    Locator(int[] path) {
        this.path = path;
        this.json = Arrays.toString(path).replace(" ", "");
    }

    /**
     * The same event in the row of this index, of the outermost list that has no row yet.
     *
     * @param index from 0, as the page shows it
     */
    public Locator row(int index) {
        int[] next = path.clone();
        for (int i = 0; i < next.length; i++) {
            if (next[i] != ANY_ROW) continue;
            next[i] = index;
            return new Locator(next);
        }
        throw new IllegalStateException("The event " + json + " is in no list, or has its row");
    }

    String json() {
        if (json.contains("-"))
            throw new IllegalStateException(
                    "The event " + json + " is in a list: row(i) names one");
        return json;
    }

    @Override
    public String toString() {
        return json;
    }
}
