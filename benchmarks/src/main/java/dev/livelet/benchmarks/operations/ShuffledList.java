package dev.livelet.benchmarks.operations;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A keyed list and the same rows in another order, of which most have moved. */
public final class ShuffledList {
    private final Labelled before;
    private final Labelled after;

    public ShuffledList(int rows) {
        before = Labelled.of(rows);
        List<Labelled.Row> mixed = new ArrayList<>(before.rows());
        Collections.shuffle(mixed, new Random(1));
        after = new Labelled(List.copyOf(mixed), 0);
    }

    /** The patch from one to the other, which no memo knows. */
    public byte[] frame() {
        return Operation.patch(Labelled.PAGE, before.fresh(), after.fresh());
    }
}
