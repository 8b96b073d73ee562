package dev.livelet.test.browser;

/**
 * Definitions, markup and frames do not fit together; a browser would ask the server to heal the
 * page.
 */
public final class Mismatch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Mismatch(String message) {
        super(message);
    }
}
