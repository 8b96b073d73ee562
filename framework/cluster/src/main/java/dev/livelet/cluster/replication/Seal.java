package dev.livelet.cluster.replication;

import java.util.Optional;

/** Makes texts that pages carry around trustworthy. Thread-safe. */
public interface Seal {
    String sign(String text);

    /** The text that was signed; empty when it was not. */
    Optional<String> verify(String signed);
}
