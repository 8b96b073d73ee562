/**
 * Drives thousands of live pages against a running server: {@link dev.livelet.load.LoadClient}
 * opens {@link dev.livelet.load.LoadPage}s, which fetch their page over HTTP, join, send events,
 * acknowledge patches, and come back when they lose their socket, as a browser does, all on one
 * thread. It speaks {@code docs/protocol.md} and builds no documents; {@link
 * dev.livelet.load.PageValues} follows what a page shows where a test needs that.
 */
@NullMarked
package dev.livelet.load;

import org.jspecify.annotations.NullMarked;
