package dev.livelet.test.property;

import dev.livelet.test.property.Expressions.Kind;
import dev.livelet.test.property.Expressions.Variable;

import java.util.List;

/** Source text of templates over {@link Family.Node}, such as the structure rules of HTML allow. */
final class TemplateGenerator {

    /** What may stand here. */
    private enum Place {
        FLOW,
        PHRASING,
        ITEMS,
        ROWS,
        OPTIONS
    }

    private static final List<String> TEXTS =
            List.of(
                    "t",
                    " ",
                    "two words",
                    "&lt;b&gt;",
                    "&amp;",
                    "{{",
                    "\u00E9\uD83D\uDE00",
                    " x ",
                    "-",
                    "a\n b",
                    "&#128512;");

    private final Choices choices;
    private final StringBuilder out = new StringBuilder();

    private TemplateGenerator(Choices choices) {
        this.choices = choices;
    }

    static String source(Choices choices) {
        TemplateGenerator generator = new TemplateGenerator(choices);
        generator.contents(Place.FLOW, new Expressions(choices), 4);
        return generator.out.toString();
    }

    private void contents(Place place, Expressions scope, int depth) {
        int count = 0;
        do one(place, scope, depth);
        while (++count < 5 && choices.chance(50));
    }

    private void maybeContents(Place place, Expressions scope, int depth) {
        int count = 0;
        while (count++ < 4 && choices.chance(60)) one(place, scope, depth);
    }

    private void one(Place place, Expressions scope, int depth) {
        switch (place) {
            case FLOW, PHRASING -> inline(place, scope, depth);
            case ITEMS -> structural(place, scope, depth, "li");
            case ROWS -> structural(place, scope, depth, "tr");
            case OPTIONS -> structural(place, scope, depth, "option");
        }
    }

    private void inline(Place place, Expressions scope, int depth) {
        int kind = choices.below(depth > 0 ? 16 : 5);
        switch (kind) {
            case 0 -> out.append(choices.of(TEXTS));
            case 1, 2, 3 -> hole(scope.shown());
            case 4 -> input(scope);
            case 5, 6, 7 -> element(place, scope, depth, "");
            case 8, 9 -> chain(place, scope, depth);
            case 10, 11 -> loop(place, scope, depth);
            case 12 -> loopOfTexts(place, scope, depth);
            case 13 -> component(place, scope, depth);
            case 14 -> {
                if (place == Place.FLOW) hole(scope.markup());
                else hole(scope.shown());
            }
            default -> patterns(place, scope, depth);
        }
    }

    private void hole(String expression) {
        out.append('{').append(expression).append('}');
    }

    private void element(Place place, Expressions scope, int depth, String directives) {
        if (place != Place.FLOW || choices.chance(30)) {
            wrap(choices.of("span", "b", "em"), directives, scope, Place.PHRASING, depth);
            return;
        }
        switch (choices.below(9)) {
            case 0, 1 -> wrap("div", directives, scope, Place.FLOW, depth);
            case 2 -> wrap("p", directives, scope, Place.PHRASING, depth);
            case 3 -> wrap("ul", directives, scope, Place.ITEMS, depth);
            case 4 -> {
                open("table", directives, scope);
                if (choices.chance(50)) out.append("<thead><tr><th>head</th></tr></thead>");
                wrap("tbody", "", scope, Place.ROWS, depth - 1);
                out.append("</table>");
            }
            case 5 -> wrap("pre", directives, scope, Place.PHRASING, depth);
            case 6 -> {
                open("textarea", directives, scope);
                out.append(choices.of("", "\n", "lit "));
                hole(scope.text());
                out.append(choices.of("", "\n end")).append("</textarea>");
            }
            case 7 -> {
                out.append("<select").append(directives).append('>');
                maybeContents(Place.OPTIONS, scope, depth - 1);
                out.append("</select>");
            }
            default -> wrap("section", directives, scope, Place.FLOW, depth);
        }
    }

    private void wrap(String tag, String directives, Expressions scope, Place inside, int depth) {
        open(tag, directives, scope);
        maybeContents(inside, scope, depth - 1);
        out.append("</").append(tag).append('>');
    }

    private void open(String tag, String directives, Expressions scope) {
        out.append('<').append(tag).append(directives);
        attributes(scope);
        out.append('>');
    }

