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

    /** A reference is text; by value it is the version and the value. */
    static ValueCodec shared(ValueCodec value, SharedCodec references) {
        return ValueCodec.<Shared<?>>of(
                (out, shared) -> {
                    String reference = references.reference(shared);
                    if (reference != null) {
                        out.text(reference);
                        return;
                    }
                    EntityId entity = shared.entity().orElse(null);
                    out.begin(entity == null ? 2 : 4);
                    out.number(shared.version());
                    value.write(shared.value(), out);
                    if (entity != null) {
                        out.text(entity.type());
                        out.text(entity.name());
                    }
                    out.end();
                },
                in -> {
                    if (in.isText()) {
                        String reference = in.text();
                        Shared<?> found = references.resolve(reference);
                        if (found != null) return found;
                        throw new CodecException(
                                Kind.UNKNOWN, "the shared value " + reference + " is not known");
                    }
                    in.begin();
                    long version = in.element().longInteger();
                    Object held = value.read(in.element());
                    if (!in.more()) {
                        in.leave();
                        return shared(held, version);
                    }
                    EntityId entity = new EntityId(in.text(), in.element().text());
                    in.end();
                    return references.known(shared(entity, held, version));
                },
                null);
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
