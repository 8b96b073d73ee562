package dev.livelet.test.browser;

import org.jsoup.nodes.Element;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the user has put into fields: it hides the attributes until the server writes the same
 * property.
 */
public final class Fields {
    private final Map<Element, String> values = new IdentityHashMap<>();
    private final Map<Element, Boolean> states = new IdentityHashMap<>();

    /** The user changed the text of an input or textarea. */
    public void type(Element field, String text) {
        values.put(field, text);
    }

    /** The user checked or unchecked a checkbox or radio, or selected an option. */
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

    /** Whether a checkbox or radio is checked, an option selected. */
    public boolean marked(Element field) {
        Boolean marked = states.get(field);
        return marked != null
                ? marked
                : field.hasAttr(field.tagName().equals("option") ? "selected" : "checked");
    }

    /** Whether a control is disabled, by itself or by a fieldset around it. */
    public static boolean disabled(Element control) {
        if (control.hasAttr("disabled")) return true;
        for (Element parent = control.parent(); parent != null; parent = parent.parent())
            if (parent.tagName().equals("fieldset")
                    && parent.hasAttr("disabled")
                    && control.closest("legend") == null) return true;
        return false;
    }

    /** The kind of a control: the type of an input, else its tag. */
    public static String kind(Element control) {
        if (!control.tagName().equals("input")) return control.tagName();
        String type = control.attr("type").toLowerCase(Locale.ROOT);
        return type.isEmpty() ? "text" : type;
    }

    /** What a form sends for a control; nothing for an unchecked or valueless one. */
    public List<String> values(Element control) {
        return switch (kind(control)) {
            case "submit", "reset", "button", "image", "file" -> List.of();
            case "checkbox", "radio" ->
                    marked(control)
                            ? List.of(control.hasAttr("value") ? control.attr("value") : "on")
                            : List.of();
            case "select" -> selected(control);
            default -> List.of(text(control));
        };
    }

    private List<String> selected(Element select) {
        List<Element> options = select.select("option");
        List<Element> chosen = options.stream().filter(this::marked).toList();
        if (!select.hasAttr("multiple")) {
            if (chosen.isEmpty())
                chosen = options.stream().filter(option -> !disabled(option)).limit(1).toList();
            else chosen = List.of(chosen.getLast());
        }
        return chosen.stream()
                .filter(option -> !disabled(option))
                .map(Fields::optionValue)
                .toList();
    }

    /** An option's value: its attribute, else its text. */
    public static String optionValue(Element option) {
        return option.hasAttr("value") ? option.attr("value") : option.text();
    }
}