    private void attributes(Expressions scope) {
        if (choices.chance(20)) {
            String argument = scope.text();
            out.append(" on:click={hit(")
                    .append(argument)
                    .append(")} data-arg={")
                    .append(argument)
                    .append('}');
        }
        if (choices.chance(30)) {
            out.append(
                    switch (choices.below(5)) {
                        case 0 -> " class={" + scope.shown() + "}";
                        case 1 -> " class=\"k {" + scope.text() + "} end\"";
                        case 2 -> " class={" + scope.classes() + "}";
                        case 3 -> " class=\"plain\"";
                        default -> " class=\"{" + scope.text() + "}{" + scope.number() + "}\"";
                    });
        }
        if (choices.chance(20)) out.append(" title={").append(scope.text()).append('}');
        if (choices.chance(15)) out.append(" hidden={").append(scope.bool()).append('}');
        if (choices.chance(15)) out.append(" data-x={").append(scope.shown()).append('}');
        if (choices.chance(10)) out.append(" aria-busy={").append(scope.bool()).append('}');
        if (choices.chance(10)) out.append(" style={").append(scope.look()).append('}');
        else if (choices.chance(10))
            out.append(" style=\"margin-top: {").append(scope.number()).append("}px; color: red\"");
        else if (choices.chance(5)) out.append(" style=\"color: blue\"");
    }

    private void input(Expressions scope) {
        switch (choices.below(4)) {
            case 0 -> out.append("<br>");
            case 1 -> out.append("<input value={").append(scope.text()).append("}>");
            case 2 ->
                    out.append("<input type=\"checkbox\" checked={")
                            .append(scope.bool())
                            .append("}>");
            default -> out.append("<input {...").append(scope.extras()).append("} name=\"f\">");
        }
    }

    /** An :if with its alternatives. */
    private void chain(Place place, Expressions scope, int depth) {
        if (choices.chance(35)) {
            boundary(place, scope, depth);
            return;
        }
        branch(place, scope, depth, " :if={" + scope.bool() + "}");
        while (choices.chance(30)) branch(place, scope, depth, " :else-if={" + scope.bool() + "}");
        if (choices.chance(50)) branch(place, scope, depth, " :else");
    }

    /** A :catch with its fallback. */
    private void boundary(Place place, Expressions scope, int depth) {
        branch(place, scope.caught(), depth, " :catch");
        if (choices.chance(70)) branch(place, scope, depth, " :else");
    }

    private void branch(Place place, Expressions scope, int depth, String directive) {
        if (choices.chance(50)) group(place, scope, depth, directive);
        else item(place, scope, depth, directive);
    }

    /** One element or component with a directive. */
    private void item(Place place, Expressions scope, int depth, String directive) {
        switch (place) {
            case FLOW, PHRASING -> element(place, scope, depth - 1, directive);
            case ITEMS -> wrap("li", directive, scope, Place.FLOW, depth - 1);
            case ROWS -> row(scope, depth - 1, directive);
            case OPTIONS -> option(scope, directive);
        }
    }

    private void group(Place place, Expressions scope, int depth, String directive) {
        out.append("<template").append(directive).append('>');
        maybeContents(place, scope, depth - 1);
        out.append("</template>");
    }

    private void loop(Place place, Expressions scope, int depth) {
        String name = scope.fresh("x");
        String index = choices.chance(25) ? scope.fresh("i") : "";
        String key = choices.of(name + ".id", name + ".id", name + ".a");
        String head =
                " :for={"
                        + name
                        + (index.isEmpty() ? "" : ", " + index)
                        + " : "
                        + scope.kids()
                        + "}";
        String directive = head + (choices.chance(10) ? "" : " :key={" + key + "}");
        Expressions inside =
                index.isEmpty()
                        ? scope.with(new Variable(name, Kind.NODE))
                        : scope.with(
                                new Variable(name, Kind.NODE), new Variable(index, Kind.INDEX));
        if (choices.chance(30)) group(place, inside, depth, directive);
        else item(place, inside, depth, directive);
    }

    private void loopOfTexts(Place place, Expressions scope, int depth) {
        String name = scope.fresh("s");
        String directive = " :for={" + name + " : " + scope.tags() + "} :key={" + name + "}";
        Expressions inside = scope.with(new Variable(name, Kind.TEXT));
        if (choices.chance(50)) group(place, inside, depth, directive);
        else item(place, inside, depth, directive);
    }

