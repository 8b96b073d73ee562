package dev.livelet.session;

import dev.livelet.LiveView;
import dev.livelet.template.CompiledTemplate;

/** A registered view: its template, and its handlers bound to the template's events. Immutable. */
public final class ViewType<S> {
    private ViewType() {}

    /**
     * Checks the state's type, every handler, and every event of the template (and of the templates it names) against them.
     *
     * @throws dev.livelet.LiveletException that lists what is wrong, where, and the fix
     */
    public static <S> ViewType<S> of(LiveView<S> view) {
        throw new UnsupportedOperationException("not built yet");
    }

    public CompiledTemplate<S> template() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** The view's class name, for logs. */
    public String name() {
        throw new UnsupportedOperationException("not built yet");
    }
}
