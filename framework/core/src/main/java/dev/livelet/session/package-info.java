/** The life of a page: the session actor, its mailbox, snapshots, handlers and the registry. */
@NullMarked
package dev.livelet.session;

import org.jspecify.annotations.NullMarked;
