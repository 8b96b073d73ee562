package dev.livelet.diff;

import dev.livelet.template.Source;

/**
 * A part of a page could not be rendered; its fallback is shown instead.
 *
 * @param boundary the element with {@code :catch} around it
 * @param place what was evaluated
 * @param cause what that threw
 */
public record PartFailure(Source boundary, Source place, Throwable cause) {}
