package dev.livelet.session;

import dev.livelet.LiveView;
import dev.livelet.template.CompiledTemplate;

/** A view (of a page, or of a stateful component) with its template and its handlers. Immutable. */
record BoundView(LiveView<Object> view, CompiledTemplate<?> template, HandlerTable handlers) {
    String name() {
        String name = view.getClass().getSimpleName();
        return name.isEmpty() ? view.getClass().getName() : name; // an anonymous class has none
    }
}
