package dev.livelet;

/** A value that is on its way: {@code :if={rows is Ok r}} in a template. */
public sealed interface Async<T> {
    record Loading<T>() implements Async<T> {}

    record Ok<T>(T value) implements Async<T> {}

    /**
     * @param reason for the log and for the page's author; not meant for users
     */
    record Failed<T>(String reason) implements Async<T> {}
}
