package dev.livelet.cluster.codec;

import dev.livelet.LiveletException;
import dev.livelet.cluster.codec.CodecException.Kind;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Objects whose type is known only when they are there: published messages, presence metas, what
 * timers send. Only registered types travel, each under its name without its package ({@code
 * "Room.Said"}) or its oldest {@link dev.livelet.Alias}; JDK values may always. Thread-safe.
 */
public final class MessageCodec {
    private final Codecs codecs;
    private final Names<Class<?>> names = new Names<>("the types of messages");
    private final Map<Class<?>, Form> forms = new HashMap<>();

    /** Why a type that was registered, or that a handler takes, cannot travel. */
    private final Map<Class<?>, String> refused = new HashMap<>();

    private final ValueCodec any = ValueCodec.of((out, value) -> put(value, out), this::take, null);

    private record Form(List<String> name, ValueCodec codec) {}

    MessageCodec(Codecs codecs, Collection<? extends Class<?>> types) {
        this.codecs = codecs;
        Scalars.all()
                .forEach(
                        (type, codec) -> {
                            if (!type.isPrimitive() && type != Void.class) add(type, codec);
                        });
        types.forEach(this::register);
    }

    private void register(Class<?> type) {
        if (forms.containsKey(type) || type.isPrimitive()) return;
        if (type.isSealed() && Modifier.isAbstract(type.getModifiers()) && !type.isEnum()) {
            for (Class<?> each : type.getPermittedSubclasses()) register(each);
            return;
        }
        ValueCodec codec;
        try {
            codec = codecs.of(type);
        } catch (LiveletException e) {
            refused.put(type, String.valueOf(e.getMessage()));
            return;
        }
        add(type, codec);
    }

    private void add(Class<?> type, ValueCodec codec) {
        String full = type.getName();
        int dot = type.getPackageName().isEmpty() ? 0 : type.getPackageName().length() + 1;
        names.add(type, full.substring(dot).replace('$', '.'), type);
        forms.put(type, new Form(List.of(names.of(type)), codec));
    }

    /** Whether objects of this one's type travel. */
    public boolean knows(Object message) {
        return forms.containsKey(SealedCodec.type(message));
    }

    /**
     * @throws CodecException when messages of this one's type are not registered
     */
    public void check(Object message) {
        if (!knows(message))
            throw new CodecException(Kind.UNWRITABLE, advice(SealedCodec.type(message)));
    }

    /**
     * @throws CodecException when the message's type is not registered, or something in it cannot
     *     travel
     */
    public byte[] encode(Object message) {
        return new Output().blob(any, message);
    }

    /**
     * @throws CodecException when the bytes are no message of a type that is registered here
     */
    public Object decode(byte[] bytes) {
        Object message = Input.read(bytes, any, false).value();
        if (message == null) throw CodecException.malformed("no message");
        return message;
    }

    void put(Object value, Output out) {
        Class<?> type = SealedCodec.type(value);
        Form form = forms.get(type);
        if (form == null) throw new CodecException(Kind.UNWRITABLE, advice(type));
        out.begin(2);
        out.names(form, form.name);
        form.codec.put(value, out);
        out.end();
    }

    Object take(Input in) {
        in.begin();
        String name = in.element().name();
        Class<?> type = names.find(name);
        Form form = type == null ? null : forms.get(type);
        if (form == null) {
            throw new CodecException(
                    Kind.UNKNOWN, "no message '" + name + "' is registered in this release");
        }
        Object value = form.codec.take(in.element());
        in.end();
        return value;
    }

    private String advice(Class<?> type) {
        @Nullable String reason = refused.get(type);
        String stays = "A message of type " + type.getName() + " cannot go to other nodes: ";
        return reason != null
                ? stays + reason
                : stays
                        + "only types that an @OnMessage handler of a view takes, and the subtypes"
                        + " of sealed ones, may. Add such a handler, or register the type at the"
                        + " cluster: JGroups.tcp(…).message("
                        + type.getSimpleName()
                        + ".class)";
    }
}
