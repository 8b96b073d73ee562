package dev.livelet.form;

import dev.livelet.LiveletException;

/** A payload that is not a form's, or is larger than a form may be (refusal 4 of the protocol). */
public final class MalformedForm extends LiveletException {
    private static final long serialVersionUID = 1L;

    MalformedForm(String message) {
        super(message);
    }
}
