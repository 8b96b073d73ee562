package dev.livelet.cluster.codec;

import dev.livelet.EntityId;
import dev.livelet.Html;
import dev.livelet.Shared;
import dev.livelet.cluster.codec.CodecException.Kind;
import dev.livelet.template.CompiledTemplate;
import dev.livelet.template.RecordHtml;
import dev.livelet.template.TrustedHtml;

import org.jspecify.annotations.Nullable;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Optional;

/** Values that hold one or two others. */
final class Values {
    private Values() {}

    static ValueCodec optional(ValueCodec held) {
        return ValueCodec.<Optional<?>>of(
                (out, optional) -> {
                    out.begin(optional.isPresent() ? 1 : 0);
                    optional.ifPresent(value -> held.put(value, out));
                    out.end();
                },
                in -> {
                    in.begin();
                    if (!in.more()) {
                        in.leave();
                        return Optional.empty();
                    }
                    Object value = held.take(in);
                    in.end();
                    return Optional.of(value);
                },
                Optional.empty());
    }

    static ValueCodec entry(ValueCodec key, ValueCodec value) {
        return ValueCodec.<Map.Entry<?, ?>>of(
                (out, entry) -> {
                    out.begin(2);
                    key.write(entry.getKey(), out);
                    value.write(entry.getValue(), out);
                    out.end();
                },
                in -> {
                    in.begin();
                    Object k = key.read(in.element());
                    Object v = value.read(in.element());
                    in.end();
                    return new AbstractMap.SimpleImmutableEntry<@Nullable Object, @Nullable Object>(
                            k, v);
                },
                null);
    }

    /** By name it is the entity's type, its name and the version; by value it begins with that. */
    static ValueCodec shared(ValueCodec value, SharedCodec sharing) {
        return ValueCodec.<Shared<?>>of(
                (out, shared) -> {
                    EntityId entity = shared.entity().orElse(null);
                    boolean named = entity != null && sharing.isNamed(shared);
                    out.begin(named ? 3 : entity == null ? 2 : 4);
                    if (!named) {
                        out.number(shared.version());
                        value.write(shared.value(), out);
                    }
                    if (entity != null) {
                        out.text(entity.type());
                        out.text(entity.name());
                    }
                    if (named) out.number(shared.version());
                    out.end();
                },
                in -> {
                    in.begin();
                    if (in.element().isText()) return named(in, sharing);
                    long version = in.longInteger();
                    Object held = value.read(in.element());
                    if (!in.more()) {
                        in.leave();
                        return shared(held, version);
                    }
                    EntityId entity = new EntityId(in.text(), in.element().text());
                    in.end();
                    return sharing.known(shared(entity, held, version));
                },
                null);
    }

    private static Shared<?> named(Input in, SharedCodec sharing) {
        EntityId entity = new EntityId(in.text(), in.element().text());
        long version = in.element().longInteger();
        in.end();
        SharedCodec.Use use = in.restoring() ? SharedCodec.Use.NEXT : SharedCodec.Use.SHOWN;
        Shared<?> found = sharing.find(entity, version, use);
        if (found == null) throw SharedAbsent.of(entity, version);
        return found;
    }

    @SuppressWarnings("NullAway") // a Shared may hold null, as its T says
    private static Shared<?> shared(@Nullable Object value, long version) {
        return Shared.of(value, version);
    }

    @SuppressWarnings("NullAway") // as above
    private static Shared<?> shared(EntityId entity, @Nullable Object value, long version) {
        return Shared.of(entity, value, version);
    }

    /** Trusted markup as its text, which is checked as it was; a template by its id. */
    static ValueCodec html(Codecs codecs) {
        return ValueCodec.<Html>of(
                (out, html) -> {
                    switch (html) {
                        case TrustedHtml trusted -> {
                            out.begin(1);
                            out.text(trusted.html());
                        }
                        case RecordHtml filled -> {
                            out.begin(2);
                            out.number((long) filled.template().id());
                            codecs.of(filled.template().stateType()).put(filled.record(), out);
                        }
                        default ->
                                throw new CodecException(
                                        Kind.UNWRITABLE,
                                        "an Html of " + html.getClass() + ": use Template.with");
                    }
                    out.end();
                },
                in -> {
                    in.begin();
                    Html html;
                    if (in.element().isText()) {
                        html = TrustedHtml.of(in.text());
                    } else {
                        CompiledTemplate<?> template = codecs.template(in.integer());
                        html =
                                new RecordHtml(
                                        template,
                                        codecs.of(template.stateType()).take(in.element()));
                    }
                    in.end();
                    return html;
                },
                null);
    }
}
