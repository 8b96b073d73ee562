package dev.livelet.cluster.entity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.livelet.EntityId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.Set;

/** What a node remembers of the entities' values. */
class RingTest {
    private static final EntityId A = new EntityId("Bag", "a");
    private static final EntityId B = new EntityId("Bag", "b");

    private long now;
    private final Ring ring = new Ring(() -> now, 100);

    private void put(EntityId id, long version) {
        ring.put(id, version, new byte[10], true);
    }

    private static long version(Ring.@Nullable Entry entry) {
        return entry == null ? -1 : entry.version;
    }

    @Test
    void aValueThatWasReplacedIsKeptForAWhileAndTheNewestForAsLongAsItIsNeeded() {
        put(A, 1);
        now += Ring.KEPT.toNanos();
        put(A, 2);
        now += Ring.KEPT.toNanos();
        ring.keepOnly(Set.of(A)::contains);
        assertEquals(1, version(ring.find(A, 1)));
        now++;
        ring.keepOnly(Set.of(A)::contains);
        assertNull(ring.find(A, 1));
        assertEquals(2, version(ring.newest(A, true)));
        ring.keepOnly(id -> false);
        assertNotNull(ring.find(A, 2));
        now += Ring.KEPT.toNanos() + 1;
        ring.keepOnly(id -> false);
        assertEquals(0, ring.size());
        assertEquals(0, ring.bytes());
    }

    @Test
    void bytesAreBoundedButTheNewestStay() {
        for (int i = 1; i <= 50; i++) {
            put(A, i);
            put(B, i);
        }
        assertEquals(100, ring.bytes());
        assertEquals(12, ring.size());
        assertEquals(50, version(ring.newest(A, true)));
        assertEquals(45, version(ring.find(A, 45)));
        assertNull(ring.find(A, 44));
    }

    @Test
    void oneThatComesLateTakesItsPlaceAmongTheOthers() {
        put(A, 5);
        put(A, 3);
        assertEquals(5, version(ring.newest(A, true)));
        assertEquals(3, version(ring.find(A, 3)));
        assertEquals(10, ring.bytes());
    }

    @Test
    void whatItsOwnerMayNotHaveLetOutIsNotShownInPlaceOfAnother() {
        put(A, 1);
        ring.put(A, 2, new byte[10], false);
        assertEquals(1, version(ring.newest(A, true)));
        assertEquals(2, version(ring.newest(A, false)));
        put(A, 2);
        assertEquals(2, version(ring.newest(A, true)));
    }
}
