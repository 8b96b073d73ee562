package dev.livelet.cluster.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jgroups.Address;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Which nodes a view of JGroups shows. */
class RosterTest {
    private static final NodeId SELF = new NodeId("self", 1);
    private static final NodeId FIRST = new NodeId("n", 5);
    private static final NodeId SECOND = new NodeId("n", 6);

    private final Address self = NodeName.address(SELF);
    private final Address first = NodeName.address(FIRST);
    private final Address second = NodeName.address(SECOND);
    private final Roster roster = new Roster(SELF);

    private Set<NodeId> shown(boolean merge, Address... members) {
        roster.install(Arrays.asList(members), merge);
        return roster.view().members();
    }

    @Test
    void ofTwoRunsOfANameTheOneThatWasThereStaysUntilItGoes() {
        assertEquals(Set.of(SELF, FIRST), shown(false, self, first));
        assertEquals(Set.of(SELF, FIRST), shown(false, self, second, first));
        assertEquals(Set.of(SELF, SECOND), shown(false, self, second));
    }

    @Test
    void whereTwoHalvesMeetTheLaterRunCounts() {
        assertEquals(Set.of(SELF, FIRST), shown(false, self, first));
        assertEquals(Set.of(SELF, SECOND), shown(true, self, first, second));
        assertTrue(roster.replaced(FIRST));
        assertFalse(roster.replaced(SECOND));
    }

    @Test
    void aNodeSeesItselfWhoeverHasItsName() {
        NodeId later = new NodeId("self", 9);
        assertEquals(Set.of(SELF), shown(true, self, NodeName.address(later)));
        assertEquals(later, roster.twin());
    }

    @Test
    void anAddressThatTakesAnothersIdentityIsNobody() {
        shown(false, self, first);
        Address thief = NodeName.address(FIRST);
        assertNull(roster.node(thief));
        assertEquals(first, roster.address(FIRST));
        assertFalse(roster.named(UUID.randomUUID(), FIRST));
        assertEquals(first, roster.address(FIRST));
    }

    @Test
    void anAddressThatSaysNothingIsShownOnceItIsNamed() {
        Address plain = UUID.randomUUID();
        assertEquals(Set.of(SELF), shown(false, self, plain));
        assertEquals(List.of(plain), roster.nameless());
        assertTrue(roster.named(plain, FIRST));
        assertEquals(Set.of(SELF, FIRST), roster.view().members());
        assertTrue(roster.unnamed(plain));
        assertEquals(Set.of(SELF), roster.view().members());
    }

    @Test
    void aNodeThatHasLeftIsLeavingEvenIfItIsNoMember() {
        shown(false, self, first);
        assertTrue(roster.left(FIRST));
        assertEquals(Set.of(FIRST), roster.view().leaving());
        shown(false, self);
        assertEquals(Set.of(), roster.view().leaving());
        assertTrue(roster.isLeaving(FIRST));
    }

    @Test
    void manyStrangersDoNotPushAMemberOut() {
        shown(false, self, first);
        for (int i = 0; i < 2000; i++) roster.node(NodeName.address(new NodeId("x" + i, 1)));
        assertEquals(Set.of(SELF, FIRST), shown(false, self, first));
        assertEquals(first, roster.address(FIRST));
    }
}
