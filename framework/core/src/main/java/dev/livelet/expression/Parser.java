package dev.livelet.expression;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Tokens to syntax, by recursive descent. Length and nesting are limited, so that neither this nor
 * what walks the result later can overflow the stack.
 */
final class Parser {
    static final int MOST_TOKENS = 500;
    private static final int DEEPEST = 60;

    /** The binary operators, from the loosest to the tightest. */
    private static final List<Set<String>> LEVELS =
            List.of(
                    Set.of("||"),
                    Set.of("&&"),
                    Set.of("==", "!="),
                    Set.of("<", "<=", ">", ">="),
                    Set.of("+", "-"),
                    Set.of("*", "/", "%"));

    private static final int RELATIONAL = 3;

    private final List<Token> tokens;
    private int at;
    private int depth;

    private Parser(String source) {
        tokens = Tokenizer.tokens(source);
        if (tokens.size() > MOST_TOKENS) {
            throw new ExpressionException(
                    "the expression is too long: write a method of the record and call it", 0);
        }
    }

    static Syntax expression(String source) {
        Parser parser = new Parser(source);
        Syntax syntax = parser.ternary();
        parser.expectEnd();
        return syntax;
    }

    /** A handler's name, with or without arguments. */
    static Syntax.Invoke call(String source) {
        Parser parser = new Parser(source);
        Token name = parser.peek();
        if (!name.isName() || isKeyword(name.text())) {
            throw new ExpressionException(
                    "expected the name of a handler, found " + name.described(), name.offset());
        }
        parser.at++;
        List<Syntax> arguments = parser.accept("(") ? parser.arguments() : List.of();
        parser.expectEnd();
        return new Syntax.Invoke(name.offset(), null, name.text(), arguments);
    }

    private static boolean isKeyword(String name) {
        return name.equals("true") || name.equals("false") || name.equals("null");
    }

    private Syntax ternary() {
        if (++depth > DEEPEST) {
            throw new ExpressionException(
                    "nested too deep: write a method of the record and call it", peek().offset());
        }
        Syntax test = coalesce();
        Token question = peek();
        if (accept("?")) {
            Syntax then = ternary();
            expect(":");
            test = new Syntax.Ternary(question.offset(), test, then, ternary());
        }
        depth--;
        return test;
    }

    private Syntax coalesce() {
        List<Syntax> parts = new ArrayList<>(List.of(binary(0)));
        List<Integer> offsets = new ArrayList<>();
        while (peek().is("??")) {
            offsets.add(take().offset());
            parts.add(binary(0));
        }
        Syntax right = parts.getLast();
        for (int i = parts.size() - 2; i >= 0; i--)
            right = new Syntax.Binary(offsets.get(i), "??", parts.get(i), right);
        return right;
    }

    private Syntax binary(int level) {
        if (level == LEVELS.size()) return unary();
        Syntax left = binary(level + 1);
        while (true) {
            Token token = peek();
            if (token.kind() == Token.Kind.OPERATOR && LEVELS.get(level).contains(token.text())) {
                at++;
                left = new Syntax.Binary(token.offset(), token.text(), left, binary(level + 1));
            } else if (level == RELATIONAL
                    && token.isName()
                    && (token.text().equals("is") || token.text().equals("instanceof"))) {
                if (token.text().equals("instanceof"))
                    throw new ExpressionException(
                            "expected 'is', found 'instanceof'", token.offset());
                at++;
                left = is(token, left);
            } else {
                return left;
            }
        }
    }

    private Syntax is(Token is, Syntax operand) {
        Token first = expectName("a type after 'is'");
        StringBuilder type = new StringBuilder(first.text());
        while (accept(".")) type.append('.').append(expectName("the name of a type").text());
        Token variable = peek();
        boolean binds =
                variable.isName() && !variable.text().equals("is") && !isKeyword(variable.text());
        if (binds) at++;
        return new Syntax.Is(
                is.offset(),
                operand,
                type.toString(),
                first.offset(),
                binds ? variable.text() : null);
    }

