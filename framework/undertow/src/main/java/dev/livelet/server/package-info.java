/**
 * The server: routes, pages, the WebSocket, assets, tokens, limits, configuration, health and a
 * graceful stop. Built on Undertow.
 */
@NullMarked
package dev.livelet.server;

import org.jspecify.annotations.NullMarked;
