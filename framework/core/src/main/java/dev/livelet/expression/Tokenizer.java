package dev.livelet.expression;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Source text to tokens. The last token is always the end. */
final class Tokenizer {
    private static final String[] OPERATORS = {
        "&&", "||", "==", "!=", "<=", ">=", "??", "!", "-", "+", "*", "/", "%", "<", ">", "?", ":",
        "(", ")", ".", ","
    };

    /** What people write from habit, and what to write instead. */
    private static final Map<String, String> ADVICE =
            Map.of(
                    "===", "'===' is not needed: '==' means equals",
                    "->",
                            "there are no lambdas in templates: write a method of the record and"
                                    + " call it",
                    "?.", "'?.' is not needed: a null receiver gives null, write '.'",
                    "::",
                            "there are no method references in templates: write a method of the"
                                    + " record and call it",
                    "=", "'=' assigns, which a template cannot; to compare write '=='",
                    "&", "expected '&&'",
                    "|", "expected '||'",
                    "[", "there is no indexing: write .get(index)",
                    ";", "an expression has no ';'",
                    "`", "a string is written in ' or \"");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Tokenizer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String source) {
        Tokenizer tokenizer = new Tokenizer(source);
        while (tokenizer.next()) {}
        return tokenizer.tokens;
    }

    private boolean next() {
        while (at < source.length() && Character.isWhitespace(source.charAt(at))) at++;
        if (at == source.length()) {
            add(Token.Kind.END, at, null);
            return false;
        }
        int start = at;
        char c = source.charAt(at);
        if (isDigit(c)) number(start);
        else if (c == '\'' || c == '"') string(start, c);
        else if (Character.isJavaIdentifierStart(source.codePointAt(at))) name(start);
        else operator(start);
        return true;
    }

    private void name(int start) {
        while (at < source.length() && Character.isJavaIdentifierPart(source.codePointAt(at))) {
            at += Character.charCount(source.codePointAt(at));
        }
        add(Token.Kind.NAME, start, null);
    }

    private void number(int start) {
        digits();
        boolean fraction = false;
        if (at + 1 < source.length()
                && source.charAt(at) == '.'
                && isDigit(source.charAt(at + 1))) {
            fraction = true;
            at++;
            digits();
        }
        if (at < source.length() && (source.charAt(at) | 0x20) == 'e') {
            int mark = at++;
            if (at < source.length() && (source.charAt(at) == '-' || source.charAt(at) == '+'))
                at++;
            if (at == source.length() || !isDigit(source.charAt(at))) {
                throw new ExpressionException(
                        "expected digits after '" + source.substring(start, at) + "'", mark);
            }
            fraction = true;
            digits();
        }
        boolean isLong = !fraction && at < source.length() && (source.charAt(at) | 0x20) == 'l';
        String digits = source.substring(start, at).replace("_", "");
        if (isLong) at++;
        if (at < source.length() && Character.isJavaIdentifierPart(source.codePointAt(at))) {
            throw new ExpressionException(
                    "unexpected '"
                            + Character.toString(source.codePointAt(at))
                            + "' after the number "
                            + source.substring(start, at),
                    at);
        }
        add(
                Token.Kind.NUMBER,
                start,
                fraction ? (Object) Double.valueOf(digits) : isLong ? digits + "L" : digits);
    }

    private void digits() {
        while (at < source.length() && (isDigit(source.charAt(at)) || source.charAt(at) == '_'))
            at++;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void string(int start, char quote) {
        StringBuilder text = new StringBuilder();
        at++;
        while (true) {
            if (at == source.length())
                throw new ExpressionException("the string has no end: expected " + quote, start);
            char c = source.charAt(at++);
            if (c == quote) break;
            text.append(c == '\\' ? escape() : c);
        }
        add(Token.Kind.STRING, start, text.toString());
    }

    private char escape() {
        int start = at - 1;
        char c = at < source.length() ? source.charAt(at++) : 0;
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case '\\', '\'', '"' -> c;
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = at < source.length() ? Character.digit(source.charAt(at), 16) : -1;
                    if (digit < 0)
                        throw new ExpressionException(
                                "expected four hexadecimal digits after \\u", start);
                    code = code * 16 + digit;
                    at++;
                }
                yield (char) code;
            }
            default ->
                    throw new ExpressionException(
                            "unknown escape: there are \\n \\t \\r \\\\ \\' \\\" \\uXXXX", start);
        };
    }

    private void operator(int start) {
        for (int length = 3; length > 1; length--) {
            String advice =
                    start + length <= source.length()
                            ? ADVICE.get(source.substring(start, start + length))
                            : null;
            if (advice != null) throw new ExpressionException(advice, start);
        }
        for (String operator : OPERATORS) {
            if (source.startsWith(operator, start)) {
                at += operator.length();
                add(Token.Kind.OPERATOR, start, null);
                return;
            }
        }
        String found = Character.toString(source.codePointAt(start));
        String advice = ADVICE.get(found);
        throw new ExpressionException(
                advice != null ? advice : "unexpected '" + found + "'", start);
    }

    private void add(Token.Kind kind, int start, @Nullable Object value) {
        tokens.add(new Token(kind, source.substring(start, at), start, value));
    }
}
