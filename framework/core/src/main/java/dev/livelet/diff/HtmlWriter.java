package dev.livelet.diff;

import dev.livelet.Html;
import dev.livelet.expression.Frame;
import dev.livelet.template.CompiledTemplate;
import dev.livelet.template.Fragment;
import dev.livelet.template.RecordHtml;
import dev.livelet.template.SlotContent;
import dev.livelet.template.TemplateSlot;
import dev.livelet.template.TrustedHtml;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The first render: HTML as UTF-8 bytes, with the markers that the browser binds by. Static parts
 * are copied, values are escaped by their place. Confined to one thread; a writer serves one page,
 * as it collects that page's styles.
 */
public final class HtmlWriter {
    private byte[] bytes = new byte[4096];
    private int size;
    private final StyleSheet styles = new StyleSheet();
    private final DuplicateKeys duplicates;
    private final PartFailures failures;
    private Set<CompiledTemplate<?>> templates = Set.of();

    public HtmlWriter() {
        this(DuplicateKeys.LOGGED);
    }

    public HtmlWriter(DuplicateKeys duplicates) {
        this(duplicates, PartFailures.UNHEARD);
    }

    public HtmlWriter(DuplicateKeys duplicates, PartFailures.Listener failures) {
        this.duplicates = duplicates;
        this.failures = new PartFailures(failures);
    }

    /** Appends the template's HTML. */
    public void render(CompiledTemplate<?> template, Frame frame) {
        fragment(template.root(), frame);
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** The rules for {@code <style id="live-style">}, empty when no element has a style. */
    public String styleSheet() {
        return styles.toString();
    }

    /** The templates that came as values ({@code Html}): a page may lack their definitions. */
    public Collection<CompiledTemplate<?>> templates() {
        return templates;
    }

    void fragment(Fragment fragment, Frame frame) {
        List<byte[]> statics = fragment.statics();
        List<TemplateSlot> slots = fragment.slots();
        int count = slots.size();
        for (int i = 0; i < count; i++) {
            put(statics.get(i));
            slot(slots.get(i), frame);
        }
        put(statics.get(count));
    }

    private void slot(TemplateSlot slot, Frame frame) {
        switch (slot) {
            case TemplateSlot.Text text -> text(text.value().eval(frame));
            case TemplateSlot.Attribute attribute ->
                    attribute(attribute.name(), attribute.value().eval(frame));
            case TemplateSlot.Style style -> style(Normalised.style(style.value().eval(frame)));
            case TemplateSlot.Spread spread ->
                    spread(Normalised.spread(spread.value().eval(frame)));
            case TemplateSlot.Conditional conditional -> conditional(conditional, frame);
            case TemplateSlot.Loop loop -> loop(loop, frame);
            case TemplateSlot.Component component -> component(component, frame);
            case TemplateSlot.Dynamic dynamic -> dynamic(Normalised.html(dynamic, frame), frame);
        }
    }

    private void text(@Nullable Object value) {
        if (value instanceof Integer number) {
            number(number);
            return;
        }
        String text = Normalised.text(value);
        if (text.startsWith("\n") && parserEatsNewline()) put('\n');
        escaped(text, false);
    }

    /**
     * Whether the start tag of a pre, textarea or listing was written last: HTML parsers drop a
     * newline there.
     */
    private boolean parserEatsNewline() {
        if (size == 0 || bytes[size - 1] != '>') return false;
        int tag = size - 1;
        while (tag >= 0 && bytes[tag] != '<') tag--;
        return startsTag(tag, "pre") || startsTag(tag, "textarea") || startsTag(tag, "listing");
    }

    private boolean startsTag(int at, String name) {
        int end = at + 1 + name.length();
        if (at < 0 || end >= size) return false;
        for (int i = 0; i < name.length(); i++)
            if ((bytes[at + 1 + i] | 0x20) != name.charAt(i)) return false;
        return bytes[end] == '>' || bytes[end] <= ' ';
    }

    private void attribute(String name, @Nullable Object value) {
        Object shown = Normalised.attribute(value);
        if (shown == null) return;
        put(' ');
        ascii(name);
        if (shown == Boolean.TRUE) return;
        put('=');
        put('"');
        escaped(shown.toString(), true);
        put('"');
    }

    private void style(@Nullable String declarations) {
        if (declarations != null) attribute(StyleSheet.ATTRIBUTE, styles.key(declarations));
    }

    private void spread(Map<String, Object> attributes) {
        attributes.forEach(this::attribute);
    }

    private void conditional(TemplateSlot.Conditional conditional, Frame frame) {
        Choice choice = Choice.of(conditional, frame);
        failures.add(choice);
        marker(choice.number());
        if (choice.branch() != null) fragment(choice.branch().body(), choice.frame());
    }

    private void loop(TemplateSlot.Loop loop, Frame frame) {
        Rows rows = Rows.of(loop, frame);
        rows.check(duplicates);
        marker(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            if (i > 0 && loop.separated()) separator();
            fragment(loop.row(), rows.at(i));
        }
    }

    private void component(TemplateSlot.Component component, Frame frame) {
        CompiledTemplate<?> template = component.target().get();
        fragment(
                template.root(),
                template.frame(Normalised.record(component, frame), frame.context()));
    }

    private void dynamic(@Nullable Html html, Frame frame) {
        switch (html) {
            case null -> marker(0);
            case RecordHtml(CompiledTemplate<?> template, Object record) -> {
                if (templates.isEmpty()) templates = new LinkedHashSet<>();
                templates.add(template);
                template(template);
                fragment(template.root(), template.frame(record, frame.context()));
            }
            case SlotContent(CompiledTemplate<?> template, Frame given) -> {
                template(template);
                fragment(template.root(), given);
            }
            case TrustedHtml trusted -> {
                marker(trusted.nodes().size());
                put(trusted.html().getBytes(StandardCharsets.UTF_8));
            }
            default -> throw new IllegalStateException(html.getClass().getName());
        }
    }

    private void template(CompiledTemplate<?> template) {
        ascii("<!--t");
        number(template.id());
        ascii("-->");
    }

    private void marker(int number) {
        ascii("<!--");
        number(number);
        ascii("-->");
    }

    private void separator() {
        ascii("<!>");
    }

    private void escaped(String text, boolean quoted) {
        int length = text.length();
        int i = 0;
        while (i < length) {
            ensure(length - i + 8);
            byte[] target = bytes;
            int at = size;
            char c = 0;
            while (i < length
                    && (c = text.charAt(i)) < 0x80
                    && c != '&'
                    && c != '<'
                    && c != (quoted ? '"' : '>')) {
                target[at++] = (byte) c;
                i++;
            }
            size = at;
            if (i == length) return;
            if (c < 0x80) {
                ascii(
                        switch (c) {
                            case '&' -> "&amp;";
                            case '<' -> "&lt;";
                            case '>' -> "&gt;";
                            default -> "&quot;";
                        });
                i++;
            } else {
                size += Utf8.encode(text, i, length, bytes, size);
                i += Utf8.units(text, i, length);
            }
        }
    }

    private void number(int number) {
        if (number < 0 || number > 9)
            put(Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
        else put('0' + number);
    }

    private void ascii(String text) {
        ensure(text.length());
        for (int i = 0; i < text.length(); i++) bytes[size++] = (byte) text.charAt(i);
    }

    private void put(byte[] piece) {
        ensure(piece.length);
        System.arraycopy(piece, 0, bytes, size, piece.length);
        size += piece.length;
    }

    private void put(int b) {
        ensure(1);
        bytes[size++] = (byte) b;
    }

    private void ensure(int more) {
        if (bytes.length - size < more)
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
}
