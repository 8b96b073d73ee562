package dev.livelet.cluster.entity;

import dev.livelet.LiveletException;
import dev.livelet.cluster.codec.Carried;
import dev.livelet.cluster.codec.Codecs;
import dev.livelet.cluster.codec.StateParts;
import dev.livelet.cluster.entity.Bytes.In;
import dev.livelet.cluster.entity.Bytes.Malformed;
import dev.livelet.cluster.entity.Bytes.Out;
import dev.livelet.spi.EntityCall;
import dev.livelet.spi.EntityCopy;
import dev.livelet.spi.EntityHost;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Entities' states, calls and answers as bytes, by the types that their methods declare.
 * Thread-safe.
 */
final class EntityCodec {
    private static final int NAMED = 0;
    private static final int ANSWERED = 1;
    private static final int WITHDRAWN = 2;

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int UNAVAILABLE = 2;
    private static final int MOVED = 3;
    private static final int REFUSED = 4;

    private final Codecs codecs;
    private final EntityHost host;

    EntityCodec(Codecs codecs, EntityHost host) {
        this.codecs = codecs;
        this.host = host;
    }

    /** What of a node's entities goes to others, by what it is. */
    static Map<String, Type> types(EntityHost host) {
        Map<String, Type> types = new LinkedHashMap<>();
        for (EntityHost.Kind kind : host.kinds().values()) {
            types.put("the state of the entity " + kind.name(), kind.state());
            kind.methods()
                    .forEach(
                            (name, method) -> {
                                String of = kind.name() + "." + name;
                                for (Type each : method.arguments())
                                    types.put(
                                            "the " + each.getTypeName() + " that " + of + " takes",
                                            each);
                                Type reply = method.reply();
                                if (reply != null) types.put("the reply of " + of, reply);
                            });
        }
        return types;
    }

    private EntityHost.Kind kind(String name) {
        EntityHost.Kind kind = host.kinds().get(name);
        if (kind == null) throw new LiveletException("No entity is called " + name + " here");
        return kind;
    }

    byte[] state(String type, Object state) {
        return codecs.state(kind(type).state()).encode(state, Carried.NOTHING).toBytes();
    }

    Object state(String type, byte[] bytes) {
        return codecs.state(kind(type).state()).decode(StateParts.of(bytes)).state();
    }

    /** For one entity's {@link #copy}s. */
    EncodedCalls calls(String type) {
        return new EncodedCalls(done -> done(type, done));
    }

    /** All but the calls that it remembers. */
    byte[] copy(String type, EntityCopy copy) {
        Out out = new Out().number(copy.version()).bytes(state(type, copy.state()));
        out.list(copy.timers(), timer -> timer(out, timer));
        return out.toByteArray();
    }

    EntityCopy copy(Held held) {
        String type = held.id().type();
        In in = new In(held.copy());
        EntityCopy copy =
                new EntityCopy(
                        in.number(),
                        state(type, in.bytes()),
                        in.list(() -> timer(in)),
                        held.calls().stream().map(call -> done(new In(call), type)).toList());
        in.end();
        return copy;
    }

    /** The version of an encoded copy. */
    static long version(byte[] copy) {
        return new In(copy).number();
    }

    /** The state in an encoded copy, as {@link #state(String, Object)} makes it. */
    static byte[] state(byte[] copy) {
        In in = new In(copy);
        in.number();
        return in.bytes();
    }

    private void timer(Out out, EntityCopy.Timer timer) {
        Duration period = timer.period();
        out.text(timer.name())
                .number(timer.due().toEpochMilli())
                .number(period == null ? 0 : period.toNanos())
                .bytes(codecs.messages().encode(timer.message()));
    }

    private EntityCopy.Timer timer(In in) {
        String name = in.text();
        Instant due = Instant.ofEpochMilli(in.number());
        long period = in.number();
        return new EntityCopy.Timer(
                name,
                due,
                period == 0 ? null : Duration.ofNanos(period),
                codecs.messages().decode(in.bytes()));
    }

    /** No more than its name, if there is no answer to remember. */
    private byte[] done(String type, EntityCopy.Done done) {
        Out out = new Out().text(done.callId());
        if (done.withdrawn()) return out.code(WITHDRAWN).toByteArray();
        if (done.method().isEmpty()) return out.code(NAMED).toByteArray();
        reply(out.code(ANSWERED).text(done.method()), type, done.method(), done.reply());
        return out.toByteArray();
    }

