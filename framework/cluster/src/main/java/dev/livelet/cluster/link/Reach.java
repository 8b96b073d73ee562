package dev.livelet.cluster.link;

import org.jgroups.Address;

/** What a transport notices about the way to other nodes, before any view. */
interface Reach {
    /** Nobody listens there. */
    void refused(Address node);

    /** Its connection ended without a good-bye: it may be dead, or not. */
    void disconnected(Address node);
}
