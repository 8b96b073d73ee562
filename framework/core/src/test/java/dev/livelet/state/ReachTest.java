package dev.livelet.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;

class ReachTest {
    private record Private(int count, String name) {}

    /**
     * As of a development server, or of {@code java Counter.java}: the same class once more, in a
     * module of its own.
     */
    private static final class Other extends ClassLoader {
        Other() {
            super(ReachTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(Private.class.getName())) return super.loadClass(name, resolve);
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) return loaded;
            try (InputStream in = ReachTest.class.getResourceAsStream("ReachTest$Private.class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Test
    void aPrivateRecordOfAnotherClassLoaderIsReadAndMade() throws Exception {
        Class<?> type = new Other().loadClass(Private.class.getName());
        assertNotSame(Private.class, type);
        RecordShape shape = RecordShape.of(type);
        Object record = shape.make(new Object[] {7, "x"});
        assertEquals(7, shape.get(record, 0));
        assertEquals("x", RecordShape.accessor(type.getDeclaredMethod("name")).apply(record));
    }
}