    private EntityCopy.Done done(In in, String type) {
        String callId = in.text();
        return switch (in.code()) {
            case NAMED -> EntityCopy.Done.of(callId);
            case ANSWERED -> {
                String method = in.text();
                yield EntityCopy.Done.of(callId, method, reply(in, type, method));
            }
            case WITHDRAWN -> EntityCopy.Done.withdrawn(callId);
            default -> throw new Malformed("No remembered call");
        };
    }

    private void reply(Out out, String type, String method, @Nullable Object reply) {
        Type declared = replyType(type, method);
        out.flag(declared != null);
        if (declared != null) out.bytes(codecs.encode(declared, reply));
    }

    private @Nullable Object reply(In in, String type, String method) {
        if (!in.flag()) return null;
        byte[] bytes = in.bytes();
        Type declared = replyType(type, method);
        return declared == null ? null : codecs.decode(declared, bytes);
    }

    private @Nullable Type replyType(String type, String method) {
        EntityHost.Signature signature = kind(type).methods().get(method);
        return signature == null ? null : signature.reply();
    }

    byte[] call(EntityCall call) {
        Out out =
                new Out()
                        .entity(call.id())
                        .text(call.callId())
                        .text(call.method())
                        .code(call.wants().ordinal())
                        .number(call.timeout().toNanos())
                        .small(call.arguments().size());
        List<Type> types = arguments(call.id().type(), call.method());
        for (int i = 0; i < call.arguments().size(); i++)
            out.bytes(codecs.encode(types.get(i), call.arguments().get(i)));
        return out.toByteArray();
    }

    EntityCall call(byte[] bytes) {
        In in = new In(bytes);
        var id = in.entity();
        String callId = in.text();
        String method = in.text();
        EntityCall.Wants wants = wants(in.code());
        Duration timeout = Duration.ofNanos(in.number());
        List<Type> types = arguments(id.type(), method);
        if (in.small() != types.size())
            throw new Malformed(id.type() + "." + method + " takes " + types.size());
        List<@Nullable Object> arguments = new ArrayList<>();
        for (Type type : types) arguments.add(codecs.decode(type, in.bytes()));
        in.end();
        return new EntityCall(id, callId, method, arguments, wants, timeout);
    }

    private static EntityCall.Wants wants(int code) {
        EntityCall.Wants[] all = EntityCall.Wants.values();
        if (code < 0 || code >= all.length) throw new Malformed("A wish of " + code);
        return all[code];
    }

    private List<Type> arguments(String type, String method) {
        if (method.equals(EntityCall.FIND)) return List.of();
        EntityHost.Signature signature = kind(type).methods().get(method);
        if (signature == null)
            throw new LiveletException(type + " has no @Call method " + method + " on this node");
        return signature.arguments();
    }

    byte[] outcome(EntityCall call, EntityCall.Outcome outcome) {
        Out out = new Out();
        String type = call.id().type();
        switch (outcome) {
            case EntityCall.Outcome.Done done -> {
                Object state = call.wants() == EntityCall.Wants.STATE ? done.state() : null;
                out.code(DONE).number(done.version());
                reply(out, type, call.method(), done.reply());
                out.flag(state != null);
                if (state != null) out.bytes(state(type, state));
            }
            case EntityCall.Outcome.Failed failed -> out.code(FAILED).text(failed.message());
            case EntityCall.Outcome.Unavailable none -> out.code(UNAVAILABLE).text(none.message());
            case EntityCall.Outcome.Refused refused -> out.code(REFUSED).text(refused.message());
            case EntityCall.Outcome.Moved moved -> out.code(MOVED).flag(moved.taken());
        }
        return out.toByteArray();
    }

    EntityCall.Outcome outcome(EntityCall call, byte[] bytes) {
        In in = new In(bytes);
        String type = call.id().type();
        return switch (in.code()) {
            case DONE -> {
                long version = in.number();
                Object reply = reply(in, type, call.method());
                yield new EntityCall.Outcome.Done(
                        reply, version, in.flag() ? state(type, in.bytes()) : null);
            }
            case FAILED -> new EntityCall.Outcome.Failed(in.text(), null);
            case UNAVAILABLE -> new EntityCall.Outcome.Unavailable(in.text());
            case REFUSED -> new EntityCall.Outcome.Refused(in.text());
            case MOVED -> new EntityCall.Outcome.Moved(in.flag());
            default -> throw new Malformed("No outcome");
        };
    }
}
