package dev.livelet.test;

import dev.livelet.test.Dispatch.Stroke;
import dev.livelet.test.browser.Fields;
import dev.livelet.test.browser.PageModel;

import org.jsoup.nodes.Element;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a user can do at an element: does it, or says why no user could. */
final class User {
    private static final List<String> NO_TEXT =
            List.of("checkbox", "radio", "submit", "button", "reset", "image", "file", "hidden");

    private final PageModel page;
    private final Dispatch dispatch;

    User(PageModel page, Dispatch dispatch) {
        this.page = page;
        this.dispatch = dispatch;
    }

    void click(Element element) {
        if (Fields.disabled(element)) throw cannot("click", element, "it is disabled");
        boolean heard = dispatch.fire(element, "click", null);
        String kind = Fields.kind(element);
        if (kind.equals("checkbox") || kind.equals("radio")) {
            mark(element, kind.equals("radio") || !page.fields().marked(element));
            return;
        }
        Element form = element.closest("form");
        boolean submits =
                kind.equals("submit")
                        || kind.equals("button") && !element.attr("type").equals("button");
        if (form != null && submits) submit(form, element);
        else if (!heard) throw unheard("click", element);
    }

    void fire(Element element, String type) {
        if (!dispatch.fire(element, type, null)) throw unheard(type, element);
    }

    void input(Element field, String text) {
        editable(field);
        page.fields().type(field, text);
        dispatch.fire(field, "input", null);
    }

    void type(Element field, String key) {
        editable(field);
        dispatch.fire(field, "keydown", new Stroke(key, ""));
        input(field, page.fields().text(field) + key);
        dispatch.fire(field, "keyup", new Stroke(key, ""));
    }

    void change(Element field, String value) {
        if (field.tagName().equals("select")) {
            select(field, List.of(value));
        } else {
            input(field, value);
            dispatch.fire(field, "change", null);
        }
    }

    void key(Element element, String key, String... held) {
        StringBuilder letters = new StringBuilder();
        for (String name : List.of("ctrl", "shift", "alt", "meta"))
            if (Arrays.asList(held).contains(name)) letters.append(name.charAt(0));
        Stroke stroke = new Stroke(key, letters.toString());
        boolean heard = dispatch.fire(element, "keydown", stroke);
        heard |= dispatch.fire(element, "keyup", stroke);
        if (!heard) throw unheard("keydown and on:keyup for " + key, element);
    }

    /** As the Enter key does: by the form's first submit button. */
    void submit(Element form) {
        if (!form.tagName().equals("form")) throw cannot("submit", form, "it is no form");
        Element button =
                form.selectFirst("button:not([type]), button[type=submit], input[type=submit]");
        if (button != null && Fields.disabled(button))
            throw cannot("submit", form, "its submit button is disabled");
        submit(form, button == null ? form : button);
    }

    private void submit(Element form, Element button) {
        for (Element field : form.select("[required]"))
            if (!form.hasAttr("novalidate")
                    && !Fields.disabled(field)
                    && page.fields().values(field).stream().allMatch(String::isEmpty))
                throw cannot(
                        "submit",
                        form,
                        "its field '"
                                + field.attr("name")
                                + "' is required and empty: a browser does not send it");
        if (!dispatch.submit(form, button)) throw unheard("submit", form);
    }

    void select(Element select, List<String> values) {
        if (!select.tagName().equals("select"))
            throw cannot("choose an option of", select, "it is no select");
        if (Fields.disabled(select)) throw cannot("choose an option of", select, "it is disabled");
        List<Element> options =
                select.select("option").stream()
                        .filter(option -> !Fields.disabled(option))
                        .toList();
        for (String value : values)
            if (options.stream().noneMatch(option -> named(option, value)))
                throw cannot(
                        "choose '" + value + "' of",
                        select,
                        "its options are " + options.stream().map(Fields::optionValue).toList());
        options.forEach(
                option ->
                        page.fields()
                                .mark(
                                        option,
                                        values.stream().anyMatch(value -> named(option, value))));
        dispatch.fire(select, "input", null);
        dispatch.fire(select, "change", null);
    }

    private static boolean named(Element option, String value) {
        return Fields.optionValue(option).equals(value) || option.text().equals(value);
    }

    private void mark(Element box, boolean on) {
        if (Fields.kind(box).equals("radio")) {
            Element around = Optional.ofNullable(box.closest("form")).orElse(page.root());
            for (Element other : around.select("input[type=radio]"))
                if (other.attr("name").equals(box.attr("name"))) page.fields().mark(other, false);
        }
        page.fields().mark(box, on);
        dispatch.fire(box, "input", null);
        dispatch.fire(box, "change", null);
    }

    private void editable(Element field) {
        boolean text =
                field.tagName().equals("textarea")
                        || field.tagName().equals("input") && !NO_TEXT.contains(Fields.kind(field));
        if (!text) throw cannot("type into", field, "it is no field for text");
        if (Fields.disabled(field)) throw cannot("type into", field, "it is disabled");
        if (field.hasAttr("readonly")) throw cannot("type into", field, "it is read-only");
    }

    /** Throws when the element is hidden, by itself or by one around it. */
    void mustSee(String what, Element element) {
        for (Element at = element; at != null && at != page.root(); at = at.parent())
            if (at.hasAttr("hidden"))
                throw cannot(
                        what,
                        element,
                        "it is hidden" + (at == element ? "" : " inside " + Dispatch.describe(at)));
    }

    private static AssertionError cannot(String what, Element element, String why) {
        return new AssertionError("Cannot " + what + " " + Dispatch.describe(element) + ": " + why);
    }

    private AssertionError unheard(String what, Element element) {
        List<String> bindings = dispatch.bindings();
        return cannot(
                "fire",
                element,
                "nothing listens: neither it nor an element around it has on:"
                        + what
                        + ". The page's bindings are "
                        + (bindings.isEmpty() ? "none" : "\n  " + String.join("\n  ", bindings)));
    }
}
