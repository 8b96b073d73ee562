package dev.livelet.cluster.codec;

import dev.livelet.LiveletException;
import dev.livelet.cluster.codec.CodecException.Kind;
import dev.livelet.template.CompiledTemplate;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/**
 * The codecs of a node: one for each declared type, made on first use and kept. What travels is
 * decided by the types of this node's own code; bytes choose only among what those allow, and never
 * name a class. Thread-safe.
 *
 * <p>Not kept on the way: which class a collection is of (they come back immutable, in their
 * order), and that two places hold the same object.
 */
public final class Codecs {
    private final Map<Type, ValueCodec> codecs = new ConcurrentHashMap<>();
    private final Map<Class<?>, StateCodec> states = new ConcurrentHashMap<>();
    private final IntFunction<? extends @Nullable CompiledTemplate<?>> templates;
    private final SharedCodec shared;
    private final MessageCodec messages;

    /**
     * @param messages types that may travel as messages
     * @param templates those of this node's views, by id
     */
    public Codecs(
            Collection<? extends Class<?>> messages,
            IntFunction<? extends @Nullable CompiledTemplate<?>> templates,
            SharedCodec shared) {
        this.templates = templates;
        this.shared = shared;
        this.messages = new MessageCodec(this, messages);
    }

    /** For messages, metas and timers. */
    public MessageCodec messages() {
        return messages;
    }

    /**
     * For the states of a view.
     *
     * @throws LiveletException when something in the record cannot travel
     */
    public StateCodec state(Class<?> record) {
        return states.computeIfAbsent(record, type -> new StateCodec(type, (RecordCodec) of(type)));
    }

    /**
     * A value that is declared so, by itself.
     *
     * @throws LiveletException when it cannot travel
     */
    public byte[] encode(Type type, @Nullable Object value) {
        return new Output().blob(of(type), value);
    }

    /**
     * What {@link #encode} was given.
     *
     * @throws CodecException when the bytes are no value of this type
     */
    public @Nullable Object decode(Type type, byte[] bytes) {
        return Input.read(bytes, of(type), false).value();
    }

    /**
     * For a value that is declared so.
     *
     * @throws LiveletException when a value of this type cannot travel
     */
    ValueCodec of(Type type) {
        ValueCodec known = codecs.get(type);
        if (known != null) return known;
        TypeCompiler compiler = new TypeCompiler(codecs, this);
        ValueCodec codec = compiler.compile(type);
        compiler.made().forEach(codecs::putIfAbsent);
        codecs.putIfAbsent(type, codec);
        return codec;
    }

    SharedCodec shared() {
        return shared;
    }

    CompiledTemplate<?> template(int id) {
        CompiledTemplate<?> found = templates.apply(id);
        if (found != null) return found;
        throw new CodecException(
                Kind.UNKNOWN, "no view of this release has the template of the number " + id);
    }
}