    /** Cases of a sealed type, and of what may be null. */
    private void patterns(Place place, Expressions scope, int depth) {
        if (choices.chance(40)) {
            String name = scope.fresh("f");
            item(
                    place,
                    scope.with(new Variable(name, Kind.NODE)),
                    depth,
                    " :if={" + scope.first() + " is Node " + name + "}");
            return;
        }
        String shape = scope.shape();
        String name = scope.fresh("p");
        item(
                place,
                scope.with(new Variable(name, Kind.DOT)),
                depth,
                " :if={" + shape + " is Dot " + name + "}");
        if (choices.chance(60))
            item(
                    place,
                    scope.with(new Variable(name, Kind.BOX)),
                    depth,
                    " :else-if={" + shape + " is Box " + name + "}");
        if (choices.chance(40)) {
            String each = scope.fresh("e");
            out.append("<template :else-if={")
                    .append(shape)
                    .append(" is Pile ")
                    .append(name)
                    .append("}><template :for={");
            out.append(each).append(" : ").append(name).append(".shapes}>");
            maybeContents(place, scope.with(new Variable(each, Kind.SHAPE)), depth - 1);
            out.append("</template></template>");
        }
    }

    private void component(Place place, Expressions scope, int depth) {
        String node = scope.node();
        switch (choices.below(place == Place.FLOW ? 4 : 3)) {
            case 2 -> empty(scope);
            case 0 ->
                    out.append("<Bare text={")
                            .append(scope.text())
                            .append("} mark={")
                            .append(scope.bool())
                            .append("}/>");
            case 1 -> {
                if (node == null) hole(scope.shown());
                else out.append("<Tree node={").append(node).append("}/>");
            }
            default -> {
                out.append("<Card title={")
                        .append(scope.text())
                        .append("} n={")
                        .append(scope.number())
                        .append("}>");
                if (choices.chance(70)) {
                    out.append("<:body>");
                    maybeContents(Place.FLOW, scope, depth - 1);
                    out.append("</:body>");
                }
                if (choices.chance(50)) {
                    out.append("<:footer>");
                    maybeContents(Place.FLOW, scope, depth - 1);
                    out.append("</:footer>");
                }
                out.append("</Card>");
            }
        }
    }

    /** Nothing, once or for each of something. */
    private void empty(Expressions scope) {
        if (!choices.chance(60)) {
            out.append("<Empty text={").append(scope.text()).append("}/>");
            return;
        }
        String name = scope.fresh("s");
        out.append("<Empty :for={").append(name).append(" : ").append(scope.tags());
        out.append("} :key={").append(name).append("} text={").append(name).append("}/>");
    }

    private void structural(Place place, Expressions scope, int depth, String tag) {
        String node = scope.node();
        int kind = choices.below(depth > 0 ? 7 : 2);
        switch (kind) {
            case 0, 1 -> item(place, scope, depth, "");
            case 2, 3, 4 -> loop(place, scope, depth);
            case 5 -> chain(place, scope, depth);
            default -> {
                if (place == Place.ROWS && node != null) {
                    out.append("<Line node={").append(node).append("}>");
                    maybeContents(Place.FLOW, scope, depth - 1);
                    out.append("</Line>");
                } else {
                    loopOfTexts(place, scope, depth);
                }
            }
        }
    }

    private void row(Expressions scope, int depth, String directive) {
        open("tr", directive, scope);
        do {
            if (choices.chance(20)) {
                String name = scope.fresh("s");
                out.append("<td :for={")
                        .append(name)
                        .append(" : ")
                        .append(scope.tags())
                        .append("}>{")
                        .append(name)
                        .append("}</td>");
            } else {
                wrap(
                        "td",
                        choices.chance(15) ? " :if={" + scope.bool() + "}" : "",
                        scope,
                        Place.FLOW,
                        depth - 1);
            }
        } while (choices.chance(40));
        out.append("</tr>");
    }

    private void option(Expressions scope, String directive) {
        out.append("<option").append(directive);
        if (choices.chance(50)) out.append(" value={").append(scope.text()).append('}');
        if (choices.chance(30)) out.append(" selected={").append(scope.bool()).append('}');
        out.append('>');
        hole(scope.shown());
        out.append("</option>");
    }
}
