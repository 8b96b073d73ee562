package dev.livelet.session;

/** An event that is not carried out; the page is told why by code. */
final class EventRefused extends Exception {
    private static final long serialVersionUID = 1L;
    private final int code;

    /**
     * @param code of {@code Frames}: STALE, MALFORMED, …
     */
    EventRefused(int code, String why) {
        super(why, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }
}
