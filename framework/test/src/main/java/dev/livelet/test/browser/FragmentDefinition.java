package dev.livelet.test.browser;

import java.util.List;

/** A piece of a template that exists as a unit, as the bundle defines it. */
record FragmentDefinition(List<NodeDefinition> nodes) {
    FragmentDefinition {
        nodes = List.copyOf(nodes);
    }
}
