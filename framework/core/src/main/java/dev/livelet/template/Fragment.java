package dev.livelet.template;

import java.util.List;

/**
 * A piece of a template that exists as a unit: the template itself, a branch, a row, the content
 * given to a component.
 *
 * @param statics UTF-8 HTML around the slots: {@code statics[i]} precedes slot i, the last one ends
 *     the fragment; separators included
 * @param slots the value slots, numbered in document order
 * @param events the event bindings, numbered by themselves in document order
 * @param reads the union of what the slots read
 */
public record Fragment(
        List<byte[]> statics, List<TemplateSlot> slots, List<EventBinding> events, long reads) {}
