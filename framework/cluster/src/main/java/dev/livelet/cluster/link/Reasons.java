package dev.livelet.cluster.link;

/** What went wrong in JGroups, without the layers around it. */
final class Reasons {
    private Reasons() {}

    static String of(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) cause = cause.getCause();
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
