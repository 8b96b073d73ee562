package dev.livelet.template;

import java.util.List;
import java.util.Map;

/**
 * What a template renders, as far as the structure rules look: every branch once, every row twice,
 * values left out.
 */
sealed interface Outline {
    Source source();

    /**
     * @param attributes those that parsers or the rules look at
     */
    record Tag(
            Source source,
            String tag,
            Names.Space space,
            Map<String, String> attributes,
            List<Outline> children)
            implements Outline {}

    /** Text, constant or not. */
    record Words(Source source) implements Outline {}

    /** A branch, or a row. */
    record Group(Source source, List<Outline> children) implements Outline {}

    /**
     * A component.
     *
     * @param contents what is given to it, by the name of the record component
     */
    record Use(
            Source source,
            String name,
            TemplateReference template,
            Map<String, List<Outline>> contents)
            implements Outline {}

    /** Where a component shows content given to it. */
    record Content(Source source, String name) implements Outline {}
}
