package dev.livelet.cluster.link;

import org.jgroups.Address;
import org.jgroups.protocols.TCP;

import java.util.Collection;
import java.util.List;

/** TCP as this link needs it: closing a connection never holds up a view. */
final class GuardedTcp extends TCP {
    /** A close writes to the peer, which may be paused with its buffers full. */
    @Override
    public void retainAll(Collection<Address> members) {
        List<Address> kept = List.copyOf(members);
        Thread.ofVirtual().name("livelet-link-closes").start(() -> super.retainAll(kept));
    }
}
