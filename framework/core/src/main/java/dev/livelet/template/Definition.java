package dev.livelet.template;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes a fragment's definition as JSON. The numbers of other templates stay open until all
 * templates are compiled: two templates may name each other. Confined to one thread while it is
 * written.
 */
final class Definition {
    private final List<Object> parts = new ArrayList<>();
    private StringBuilder json = new StringBuilder();
    private boolean comma;

    Definition begin() {
        separate();
        json.append('[');
        comma = false;
        return this;
    }

    Definition end() {
        json.append(']');
        comma = true;
        return this;
    }

    Definition number(int number) {
        return raw(Integer.toString(number));
    }

    Definition string(String text) {
        return raw(quote(text));
    }

    Definition raw(String value) {
        separate();
        json.append(value);
        comma = true;
        return this;
    }

    /** The number of a template. */
    Definition id(TemplateReference template) {
        separate();
        parts.add(json.toString());
        parts.add(template);
        json = new StringBuilder();
        comma = true;
        return this;
    }

    /** A value that is known later: the caller fills it before {@link #finish}. */
    StringBuilder later() {
        separate();
        StringBuilder value = new StringBuilder();
        parts.add(json.toString());
        parts.add(value);
        json = new StringBuilder();
        comma = true;
        return value;
    }

    private void separate() {
        if (comma) json.append(',');
    }

    /** The JSON; all templates named in it are compiled by now. */
    String finish() {
        StringBuilder all = new StringBuilder();
        for (Object part : parts) {
            if (part instanceof TemplateReference template) all.append(template.get().id());
            else all.append(part);
        }
        return all.append(json).toString();
    }

    /** A JSON string. Line separators are escaped too: the bundle is a script. */
    static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == '\u2028' || c == '\u2029')
                        out.append(String.format("\\u%04x", (int) c));
                    else out.append(c);
                }
            }
        }
        return out.append('"').toString();
    }
}
