package dev.livelet;

/**
 * A value that many pages show: one object in the JVM, held by reference from each of their states,
 * never copied for one. A page whose state has another version of it than before is patched; where
 * the versions are the same nothing inside is looked at. Two of them are equal only when they are
 * the same. Immutable and thread-safe, if the value is.
 *
 * @param <T> an immutable type
 */
public final class Shared<T> {
    private final T value;
    private final long version;

    private Shared(T value, long version) {
        this.value = value;
        this.version = version;
    }

    /** The first version. */
    public static <T> Shared<T> of(T value) {
        return new Shared<>(value, 1);
    }

    /** A version as another node has it. */
    public static <T> Shared<T> of(T value, long version) {
        return new Shared<>(value, version);
    }

    public T value() {
        return value;
    }

    /** Counts the changes, from 1. */
    public long version() {
        return version;
    }

    /** The next version; this one where the value is the same object. */
    public Shared<T> with(T next) {
        return next == value ? this : new Shared<>(next, version + 1);
    }

    @Override
    public String toString() {
        return "Shared[version=" + version + ", " + value + "]";
    }
}
