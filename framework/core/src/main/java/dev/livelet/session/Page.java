package dev.livelet.session;

/**
 * A page that was mounted and rendered, and waits for its join.
 *
 * @param session its id
 * @param where what the page tells any node of the cluster that it comes to; empty without one
 * @param html the content of the live root
 * @param styleSheet the rules of {@code <style id="live-style">}, or ""
 * @param template the root template's id
 * @param title what {@code socket.title} asked for in mount, or ""
 * @param redirect where {@code socket.redirect} asked to go in mount, or ""; then nothing else
 *     counts and no session is kept
 */
public record Page(
        String session,
        String where,
        byte[] html,
        String styleSheet,
        int template,
        String title,
        String redirect) {}
