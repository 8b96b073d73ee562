package dev.livelet.examples.cluster;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Locale;

/**
 * A node as the page shows it.
 *
 * @param pulse its last; null before the first
 * @param heard when that came, in milliseconds of the clock on the wall
 * @param life by its launcher: running, paused or dead; empty when nobody knows
 * @param lost whether it has been silent for too long
 */
record NodeRow(String name, @Nullable Pulse pulse, long heard, String life, boolean lost) {
    private static final Duration SILENCE = Duration.ofMillis(2_600);
    private static final long MEGA = 1 << 20;
    private static final String UNKNOWN = "–";

    static NodeRow named(String name, String life, long now) {
        return new NodeRow(name, null, now, life, false);
    }

    NodeRow heard(Pulse pulse, long now) {
        return new NodeRow(name, pulse, now, life, false);
    }

    NodeRow looked(String life, long now) {
        return new NodeRow(name, pulse, heard, life, now - heard > SILENCE.toMillis());
    }

    String state() {
        if (lost) return "lost";
        return pulse == null ? "starting" : "live";
    }

    /** What is known of the reason, beside the state. */
    String why() {
        if (life.equals("paused") || life.equals("dead")) return life;
        return lost && life.equals("running") ? "not heard" : "";
    }

    /** Whether the order makes sense now, as far as the page knows. */
    boolean can(String order) {
        return switch (order) {
            case "kill" -> !life.equals("dead");
            case "pause" -> !life.equals("dead") && !life.equals("paused");
            case "resume" -> life.equals("paused");
            default -> order.equals("restart");
        };
    }

    String pid() {
        return pulse == null ? UNKNOWN : Long.toString(pulse.pid());
    }

    String sessions() {
        return pulse == null ? UNKNOWN : count(pulse.sessions());
    }

    String entities() {
        return pulse == null || pulse.entities() < 0 ? UNKNOWN : count(pulse.entities());
    }

    String lag() {
        return pulse == null || pulse.lag() < 0 ? UNKNOWN : count(pulse.lag()) + " ms";
    }

    String exposed() {
        return pulse == null || pulse.exposed() == 0
                ? ""
                : count(pulse.exposed()) + " without a copy";
    }

    long heap() {
        return pulse == null ? 0 : pulse.heap() / MEGA;
    }

    long heapLimit() {
        return pulse == null ? 1 : Math.max(1, pulse.heapLimit() / MEGA);
    }

    String heapText() {
        return pulse == null ? UNKNOWN : heap() + " of " + heapLimit() + " MB";
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
