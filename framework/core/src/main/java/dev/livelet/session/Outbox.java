package dev.livelet.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Effects for the page that are no state (title, flash, pushed events), each as JSON, until the
 * patch that carried them is acknowledged: a resume brings those again that were lost. Bounded: the
 * oldest go. Confined to the session's turn.
 */
final class Outbox {
    private static final int UNSENT = Integer.MAX_VALUE;

    private final ArrayDeque<Effect> effects = new ArrayDeque<>(1);
    private final int bound;

    private record Effect(byte[] json, int patch) {}

    Outbox(int bound) {
        this.bound = bound;
    }

    /**
     * @return how many had to go for it
     */
    int add(List<byte[]> more) {
        for (byte[] json : more) effects.addLast(new Effect(json, UNSENT));
        int dropped = 0;
        while (effects.size() > bound) {
            effects.removeFirst();
            dropped++;
        }
        return dropped;
    }

    List<byte[]> unsent() {
        if (effects.isEmpty()) return List.of();
        return effects.stream().filter(effect -> effect.patch == UNSENT).map(Effect::json).toList();
    }

    /** All that was unsent went with this patch. */
    void sentWith(int patch) {
        replace(UNSENT, UNSENT, patch);
    }

    /** The page has applied no patch after this one: what went later is unsent again. */
    void resumeAt(int seen) {
        acknowledged(seen);
        replace(seen + 1, UNSENT - 1, UNSENT);
    }

    void acknowledged(int patch) {
        effects.removeIf(effect -> effect.patch <= patch);
    }

    private void replace(int from, int to, int patch) {
        if (effects.isEmpty()) return;
        List<Effect> all = new ArrayList<>(effects);
        effects.clear();
        for (Effect effect : all) {
            effects.addLast(
                    effect.patch >= from && effect.patch <= to
                            ? new Effect(effect.json, patch)
                            : effect);
        }
    }
}
