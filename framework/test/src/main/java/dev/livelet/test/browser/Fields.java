package dev.livelet.test.browser;

import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

import java.util.IdentityHashMap;
import java.util.Map;

/**
 * What the user has put into fields: it hides the attributes until the server writes the same
 * property.
 */
public final class Fields {
    private final Map<Element, String> values = new IdentityHashMap<>();
    private final Map<Element, Boolean> states = new IdentityHashMap<>();

    /** The user typed. */
    public void type(Element field, String text) {
        values.put(field, text);
    }

    /** The user checked a checkbox or radio, or selected an option. */
    public void mark(Element field, boolean on) {
        states.put(field, on);
    }

    /** The server wrote this property: what the user did is over. */
    void overwrite(Element field, String property) {
        if (property.equals("value")) values.remove(field);
        if (property.equals("checked") || property.equals("selected")) states.remove(field);
    }

    /** The text of an input or textarea. */
    public String text(Element field) {
        String typed = values.get(field);
        if (typed != null) return typed;
        return field.tagName().equals("textarea")
                ? ElementPart.Whole.text(field)
                : field.attr("value");
    }

    public boolean checked(Element field) {
        Boolean marked = states.get(field);
        return marked != null ? marked : field.hasAttr("checked");
    }

    boolean selected(Element option) {
        Boolean marked = states.get(option);
        return marked != null ? marked : option.hasAttr("selected");
    }

    @Nullable String typed(Element field) {
        return values.get(field);
    }
}
