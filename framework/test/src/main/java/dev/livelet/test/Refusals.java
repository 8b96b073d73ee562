package dev.livelet.test;

import dev.livelet.test.browser.Connection.Refusal;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The events of a page that the server has refused since somebody last asked. */
record Refusals(List<Refusal> all) {

    /** Fails unless there is one, with this code. */
    void mustBe(int code) {
        List<Integer> codes = all.stream().map(Refusal::code).toList();
        if (!codes.equals(List.of(code)))
            throw new AssertionError("Expected a refusal with code " + code + ", found " + codes);
    }

    /**
     * Fails if there is one.
     *
     * @param cause what a handler threw, or null
     */
    void mustBeNone(@Nullable Throwable cause) {
        if (all.isEmpty()) return;
        Refusal first = all.getFirst();
        throw new AssertionError(
                "on:"
                        + first.event().type()
                        + " of "
                        + Dispatch.describe(first.event().element())
                        + " was refused: "
                        + meaning(first.code()),
                cause);
    }

    private static String meaning(int code) {
        return switch (code) {
            case 1 -> "its binding is no longer on the page";
            case 2 -> "its handler, or the render of its result, failed; nothing was changed";
            case 3 -> "a limit was reached";
            case 4 -> "its payload is malformed";
            case 5 -> "the server does not know what the form held";
            default -> "code " + code;
        };
    }
}
