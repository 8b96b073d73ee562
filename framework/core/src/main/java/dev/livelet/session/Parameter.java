package dev.livelet.session;

import dev.livelet.Form;
import dev.livelet.Input;
import dev.livelet.Key;
import dev.livelet.Pointer;
import dev.livelet.Socket;
import dev.livelet.form.FormDecoder;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * What a handler takes after the state.
 *
 * @param form decodes it, where it is a form
 */
record Parameter(Kind kind, Type type, @Nullable FormDecoder form) {
    enum Kind {
        /** From the template, by position. */
        ARGUMENT,
        FORM,
        KEY,
        POINTER,
        INPUT,
        SOCKET
    }

    /**
     * @throws dev.livelet.LiveletException for a form of what is no form's record
     */
    static Parameter of(Type type) {
        Class<?> raw =
                type instanceof ParameterizedType generic
                        ? (Class<?>) generic.getRawType()
                        : type instanceof Class<?> c ? c : null;
        if (raw == Form.class) {
            Type record =
                    type instanceof ParameterizedType generic
                            ? generic.getActualTypeArguments()[0]
                            : Object.class;
            return new Parameter(Kind.FORM, type, FormDecoder.of(record));
        }
        return new Parameter(kind(raw), type, null);
    }

    private static Kind kind(@Nullable Class<?> raw) {
        if (raw == Key.class) return Kind.KEY;
        if (raw == Pointer.class) return Kind.POINTER;
        if (raw == Input.class) return Kind.INPUT;
        if (raw == Socket.class) return Kind.SOCKET;
        return Kind.ARGUMENT;
    }
}
