package dev.livelet.test.property;

import java.util.ArrayList;
import java.util.List;

/** Expressions over what is in scope. */
final class Expressions {

    /** Kinds of variables that loops and patterns bind. */
    enum Kind {
        NODE,
        TEXT,
        INDEX,
        SHAPE,
        DOT,
        BOX
    }

    record Variable(String name, Kind kind) {}

    private final Choices choices;
    private final List<Variable> scope;

    /** Whether what throws is caught. */
    private final boolean caught;

    private int next;

    Expressions(Choices choices) {
        this(choices, List.of(), false, 0);
    }

    private Expressions(Choices choices, List<Variable> scope, boolean caught, int next) {
        this.choices = choices;
        this.scope = scope;
        this.caught = caught;
        this.next = next;
    }

    /** The same names within an error boundary. */
    Expressions caught() {
        return new Expressions(choices, scope, true, next);
    }

    /** A name that is not in scope yet. */
    String fresh(String prefix) {
        return prefix + next++;
    }

    Expressions with(Variable... variables) {
        List<Variable> more = new ArrayList<>(scope);
        more.addAll(List.of(variables));
        return new Expressions(choices, more, caught, next);
    }

    /** A node's members are reached by this prefix; the state's own by "". */
    private String owner() {
        List<String> owners = new ArrayList<>();
        for (Variable variable : scope.reversed())
            if (variable.kind() == Kind.NODE) owners.add(variable.name() + ".");
        owners.add("");
        return choices.of(owners);
    }

    private List<String> named(Kind kind) {
        return scope.stream().filter(v -> v.kind() == kind).map(Variable::name).toList();
    }

    /** Something to show as text. */
    String shown() {
        if (caught && choices.chance(30)) return owner() + "risky";
        List<String> texts = named(Kind.TEXT);
        if (!texts.isEmpty() && choices.chance(60)) return choices.of(texts);
        List<String> indices = named(Kind.INDEX);
        if (!indices.isEmpty() && choices.chance(30)) return choices.of(indices);
        List<String> dots = named(Kind.DOT);
        if (!dots.isEmpty() && choices.chance(60)) return choices.of(dots) + ".label";
        List<String> boxes = named(Kind.BOX);
        if (!boxes.isEmpty() && choices.chance(60))
            return choices.of(boxes) + choices.of(".label", ".width");
        String o = owner();
        return switch (choices.below(14)) {
            case 0 -> o + "a";
            case 1 -> o + "n";
            case 2 -> o + "b";
            case 3 -> o + "liar.text";
            case 4 -> o + "colour";
            case 5 -> o + "shout";
            case 6 -> o + "d";
            case 7 -> o + "big";
            case 8 -> o + "a + " + owner() + "n";
            case 9 -> bool() + " ? \"lit\" : " + o + "a";
            case 10 -> o + "b ?? \"none\"";
            case 11 -> o + "tags.size()";
            case 12 -> o + "c";
            default -> o + "n * 2 + 1";
        };
    }

    /** A string. */
    String text() {
        String o = owner();
        if (caught && choices.chance(20)) return o + "risky";
        return switch (choices.below(4)) {
            case 0 -> o + "a";
            case 1 -> o + "b";
            case 2 -> o + "liar.text";
            default -> o + "a + " + o + "n";
        };
    }

    String bool() {
        String o = owner();
        if (caught && choices.chance(5)) return o + "risky != null";
        return switch (choices.below(8)) {
            case 0 -> o + "c";
            case 1 -> "!" + o + "c";
            case 2 -> o + "n > 2";
            case 3 -> o + "b != null";
            case 4 -> o + "a == \"x\"";
            case 5 -> o + "many";
            case 6 -> o + "tags.isEmpty()";
            default -> o + "c && " + o + "n % 2 == 0";
        };
    }

    String number() {
        return owner() + "n";
    }

    String kids() {
        return owner() + choices.of("kids", "kids", "shown");
    }

    String tags() {
        return owner() + "tags";
    }

    String shape() {
        List<String> shapes = named(Kind.SHAPE);
        return shapes.isEmpty() ? owner() + "shape" : choices.of(shapes);
    }

    String first() {
        return owner() + "first";
    }

    String extras() {
        return owner() + "extras";
    }

    String classes() {
        return owner() + "classes";
    }

    String look() {
        return owner() + "look";
    }

    String markup() {
        return owner() + "markup";
    }

    /** A node in scope, or null where there is none. */
    @org.jspecify.annotations.Nullable
    String node() {
        List<String> nodes = named(Kind.NODE);
        return nodes.isEmpty() ? null : choices.of(nodes.reversed());
    }
}
