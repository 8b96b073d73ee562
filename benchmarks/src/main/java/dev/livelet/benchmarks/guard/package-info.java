/**
 * What must not grow unseen and does not depend on the machine's speed: bytes of a patch, bytes
 * allocated for it, heap of a session, size of the script.
 */
@NullMarked
package dev.livelet.benchmarks.guard;

import org.jspecify.annotations.NullMarked;
