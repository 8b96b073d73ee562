package dev.livelet.cluster.entity;

import dev.livelet.EntityId;
import dev.livelet.cluster.link.NodeId;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** How messages between entities' nodes are written and read. What is none is refused. */
final class Bytes {
    private Bytes() {}

    /** Bytes that are no message. */
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    /** Writes. */
    static final class Out {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        private final DataOutputStream out = new DataOutputStream(bytes);

        byte[] toByteArray() {
            return bytes.toByteArray();
        }

        Out number(long value) {
            return write(() -> out.writeLong(value));
        }

        Out small(int value) {
            return write(() -> out.writeInt(value));
        }

        Out code(int value) {
            return write(() -> out.writeByte(value));
        }

        Out flag(boolean value) {
            return code(value ? 1 : 0);
        }

        Out text(String value) {
            return bytes(value.getBytes(StandardCharsets.UTF_8));
        }

        Out bytes(byte[] value) {
            return write(
                    () -> {
                        out.writeInt(value.length);
                        out.write(value);
                    });
        }

        Out node(NodeId node) {
            return text(node.name()).number(node.incarnation());
        }

        Out entity(EntityId id) {
            return text(id.type()).text(id.name());
        }

        Out ballot(Ballot ballot) {
            number(ballot.counter());
            NodeId node = ballot.node();
            flag(node != null);
            return node == null ? this : node(node);
        }

        <T> Out list(Iterable<T> values, Consumer<T> each) {
            int count = 0;
            for (T value : values) count += value == null ? 0 : 1;
            small(count);
            values.forEach(each);
            return this;
        }

        Out assignment(Assignment value) {
            return ballot(value.ballot())
                    .small(value.revision())
                    .node(value.owner())
                    .list(value.backups(), this::node);
        }

        Out trail(Trail trail) {
            return list(
                    trail.serials().entrySet(),
                    each -> ballot(each.getKey()).number(each.getValue()));
        }

        Out held(Held held) {
            return entity(held.id())
                    .ballot(held.ballot())
                    .number(held.serial())
                    .trail(held.trail())
                    .bytes(held.copy())
                    .list(held.calls(), this::bytes);
        }

        private interface Writing {
            void run() throws IOException;
        }

        private Out write(Writing writing) {
            try {
                writing.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return this;
        }
    }

    /** Reads. */
    static final class In {
        private final ByteBuffer in;

        In(byte[] bytes) {
            in = ByteBuffer.wrap(bytes);
        }

        private <T> T read(Supplier<T> reading) {
            try {
                return reading.get();
            } catch (BufferUnderflowException e) {
                throw new Malformed("The end comes too early");
            }
        }

        boolean more() {
            return in.hasRemaining();
        }

        void end() {
            if (in.hasRemaining()) throw new Malformed("Something follows");
        }

        long number() {
            return read(in::getLong);
        }

        int small() {
            return read(in::getInt);
        }

        int code() {
            return read(in::get);
        }

        boolean flag() {
            return code() != 0;
        }

        byte[] bytes() {
            int length = small();
            if (length < 0 || length > in.remaining()) throw new Malformed("A length of " + length);
            byte[] value = new byte[length];
            in.get(value);
            return value;
        }

        String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        NodeId node() {
            return new NodeId(text(), number());
        }

        EntityId entity() {
            return new EntityId(text(), text());
        }

        int shard() {
            int shard = small();
            if (shard < 0 || shard >= Shards.COUNT) throw new Malformed("Shard " + shard);
            return shard;
        }

        Ballot ballot() {
            long counter = number();
            return flag() ? new Ballot(counter, node()) : new Ballot(counter, null);
        }

        <T> List<T> list(Supplier<T> each) {
            int count = small();
            if (count < 0 || count > in.remaining()) throw new Malformed("A count of " + count);
            List<T> values = new ArrayList<>();
            for (int i = 0; i < count; i++) values.add(each.get());
            return values;
        }

        Assignment assignment() {
            return new Assignment(ballot(), small(), node(), list(this::node));
        }

        Held held() {
            EntityId id = entity();
            Ballot ballot = ballot();
            long serial = number();
            return new Held(id, ballot, serial, trail(), bytes(), list(this::bytes));
        }

        Trail trail() {
            Map<Ballot, Long> trail = new LinkedHashMap<>();
            list(() -> trail.put(ballot(), number()) == null);
            return new Trail(trail);
        }
    }
}
