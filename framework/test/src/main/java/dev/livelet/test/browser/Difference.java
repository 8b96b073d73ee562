package dev.livelet.test.browser;

import java.util.ArrayList;
import java.util.List;

/** Two documents side by side: what is in one only, with the lines around it. */
public final class Difference {
    private static final int AROUND = 3;

    private Difference() {}

    /**
     * A readable difference; "" when there is none.
     *
     * @param expected lines marked {@code -} where they are missing
     * @param found lines marked {@code +} where they are too many
     */
    public static String between(List<String> expected, List<String> found) {
        if (expected.equals(found)) return "";
        int start = 0;
        while (start < Math.min(expected.size(), found.size())
                && expected.get(start).equals(found.get(start))) start++;
        int tail = 0;
        while (tail < Math.min(expected.size(), found.size()) - start
                && expected.get(expected.size() - 1 - tail)
                        .equals(found.get(found.size() - 1 - tail))) tail++;
        List<String> lines = new ArrayList<>();
        for (int i = Math.max(0, start - AROUND); i < start; i++)
            lines.add("    " + expected.get(i));
        middle(
                expected.subList(start, expected.size() - tail),
                found.subList(start, found.size() - tail),
                lines);
        for (int i = expected.size() - tail;
                i < Math.min(expected.size(), expected.size() - tail + AROUND);
                i++) lines.add("    " + expected.get(i));
        return String.join("\n", lines);
    }

    /**
     * The lines between the common ends, by the longest common subsequence where that is
     * affordable.
     */
    private static void middle(List<String> expected, List<String> found, List<String> into) {
        if ((long) expected.size() * found.size() > 1_000_000) {
            expected.forEach(line -> into.add("  - " + line));
            found.forEach(line -> into.add("  + " + line));
            return;
        }
        int[][] common = new int[expected.size() + 1][found.size() + 1];
        for (int i = expected.size() - 1; i >= 0; i--)
            for (int j = found.size() - 1; j >= 0; j--)
                common[i][j] =
                        expected.get(i).equals(found.get(j))
                                ? common[i + 1][j + 1] + 1
                                : Math.max(common[i + 1][j], common[i][j + 1]);
        int i = 0;
        int j = 0;
        while (i < expected.size() || j < found.size()) {
            if (i < expected.size() && j < found.size() && expected.get(i).equals(found.get(j))) {
                into.add("    " + expected.get(i++));
                j++;
            } else if (j == found.size()
                    || (i < expected.size() && common[i + 1][j] >= common[i][j + 1])) {
                into.add("  - " + expected.get(i++));
            } else {
                into.add("  + " + found.get(j++));
            }
        }
    }
}
