/** The seams: transport, cluster, codec. */
@NullMarked
package dev.livelet.spi;

import org.jspecify.annotations.NullMarked;