    private Syntax unary() {
        List<Token> operators = new ArrayList<>();
        while (peek().is("!") || peek().is("-")) operators.add(take());
        Syntax operand;
        if (!operators.isEmpty()
                && operators.getLast().is("-")
                && peek().kind() == Token.Kind.NUMBER) {
            Token minus = operators.removeLast();
            operand = postfix(number(minus, take()));
        } else {
            operand = postfix(primary());
        }
        for (Token operator : operators.reversed())
            operand = new Syntax.Unary(operator.offset(), operator.text(), operand);
        return operand;
    }

    private Syntax postfix(Syntax receiver) {
        Syntax result = receiver;
        while (accept(".")) {
            Token name = expectName("a name after '.'");
            result =
                    accept("(")
                            ? new Syntax.Invoke(name.offset(), result, name.text(), arguments())
                            : new Syntax.Member(name.offset(), result, name.text());
        }
        return result;
    }

    private Syntax primary() {
        Token token = take();
        return switch (token.kind()) {
            case NUMBER -> number(null, token);
            case STRING -> new Syntax.Literal(token.offset(), token.value(), String.class);
            case NAME -> named(token);
            case OPERATOR -> {
                if (!token.is("("))
                    throw new ExpressionException(
                            "expected a value, found " + token.described(), token.offset());
                Syntax inner = ternary();
                expect(")");
                yield inner;
            }
            case END ->
                    throw new ExpressionException(
                            "expected a value, found the end", token.offset());
        };
    }

    private Syntax named(Token token) {
        return switch (token.text()) {
            case "true", "false" ->
                    new Syntax.Literal(token.offset(), token.text().equals("true"), boolean.class);
            case "null" -> new Syntax.Literal(token.offset(), null, Types.NULL);
            case "new" ->
                    throw new ExpressionException(
                            "a template makes no objects: write a method of the record and call it",
                            token.offset());
            default ->
                    accept("(")
                            ? new Syntax.Invoke(token.offset(), null, token.text(), arguments())
                            : new Syntax.Name(token.offset(), token.text());
        };
    }

    private static Syntax number(@Nullable Token minus, Token token) {
        int offset = minus == null ? token.offset() : minus.offset();
        if (token.value() instanceof Double value)
            return new Syntax.Literal(offset, minus == null ? value : -value, double.class);
        String text = (minus == null ? "" : "-") + token.value();
        try {
            if (!text.endsWith("L"))
                return new Syntax.Literal(offset, Integer.valueOf(text), int.class);
            return new Syntax.Literal(
                    offset, Long.valueOf(text.substring(0, text.length() - 1)), long.class);
        } catch (NumberFormatException e) {
            throw new ExpressionException(
                    text.endsWith("L")
                            ? "the number is too large for a long"
                            : "the number is too large for an int: write " + text + "L",
                    offset);
        }
    }

    /** What follows the opening parenthesis. */
    private List<Syntax> arguments() {
        List<Syntax> arguments = new ArrayList<>();
        if (accept(")")) return arguments;
        do arguments.add(ternary());
        while (accept(","));
        expect(")");
        return arguments;
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token take() {
        Token token = tokens.get(at);
        if (token.kind() != Token.Kind.END) at++;
        return token;
    }

    private boolean accept(String operator) {
        if (!peek().is(operator)) return false;
        at++;
        return true;
    }

    private void expect(String operator) {
        if (!accept(operator))
            throw new ExpressionException(
                    "expected '" + operator + "', found " + peek().described(), peek().offset());
    }

    private Token expectName(String what) {
        Token token = peek();
        if (!token.isName())
            throw new ExpressionException(
                    "expected " + what + ", found " + token.described(), token.offset());
        at++;
        return token;
    }

    private void expectEnd() {
        Token token = peek();
        if (token.kind() != Token.Kind.END) {
            throw new ExpressionException(
                    "expected an operator or the end, found " + token.described(), token.offset());
        }
    }
}
