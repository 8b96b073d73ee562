package dev.livelet;

/**
 * Content given to a component: the markup nested in its tag, or in {@code <:name>} for the record
 * component of that name. The component shows it with {@code {name}}. Made by templates only;
 * {@code null} where the use gives none.
 */
public interface Slot extends Html {}
