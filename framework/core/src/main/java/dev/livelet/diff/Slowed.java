package dev.livelet.diff;

import java.util.List;

/**
 * What can be switched off ({@code -Dlivelet-slowed=memo,reads}) so that the guard of the
 * benchmarks can show that it would notice its loss. Patches are the same without it, only dearer.
 */
final class Slowed {
    private static final List<String> OFF =
            List.of(System.getProperty("livelet-slowed", "").split(","));

    /** Each page diffs and encodes for itself what all pages of a room show. */
    static final boolean MEMO = OFF.contains("memo");

    /** All slots are evaluated, whatever has changed. */
    static final boolean READS = OFF.contains("reads");

    private Slowed() {}
}
