package dev.livelet.diff;

import dev.livelet.expression.Frame;
import dev.livelet.template.CompiledTemplate;

/** The first render: HTML as UTF-8 bytes, with the markers that the browser binds by. Confined to one thread. */
public final class HtmlWriter {

    /** Appends the template's HTML. */
    public void render(CompiledTemplate<?> template, Frame frame) {
        throw new UnsupportedOperationException("not built yet");
    }

    public byte[] toByteArray() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** The rules for {@code <style id="live-style">}, empty when no element has a style. */
    public String styleSheet() {
        throw new UnsupportedOperationException("not built yet");
    }
}
