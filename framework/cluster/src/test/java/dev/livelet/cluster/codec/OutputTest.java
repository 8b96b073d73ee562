package dev.livelet.cluster.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

class OutputTest {
    /** An array without names: the table before a value that needs none. */
    private static final byte NO_NAMES = (byte) 0x80;

    private final Codecs codecs = new Codecs(List.of(), id -> null, SharedCodec.BY_VALUE);

    private void same(Object value, Consumer<JsonGenerator> library) {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.write(NO_NAMES);
        try (JsonGenerator generator =
                Input.FACTORY.createGenerator(ObjectWriteContext.empty(), expected)) {
            library.accept(generator);
        }
        assertArrayEquals(
                expected.toByteArray(),
                new Output().blob(codecs.of(value.getClass()), value),
                () -> value + " is not as a library writes it");
    }

    @Test
    void numbersTakeAsFewBytesAsALibrarysOnes() {
        for (int bits = 0; bits < 64; bits++)
            for (int near = -2; near <= 2; near++) {
                long number = (1L << bits) + near;
                same(number, library -> library.writeNumber(number));
                same(-number, library -> library.writeNumber(-number));
            }
        for (long number : new long[] {0, 23, 24, Long.MIN_VALUE, Long.MAX_VALUE})
            same(number, library -> library.writeNumber(number));
    }

    @Test
    void fractionsAreAsALibraryWritesThem() {
        for (double number : new double[] {0, -0.0, 1.5, Math.PI, Double.MIN_VALUE, -1e300}) {
            same(number, library -> library.writeNumber(number));
            same((float) number, library -> library.writeNumber((float) number));
        }
        same(Double.NEGATIVE_INFINITY, library -> library.writeNumber(Double.NEGATIVE_INFINITY));
    }

    @Test
    void textsOfAnyLengthAndScriptAreAsALibraryWritesThem() {
        for (String letter : List.of("a", "é", "語", "😀"))
            for (int length : new int[] {0, 1, 5, 6, 23, 24, 85, 86, 255, 256}) {
                String text = letter.repeat(length);
                same(text, library -> library.writeString(text));
            }
    }

    @Test
    void aTextLongerThanABufferIsReadAgain() {
        String text = "語".repeat(70_000);
        byte[] blob = new Output().blob(codecs.of(String.class), text);
        assertEquals(text, Input.read(blob, codecs.of(String.class), false).value());
    }

    @Test
    void namesStandBeforeTheValueThatRefersToThem() {
        record Point(int x, int y) {}
        byte[] blob = new Output().blob(codecs.of(Point.class), new Point(1, -500));
        assertEquals(
                "81" + "82" + "6178" + "6179" + "83" + "00" + "01" + "3901f3",
                HexFormat.of().formatHex(blob));
    }
}
