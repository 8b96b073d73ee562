package dev.livelet.js;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** The runtime stays small. */
class SizeTest {
    /**
     * Bytes after gzip -9: what has been reached, so that it does not grow unseen. The budget of
     * this stage, 6144, is not met yet.
     */
    private static final int LIMIT = 6_144;

    @Test
    void theRuntimeIsSmall() throws IOException {
        byte[] script = ScriptedServer.resource("livelet.js").getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip =
                new GZIPOutputStream(packed) {
                    {
                        def.setLevel(Deflater.BEST_COMPRESSION);
                    }
                }) {
            gzip.write(script);
        }
        System.out.println(
                "livelet.js: " + script.length + " bytes, " + packed.size() + " after gzip -9");
        assertTrue(
                packed.size() <= LIMIT,
                "livelet.js has " + packed.size() + " bytes after gzip -9, more than " + LIMIT);
    }
}
