package dev.livelet.cluster.codec;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;

import java.io.ByteArrayOutputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A state, or what changed of it, as blobs by component. Backups keep and merge these without
 * looking into them. The blobs must not be changed.
 */
public record StateParts(Map<String, byte[]> blobs) {
    public StateParts {
        blobs = Collections.unmodifiableMap(new LinkedHashMap<>(blobs));
    }

    /** These with newer blobs in the places of older ones. */
    public StateParts with(StateParts changes) {
        if (changes.blobs.isEmpty()) return this;
        Map<String, byte[]> merged = new LinkedHashMap<>(blobs);
        merged.putAll(changes.blobs);
        return new StateParts(merged);
    }

    public boolean isEmpty() {
        return blobs.isEmpty();
    }

    /** How many bytes the blobs have. */
    public long size() {
        long size = 0;
        for (byte[] blob : blobs.values()) size += blob.length;
        return size;
    }

    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = Input.FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject(null, blobs.size());
            blobs.forEach(
                    (name, blob) -> {
                        out.writeName(name);
                        out.writeBinary(blob);
                    });
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /**
     * @throws CodecException when the bytes are none of {@link #toBytes}
     */
    public static StateParts of(byte[] bytes) {
        try (JsonParser in = Input.FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            Map<String, byte[]> blobs = new LinkedHashMap<>();
            if (in.nextToken() != JsonToken.START_OBJECT)
                throw CodecException.malformed("no parts of a state");
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                if (in.nextToken() != JsonToken.VALUE_EMBEDDED_OBJECT)
                    throw CodecException.malformed("a part is not bytes");
                blobs.put(name, in.getBinaryValue());
            }
            if (in.currentToken() != JsonToken.END_OBJECT || in.nextToken() != null)
                throw CodecException.malformed("no parts of a state");
            return new StateParts(blobs);
        } catch (JacksonException e) {
            throw new CodecException(
                    CodecException.Kind.MALFORMED, "no parts of a state: " + e.getMessage(), e);
        }
    }
}
