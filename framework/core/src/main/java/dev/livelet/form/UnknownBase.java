package dev.livelet.form;

import dev.livelet.LiveletException;

/**
 * A payload changes fields that are not known here: the form must be sent again, whole (refusal 5
 * of the protocol).
 */
public final class UnknownBase extends LiveletException {
    private static final long serialVersionUID = 1L;

    UnknownBase(String message) {
        super(message);
    }
}
