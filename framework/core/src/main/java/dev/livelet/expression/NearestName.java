package dev.livelet.expression;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The name that was probably meant. */
public final class NearestName {
    private static final int LONGEST = 80;

    private NearestName() {}

    /** {@code "; did you mean 'count'?"}, or nothing where no candidate is near. */
    public static String hint(String name, Collection<String> candidates) {
        return of(name, candidates).map(near -> "; did you mean '" + near + "'?").orElse("");
    }

    /**
     * The candidate with the smallest edit distance, if it is at most a third of the name's length
     * (at least 1).
     */
    public static Optional<String> of(String name, Collection<String> candidates) {
        if (name.length() > LONGEST) return Optional.empty();
        int best = Math.max(1, name.length() / 3) + 1;
        String found = null;
        for (String candidate : candidates) {
            int distance =
                    candidate.equalsIgnoreCase(name) || candidate.equalsIgnoreCase("get" + name)
                            ? 0
                            : distance(
                                    name.toLowerCase(Locale.ROOT),
                                    candidate.toLowerCase(Locale.ROOT));
            if (distance < best && !candidate.equals(name)) {
                best = distance;
                found = candidate;
            }
        }
        return Optional.ofNullable(found);
    }

    /**
     * Damerau-Levenshtein (optimal string alignment): insertions, deletions, substitutions, swaps
     * of neighbours.
     */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) d[i][0] = i;
        for (int j = 0; j <= b.length(); j++) d[0][j] = j;
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int substitute = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(substitute, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                boolean swapped =
                        i > 1
                                && j > 1
                                && a.charAt(i - 1) == b.charAt(j - 2)
                                && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
        return d[a.length()][b.length()];
    }
}
